import type { Problem } from '../../durability/problem';
import { check, type Rule } from '../../durability/rule';
import { isTooNarrow, notThreeZones, type Spread } from '../spread';
import { openNetworks, openToAll } from './open-networks';

/** What is known of a cluster of EKS before it is made. */
export interface EksClusterFacts {
  /** Where it stands, for people. */
  readonly path: string;
  /** How far its subnets lie apart; those of a network that is looked up may not be known yet. */
  readonly spread: Spread;
  readonly accessFrom: readonly string[];
}

const why = 'the three copies would not all be in zones of their own';

const rules: readonly Rule<EksClusterFacts>[] = [
  {
    id: openToAll.id,
    why: openToAll.why,
    check: ({ path, accessFrom }) => openNetworks(accessFrom, `${path}.accessFrom`),
  },
];

/** Every problem of a cluster that can be seen before it is made. Pods are told apart by three zones, so a fourth is one too many. */
export function checkEksCluster(facts: EksClusterFacts): readonly Problem[] {
  const { path, spread } = facts;
  const wrong = isTooNarrow(spread) || (spread.zones ?? 3) > 3;
  return [
    ...(wrong ? [notThreeZones(path, spread, why, 'select subnets in three zones')] : []),
    ...check(rules, facts),
  ];
}
