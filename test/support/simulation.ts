import { histories, orders, subsets, type Blow, type Seen, type Stream } from './simulation-histories';

/**
 * Brute force, and on purpose without a line of the loss model: every way to put pods on machines and machines in zones, every choice
 * of what is lost, every history of the copies. For clusters of up to four brokers and three zones.
 */
export interface Cluster extends Stream {
  readonly brokers: number;
  /** Pods that elect leaders; none: every broker has a vote. */
  readonly controllers: number;
  readonly spread: 'none' | 'host' | 'zone';
  /** Whether copies are laid out rack by rack. */
  readonly racks: boolean;
  readonly zones: number;
}

export interface Lost {
  readonly zones: number;
  readonly nodes: number;
  readonly pods: number;
  readonly leaves: Blow['leaves'];
}

interface Pod {
  readonly broker: boolean;
  readonly copy: boolean;
  readonly host: number;
  readonly zone: number;
}

/** Numbers for so many things, each a known one or the next new one: every way to put them into groups. */
function groupings(things: number, most: number): readonly (readonly number[])[] {
  let all: readonly (readonly number[])[] = [[]];
  for (let thing = 0; thing < things; thing += 1) {
    all = all.flatMap((groups) => {
      const next = Math.max(-1, ...groups) + 1;
      return Array.from({ length: Math.min(next + 1, most) }, (_, group) => [...groups, group]);
    });
  }
  return all;
}

const countIn = (zones: number, pods: readonly Pod[]): readonly number[] =>
  Array.from({ length: zones }, (_, zone) => pods.filter((pod) => pod.zone === zone).length);

/** As the scheduler sees the zones of one StatefulSet. */
function schedules({ spread, zones }: Cluster, pods: readonly Pod[]): boolean {
  if (spread !== 'zone') return true;
  const counts = countIn(zones, pods);
  return Math.max(...counts) - Math.min(...counts) <= 1;
}

/** As Kafka lays out replicas: racks take turns, one broker each, in some order of the racks. */
function laidOut({ racks, copies, zones }: Cluster, brokers: readonly Pod[]): boolean {
  if (!racks) return true;
  const wanted = countIn(
    zones,
    brokers.filter(({ copy }) => copy),
  ).join();
  const room = countIn(zones, brokers);
  const turns = (order: readonly number[]): string => {
    const held = room.map(() => 0);
    for (let left = copies; left > 0;) {
      for (const zone of order) {
        if (left === 0 || (held[zone] ?? 0) >= (room[zone] ?? 0)) continue;
        held[zone] = (held[zone] ?? 0) + 1;
        left -= 1;
      }
    }
    return held.join();
  };
  return orders(room.map((_, zone) => zone)).some((order) => turns(order) === wanted);
}

/** The same picture under other names is the same place. */
function picture(pods: readonly Pod[]): string {
  const zones = new Map<number, Map<number, string[]>>();
  for (const { zone, host, broker, copy } of pods) {
    const hosts = zones.get(zone) ?? new Map<number, string[]>();
    zones.set(zone, hosts.set(host, [...(hosts.get(host) ?? []), copy ? 'C' : broker ? 'b' : 'v']));
  }
  return [...zones.values()]
    .map((hosts) =>
      [...hosts.values()]
        .map((its) => its.sort().join(''))
        .sort()
        .join(),
    )
    .sort()
    .join(' ');
}

const drawn = (all: Iterable<readonly Pod[]>): readonly (readonly Pod[])[] => {
  const found = new Map<string, readonly Pod[]>();
  for (const pods of all) found.set(picture(pods), pods);
  return [...found.values()];
};

