import type { Profile } from './profile';

/** What is known of the places where brokers run. */
export interface Placement {
  /** Zones that have nodes. */
  readonly zones: number;
  /** Whether a broker can learn which zone it is in. */
  readonly podKnowsZone: boolean;
}

/** Three zones, and a cluster of any version. */
export const unknownPlacement: Placement = { zones: 3, podKnowsZone: false };

/** What rules judge: settings, and where they will run. */
export interface Placed<Settings> {
  readonly settings: Settings;
  readonly placement: Placement;
}

/** The pods that carry one stream, and what Kubernetes and the broker promise about where they are. */
export interface Pods {
  /** Brokers, or RabbitMQ nodes. */
  readonly brokers: number;
  /** How many of them hold a copy of the stream. */
  readonly copies: number;
  /** Who decides which copy leads: pods of their own, or every broker. */
  readonly deciders: number | 'brokers';
  /** Where no two pods of one kind may be together; `zone` also spreads them over zones as evenly as can be. */
  readonly spread: Profile['spread'];
  /** Whether the broker spreads the copies over zones too; one that does not may put them on any of its pods. */
  readonly copiesKnowZones: boolean;
  readonly zones: number;
}

/** One machine: how many of its pods hold a copy and decide, hold a copy alone, decide alone. */
export interface Host {
  readonly both: number;
  readonly copies: number;
  readonly deciders: number;
}

/** Machines by zone. Pods that neither hold a copy nor decide are left out: their loss changes nothing. */
export type PodPlacement = readonly (readonly Host[])[];

/**
 * Legal placements of which every other legal one is a spread-out form.
 *
 * Whatever is lost, pods that share a machine or a zone are lost together at best and apart at worst: of two placements, the one
 * that is more together never fares better. So pods that may share a machine do, those of one kind alone are kept apart, and
 * zones that are alike are counted once. A hundred brokers with seven copies come to a few dozen placements.
 */
export function worstPlacements(pods: Pods): readonly PodPlacement[] {
  const { copies, brokers, deciders, spread } = pods;
  const voters = deciders === 'brokers' ? brokers : deciders;
  if (spread === 'none') {
    const both = deciders === 'brokers' ? copies : 0;
    return [[[{ both, copies: copies - both, deciders: voters - both }]]];
  }
  if (spread === 'host') return [[hosts(copies, voters, deciders === 'brokers')]];
  const inZones = evenly(brokers, pods.zones);
  const placements = copiesPerZone(pods, inZones).flatMap((held) =>
    votersPerZone(pods, inZones).map((votes) => held.map((its, zone) => [its, votes[zone] ?? 0] as const)),
  );
  return distinct(placements).map((zones) =>
    zones
      .filter(([held, votes]) => held + votes > 0)
      .map(([held, votes]) => hosts(held, votes, deciders === 'brokers')),
  );
}

/** Machines of one zone: a copy and a decider on each as far as they go, the others alone. */
function hosts(copies: number, voters: number, brokersDecide: boolean): readonly Host[] {
  const host = (count: number, its: Host): readonly Host[] => Array.from({ length: count }, () => its);
  const shared = Math.min(copies, voters);
  return [
    ...host(shared, brokersDecide ? { both: 1, copies: 0, deciders: 0 } : { both: 0, copies: 1, deciders: 1 }),
    ...host(copies - shared, { both: 0, copies: 1, deciders: 0 }),
    ...host(voters - shared, { both: 0, copies: 0, deciders: 1 }),
  ];
}

/** Pods in each zone where no zone may have two more than another. */
const evenly = (pods: number, zones: number): readonly number[] =>
  Array.from({ length: zones }, (_, zone) => Math.floor(pods / zones) + (zone < pods % zones ? 1 : 0));

/** Every way to hold the copies on the brokers of the zones; zones of equal size are filled in falling order. */
function copiesPerZone({ copies, copiesKnowZones }: Pods, brokers: readonly number[]): readonly (readonly number[])[] {
  const found: (readonly number[])[] = [];
  const fill = (held: readonly number[], left: number): void => {
    const zone = held.length;
    if (zone === brokers.length) {
      if (left === 0 && (!copiesKnowZones || isLevel(held, brokers))) found.push(held);
      return;
    }
    const most = brokers[zone] === brokers[zone - 1] ? (held[zone - 1] ?? 0) : Number.POSITIVE_INFINITY;
    for (let here = Math.min(left, brokers[zone] ?? 0, most); here >= 0; here -= 1) fill([...held, here], left - here);
  };
  fill([], copies);
  return found;
}

/** Zones take turns: none has two copies more than another that still has a broker without one. */
const isLevel = (held: readonly number[], brokers: readonly number[]): boolean =>
  held.every((one) => held.every((other, zone) => one <= other + 1 || other === brokers[zone]));

/** Every way to put the deciders into the zones. */
function votersPerZone({ deciders, zones }: Pods, brokers: readonly number[]): readonly (readonly number[])[] {
  if (deciders === 'brokers') return [brokers];
  const more = deciders % zones;
  const sets = (from: number, count: number): readonly (readonly number[])[] => {
    if (count === 0) return [[]];
    return Array.from({ length: zones - from }, (_, index) => from + index).flatMap((first) =>
      sets(first + 1, count - 1).map((rest) => [first, ...rest]),
    );
  };
  return sets(0, more).map((with1More) =>
    brokers.map((_, zone) => Math.floor(deciders / zones) + (with1More.includes(zone) ? 1 : 0)),
  );
}

/** Without those that differ in the names of the zones alone. */
function distinct<Zone extends readonly number[]>(
  placements: readonly (readonly Zone[])[],
): readonly (readonly Zone[])[] {
  const key = (zones: readonly Zone[]): string =>
    zones
      .map((zone) => zone.join())
      .sort()
      .join(' ');
  return [...new Map(placements.map((zones) => [key(zones), zones])).values()];
}
