import { lossesUpTo } from '../../../lib/durability/losses';
import { worstOutcome, type StreamModel } from '../../../lib/durability/loss-model';
import { simulate, type Cluster } from '../../support/simulation';

const words = { copy: 'copy', decider: 'decider', storedOnce: '', order: '' };

const modelOf = (cluster: Cluster): StreamModel => ({
  pods: {
    brokers: cluster.brokers,
    copies: cluster.copies,
    deciders: cluster.controllers === 0 ? 'brokers' : cluster.controllers,
    spread: cluster.spread,
    copiesKnowZones: cluster.racks,
    zones: cluster.zones,
  },
  copiesBeforeAck: cluster.kind === 'raft' ? Math.floor(cluster.copies / 2) + 1 : cluster.minInsync,
  syncBeforeAck: cluster.synced,
  leader: cluster.kind === 'raft' ? 'majority' : 'in-sync',
  uncleanElection: cluster.unclean,
  storesOnce: true,
  keepsOrder: true,
  words,
});

/** Every combination of one value of each list. */
function every<Lists extends Readonly<Record<string, readonly unknown[]>>>(
  lists: Lists,
): readonly { readonly [Key in keyof Lists]: Lists[Key][number] }[] {
  return Object.entries(lists).reduce<readonly Record<string, unknown>[]>(
    (all, [key, values]) => all.flatMap((some) => values.map((value) => ({ ...some, [key]: value }))),
    [{}],
  ) as never;
}

const shapes = [
  { spread: 'none', racks: false, zones: 1 },
  { spread: 'host', racks: false, zones: 2 },
  { spread: 'host', racks: true, zones: 3 },
  { spread: 'zone', racks: false, zones: 2 },
  { spread: 'zone', racks: true, zones: 2 },
  { spread: 'zone', racks: false, zones: 3 },
  { spread: 'zone', racks: true, zones: 3 },
] as const;

const kafka = every({
  shape: shapes,
  brokers: [1, 2, 3, 4],
  controllers: [0, 3],
  copies: [1, 2, 3],
  minInsync: [1, 2, 3],
  synced: [false, true],
  unclean: [false, true],
})
  .filter(({ brokers, copies, minInsync }) => copies <= brokers && minInsync <= copies)
  // The largest take the longest: they stand for themselves where zones count.
  .filter(
    ({ shape, brokers, controllers }) => controllers === 0 || brokers === 3 || (brokers === 4 && shape.zones === 3),
  )
  .map(({ shape, ...rest }): Cluster => ({ kind: 'kafka', ...shape, ...rest }));

const raft = every({ shape: shapes.filter(({ racks }) => !racks), brokers: [1, 2, 3, 4], copies: [1, 2, 3] })
  .filter(({ brokers, copies }) => copies <= brokers)
  .map(({ shape, ...rest }): Cluster => ({
    kind: 'raft',
    controllers: 0,
    minInsync: 1,
    synced: true,
    unclean: false,
    ...shape,
    ...rest,
  }));

describe('the loss model and a simulation of every history', () => {
  test.each([
    ['an in-sync set', kafka],
    ['a majority', raft],
  ])('say the same of every small cluster with %s, for every loss up to two at once', (_, clusters) => {
    const different: unknown[] = [];
    for (const cluster of clusters) {
      for (const loss of lossesUpTo(1)) {
        const seen = simulate(cluster, loss);
        const { data, writes, reads } = worstOutcome(modelOf(cluster), loss);
        const said = { lost: data.is === 'lost', refused: writes.is === 'refused', stalled: reads.is === 'stall' };
        if (JSON.stringify(said) !== JSON.stringify(seen)) different.push({ cluster, loss: loss.name, said, seen });
      }
    }
    expect(clusters.length).toBeGreaterThan(30);
    expect(different.slice(0, 3)).toEqual([]);
  });
});
