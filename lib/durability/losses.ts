/** What can be lost: the machine with its disk in one go, a disk alone, or what runs on them for a while. */
export interface Loss {
  /** Stable: `zone`, `node+disk`. */
  readonly name: string;
  /** In a table: `one zone`, `one node, one disk`. */
  readonly title: string;
  readonly zones: number;
  readonly nodes: number;
  /** Disks, or processes, of single pods. */
  readonly pods: number;
  /** What is still there when the pods are back: what they held in memory, on their disks, or nothing. */
  readonly leaves: 'memory' | 'disk' | 'nothing';
}

const loss = (name: string, title: string, leaves: Loss['leaves'], lost: Partial<Loss>): Loss => ({
  zones: 0,
  nodes: 0,
  pods: 0,
  ...lost,
  name,
  title,
  leaves,
});

const everywhere = Number.POSITIVE_INFINITY;

/** One thing at a time, from the smallest to the largest. */
export const singleLosses = {
  process: loss('process', 'one process', 'memory', { pods: 1 }),
  disk: loss('disk', 'one disk', 'nothing', { pods: 1 }),
  nodeOff: loss('node-off', 'one node, off', 'disk', { nodes: 1 }),
  node: loss('node', 'one node', 'nothing', { nodes: 1 }),
  zoneOff: loss('zone-off', 'one zone, off', 'disk', { zones: 1 }),
  zone: loss('zone', 'one zone', 'nothing', { zones: 1 }),
  power: loss('power', 'all power', 'disk', { zones: everywhere }),
} as const;

const words = ['no', 'one', 'two', 'three', 'four'];
const counted = (count: number, thing: string): readonly string[] =>
  count === 0 ? [] : [`${words[count] ?? count} ${thing}${count === 1 ? '' : 's'}`];
const repeated = (count: number, name: string): readonly string[] => Array.from({ length: count }, () => name);

/** Every way to lose that many zones, nodes and disks at the same time. */
export function combinedLosses(many: number): readonly Loss[] {
  const found: Loss[] = [];
  for (let zones = 0; zones <= many; zones += 1) {
    for (let nodes = 0; nodes <= many - zones; nodes += 1) {
      const pods = many - zones - nodes;
      const names = [...repeated(zones, 'zone'), ...repeated(nodes, 'node'), ...repeated(pods, 'disk')];
      const titles = [...counted(zones, 'zone'), ...counted(nodes, 'node'), ...counted(pods, 'disk')];
      found.push(loss(names.join('+'), titles.join(', '), 'nothing', { zones, nodes, pods }));
    }
  }
  return found;
}

/** Single losses, and every combination up to one more than `survived` of them at once. */
export function lossesUpTo(survived: number): readonly Loss[] {
  const sizes = Array.from({ length: survived }, (_, index) => index + 2);
  return [...Object.values(singleLosses), ...sizes.flatMap(combinedLosses)];
}
