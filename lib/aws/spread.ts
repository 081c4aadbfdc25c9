import { Token } from 'aws-cdk-lib/core';
import type { SelectedSubnets } from 'aws-cdk-lib/aws-ec2';
import type { Problem } from '../durability/problem';

/** How far subnets lie apart. What only a lookup or the deployment will tell is undefined. */
export interface Spread {
  readonly subnets: number | undefined;
  readonly zones: number | undefined;
}

/** Also an element of a list that nobody knows: `Fn.split(',', …)` has one, and stands for any number of them. */
const isUnknown = (value: string): boolean => Token.isUnresolved(value) || Token.isUnresolved([value]);

/** What is known of the subnets that were selected. Those of a network that is still to be looked up are made up by CDK. */
export function spreadOf({ subnetIds, availabilityZones: zones, isPendingLookup }: SelectedSubnets): Spread {
  if (isPendingLookup === true) return { subnets: undefined, zones: undefined };
  return {
    subnets: Token.isUnresolved(subnetIds) ? undefined : subnetIds.length,
    zones: zones.some(isUnknown) ? undefined : new Set(zones).size,
  };
}

/** Whether there are surely fewer than three zones: also two subnets of which nobody knows where they are lie in two at most. */
export const isTooNarrow = ({ subnets = 3, zones = 3 }: Spread): boolean => Math.min(subnets, zones) < 3;

const inWords = ({ subnets, zones }: Spread): string =>
  [
    subnets === undefined ? 'subnets' : `${subnets} subnets`,
    ...(zones === undefined ? [] : [`in ${zones} zones`]),
  ].join(' ');

/** What is wrong where those are the subnets of brokers. */
export const copiesTogether = 'the three copies would not all be in zones of their own';

/** The answer to subnets that lie wrongly. */
export const notThreeZones = (id: string, spread: Spread, why: string, fix: string): Problem => ({
  rule: 'aws-zones-not-three',
  path: `${id}.vpcSubnets`,
  value: inWords(spread),
  why,
  fix,
});
