import { worstPlacements, type Pods, type PodPlacement } from '../../../lib/durability/placement';

const pods: Pods = { brokers: 3, copies: 3, deciders: 3, spread: 'zone', copiesKnowZones: false, zones: 3 };

/** Machines of a zone side by side, zones in any order: `CV CV | V`; a pod that holds a copy and decides is a `B`. */
const drawn = (placements: readonly PodPlacement[]): readonly string[] =>
  placements
    .map((zones) =>
      zones
        .map((hosts) =>
          hosts
            .map(({ both, copies, deciders }) => 'B'.repeat(both) + 'C'.repeat(copies) + 'V'.repeat(deciders))
            .join(' '),
        )
        .sort()
        .join(' | '),
    )
    .sort();

describe('the worst legal placements', () => {
  test('without spread, everything is on one machine', () => {
    expect(drawn(worstPlacements({ ...pods, spread: 'none' }))).toEqual(['CCCVVV']);
  });

  test('one on each machine: all in one zone, a controller beside each broker', () => {
    expect(drawn(worstPlacements({ ...pods, spread: 'host' }))).toEqual(['CV CV CV']);
  });

  test('one in each zone: there is one way', () => {
    expect(drawn(worstPlacements(pods))).toEqual(['CV | CV | CV']);
  });

  test('five nodes in three zones: three members are in two zones or three', () => {
    expect(drawn(worstPlacements({ ...pods, brokers: 5, deciders: 'brokers' }))).toEqual([
      'B B | B V | V',
      'B | B B | V V',
      'B | B V | B V',
    ]);
  });

  test('a broker that knows the zones puts one copy in each', () => {
    expect(drawn(worstPlacements({ ...pods, brokers: 5, deciders: 'brokers', copiesKnowZones: true }))).toEqual([
      'B | B V | B V',
    ]);
  });

  test('controllers that are no multiple of the zones double up in any of them', () => {
    expect(drawn(worstPlacements({ ...pods, copies: 2, zones: 3, deciders: 1 }))).toEqual(['C | C | V', 'C | CV']);
  });

  test('a hundred brokers with seven copies come to a few', () => {
    const many = worstPlacements({ ...pods, brokers: 100, copies: 7, zones: 3 });
    expect(many.length).toBeLessThan(50);
  });
});