/** Every legal place of the pods, before it is known which of them hold copies. */
function* scheduled(cluster: Cluster): Generator<readonly Pod[]> {
  const { brokers, controllers, zones } = cluster;
  const total = brokers + controllers;
  for (const hosts of groupings(total, total)) {
    const apart = [hosts.slice(0, brokers), hosts.slice(brokers)].every((its) => new Set(its).size === its.length);
    if (!apart && cluster.spread !== 'none') continue;
    for (const zoneOf of groupings(Math.max(...hosts) + 1, zones)) {
      const pods = hosts.map((host, index): Pod => ({
        broker: index < brokers,
        copy: false,
        host,
        zone: zoneOf[host] ?? 0,
      }));
      if (schedules(cluster, pods.slice(0, brokers)) && schedules(cluster, pods.slice(brokers))) yield pods;
    }
  }
}

/** Works each question out once. */
function once<T>(known: Map<string, T>, question: unknown, answer: () => T): T {
  const key = JSON.stringify(question);
  const found = known.get(key) ?? answer();
  known.set(key, found);
  return found;
}

const sites = new Map<string, readonly (readonly Pod[])[]>();
const placed = new Map<string, readonly (readonly Pod[])[]>();

/** Every legal place of pods and copies, once. */
function places(cluster: Cluster): readonly (readonly Pod[])[] {
  const { brokers, controllers, copies, zones, spread, racks } = cluster;
  const site = [brokers, controllers, zones, spread];
  return once(placed, [...site, copies, racks], () =>
    drawn(
      once(sites, site, () => drawn(scheduled(cluster))).flatMap((pods) =>
        choices([...pods.keys()].slice(0, brokers), copies)
          .map((holders) => pods.map((pod, index) => ({ ...pod, copy: holders.includes(index) })))
          .filter((its) => laidOut(cluster, its.slice(0, brokers))),
      ),
    ),
  );
}

const choices = <T>(things: readonly T[], count: number): readonly (readonly T[])[] =>
  subsets(things).filter((some) => some.length === Math.min(count, things.length));

/** Every set of pods that a loss can take in one place. */
function* taken(pods: readonly Pod[], { zones, nodes, pods: single }: Lost): Generator<ReadonlySet<Pod>> {
  for (const lostZones of choices([...new Set(pods.map(({ zone }) => zone))], zones)) {
    const outside = pods.filter(({ zone }) => !lostZones.includes(zone));
    for (const lostHosts of choices([...new Set(outside.map(({ host }) => host))], nodes)) {
      const standing = outside.filter(({ host }) => !lostHosts.includes(host));
      for (const lostPods of choices(standing, single)) {
        yield new Set(pods.filter((pod) => !standing.includes(pod) || lostPods.includes(pod)));
      }
    }
  }
}

type Kind = Pick<Blow, 'dead' | 'electorate'>;
const struck = new Map<string, readonly Kind[]>();

/** What a loss can do to the copies and to those who elect their leader, in any place, each once. */
function blows(cluster: Cluster, lost: Lost): readonly Kind[] {
  const { brokers, controllers, copies, spread, racks, zones } = cluster;
  return once(struck, [brokers, controllers, copies, spread, racks, zones, lost], () => {
    const found = new Map<string, Kind>();
    for (const pods of places(cluster)) {
      const voters = pods.filter(({ broker }) => broker === (controllers === 0));
      for (const gone of taken(pods, lost)) {
        const dead = pods.filter((pod) => pod.copy && gone.has(pod)).length;
        const enough = voters.filter((pod) => !gone.has(pod)).length * 2 > voters.length;
        const electorate = enough ? 'there' : lost.leaves === 'nothing' ? 'gone' : 'away';
        found.set(`${dead} ${electorate}`, { dead, electorate });
      }
    }
    return [...found.values()];
  });
}

/** What can be seen in some place, some choice of what is lost, some history. */
export function simulate(cluster: Cluster, lost: Lost): Readonly<Seen> {
  const { kind, copies, minInsync, synced, unclean } = cluster;
  const all = blows(cluster, lost).map((blow) =>
    histories({ kind, copies, minInsync, synced, unclean }, { ...blow, leaves: lost.leaves }),
  );
  return {
    lost: all.some((seen) => seen.lost),
    refused: all.some((seen) => seen.refused),
    stalled: all.some((seen) => seen.stalled),
  };
}
