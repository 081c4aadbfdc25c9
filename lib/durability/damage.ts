import type { Loss } from './losses';
import type { Host, PodPlacement } from './placement';

/** How many pods of a stream a loss takes. */
export interface Damage {
  readonly copies: number;
  readonly deciders: number;
}

/** Pods by what they are for the stream. */
type Pods = readonly [both: number, copies: number, deciders: number];

const podsOf = ({ both, copies, deciders }: Host): Pods => [both, copies, deciders];
const add = (some: Pods, more: Pods): Pods => [some[0] + more[0], some[1] + more[1], some[2] + more[2]];
const none: Pods = [0, 0, 0];

/** What a loss can take in one placement, each outcome once: which zones, machines and disks it is, nobody chooses. */
export function damages(placement: PodPlacement, { zones, nodes, pods }: Loss): readonly Damage[] {
  const found = new Map<string, Damage>();
  for (const zone of picks(placement, zones)) {
    const inZones = zone.taken.flat().map(podsOf).reduce(add, none);
    for (const host of picks(zone.left.flat(), nodes)) {
      const onHosts = host.taken.map(podsOf).reduce(add, inZones);
      const left = host.left.map(podsOf).reduce(add, none);
      for (const [both, copies, deciders] of disks(left, pods)) {
        const damage = {
          copies: onHosts[0] + onHosts[1] + both + copies,
          deciders: onHosts[0] + onHosts[2] + both + deciders,
        };
        found.set(`${damage.copies} ${damage.deciders}`, damage);
      }
    }
  }
  return [...found.values()];
}

interface Pick<T> {
  readonly taken: readonly T[];
  readonly left: readonly T[];
}

/** Every choice of so many, or of all where there are fewer; things that are alike are not told apart. */
function picks<T>(things: readonly T[], count: number): readonly Pick<T>[] {
  const kinds = new Map<string, readonly T[]>();
  for (const thing of things) {
    const kind = JSON.stringify(thing);
    kinds.set(kind, [...(kinds.get(kind) ?? []), thing]);
  }
  const choose = ([kind, ...others]: readonly (readonly T[])[], wanted: number): readonly Pick<T>[] => {
    if (kind === undefined) return wanted === 0 ? [{ taken: [], left: [] }] : [];
    const most = Math.min(kind.length, wanted);
    return Array.from({ length: most + 1 }, (_, here) => here).flatMap((here) =>
      choose(others, wanted - here).map(({ taken, left }) => ({
        taken: [...kind.slice(0, here), ...taken],
        left: [...kind.slice(here), ...left],
      })),
    );
  };
  return choose([...kinds.values()], Math.min(count, things.length));
}

/** Every choice of so many single pods. */
function disks(left: Pods, count: number): readonly Pods[] {
  const wanted = Math.min(count, left[0] + left[1] + left[2]);
  const found: Pods[] = [];
  for (let both = 0; both <= Math.min(left[0], wanted); both += 1)
    for (let copies = 0; copies <= Math.min(left[1], wanted - both); copies += 1)
      if (wanted - both - copies <= left[2]) found.push([both, copies, wanted - both - copies]);
  return found;
}
