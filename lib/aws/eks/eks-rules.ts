import { Token } from 'aws-cdk-lib/core';
import type { Problem } from '../../durability/problem';
import { check, type Rule } from '../../durability/rule';
import { copiesTogether, isTooNarrow, notThreeZones, type Spread } from '../spread';
import { accessRules } from './access-rules';

/** What is known of a cluster of EKS before it is made. */
export interface EksClusterFacts {
  /** Where it stands, for people. */
  readonly path: string;
  /** How far its subnets lie apart; those of a network that is looked up may not be known yet. */
  readonly spread: Spread;
  /** Some of them, or all, may be known only to the deployment. */
  readonly accessFrom: readonly string[];
}

const knownNetworks = (networks: readonly string[]): readonly (string | undefined)[] =>
  Token.isUnresolved(networks) ? [] : networks.map((its) => (Token.isUnresolved(its) ? undefined : its));

const rules: readonly Rule<EksClusterFacts>[] = accessRules(({ path, accessFrom }) => ({
  path: `${path}.accessFrom`,
  networks: knownNetworks(accessFrom),
}));

/** Every problem of a cluster that can be seen before it is made. Pods are told apart by three zones, so a fourth is one too many. */
export function checkEksCluster(facts: EksClusterFacts): readonly Problem[] {
  const { path, spread } = facts;
  const wrong = isTooNarrow(spread) || (spread.zones ?? 3) > 3;
  return [
    ...(wrong ? [notThreeZones(path, spread, copiesTogether, 'select subnets in three zones')] : []),
    ...check(rules, facts),
  ];
}
