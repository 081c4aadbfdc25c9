import { Token } from 'aws-cdk-lib/core';
import type { Problem } from '../../durability/problem';
import { check, when, type Rule } from '../../durability/rule';
import { accessRules } from './access-rules';

/** What is known of a cluster of EKS before it is made. */
export interface EksClusterFacts {
  /** Where it stands, for people. */
  readonly path: string;
  /** Zones of its subnets; those of a network that is looked up may not be known yet. */
  readonly zones: readonly string[];
  /** Some of them, or all, may be known only to the deployment. */
  readonly accessFrom: readonly string[];
}

const knownNetworks = (networks: readonly string[]): readonly (string | undefined)[] =>
  Token.isUnresolved(networks) ? [] : networks.map((its) => (Token.isUnresolved(its) ? undefined : its));

const isKnown = (zones: readonly string[]): boolean =>
  !Token.isUnresolved(zones) && !zones.some((zone) => Token.isUnresolved(zone));

const rules: readonly Rule<EksClusterFacts>[] = [
  {
    id: 'aws-zones-not-three',
    why: 'the three copies would not all be in zones of their own',
    check: ({ path, zones }) =>
      when(
        isKnown(zones) && new Set(zones).size !== 3,
        `${path}.vpcSubnets`,
        `${zones.length} subnets in ${new Set(zones).size} zones`,
        'select subnets in three zones',
      ),
  },
  ...accessRules<EksClusterFacts>(({ path, accessFrom }) => ({
    path: `${path}.accessFrom`,
    networks: knownNetworks(accessFrom),
  })),
];

/** Every problem of a cluster that can be seen before it is made. */
export const checkEksCluster = (facts: EksClusterFacts): readonly Problem[] => check(rules, facts);
