import { combinedLosses, lossesUpTo, singleLosses, type Loss } from '../../../lib/durability/losses';
import { worstOutcome, type StreamModel } from '../../../lib/durability/loss-model';

const words = { copy: 'replica', decider: 'controller', storedOnce: 'numbered', order: 'one at a time' };

/** Three replicas, two before "stored", one in each of three zones, in memory. */
const threeOfTwo: StreamModel = {
  pods: { brokers: 3, copies: 3, deciders: 3, spread: 'zone', copiesKnowZones: true, zones: 3 },
  copiesBeforeAck: 2,
  syncBeforeAck: false,
  leader: 'in-sync',
  uncleanElection: false,
  storesOnce: true,
  keepsOrder: true,
  words,
};

const queue = (members: number, nodes: number, zones = 3): StreamModel => ({
  ...threeOfTwo,
  pods: { brokers: nodes, copies: members, deciders: 'brokers', spread: 'zone', copiesKnowZones: false, zones },
  copiesBeforeAck: Math.floor(members / 2) + 1,
  syncBeforeAck: true,
  leader: 'majority',
});

const pods = (model: StreamModel, its: Partial<StreamModel['pods']>): StreamModel => ({
  ...model,
  pods: { ...model.pods, ...its },
});

/** `kept, continue, continue` */
const said = (model: StreamModel, loss: Loss): string => {
  const { data, writes, reads } = worstOutcome(model, loss);
  return [data.is, writes.is, reads.is].join(', ');
};

const { process, disk, node, zone, zoneOff, power } = singleLosses;
const [twoDisks] = combinedLosses(2);

describe('the loss model', () => {
  test('three replicas, two before "stored": one disk is nothing, two may be the two that had it', () => {
    expect(said(threeOfTwo, disk)).toBe('kept, continue, continue');
    expect(said(threeOfTwo, twoDisks!)).toBe('lost, refused, stall');
    expect(worstOutcome(threeOfTwo, twoDisks!).data.because).toBe(
      'the 2 replicas that surely had it may be among the 2 gone',
    );
  });

  test('one replica before "stored": the disk it is on is enough, whatever the others would have copied later', () => {
    expect(said({ ...threeOfTwo, copiesBeforeAck: 1 }, disk)).toBe('lost, refused, stall');
  });

  test('as many replicas before "stored" as there are: nothing is lost, and one process stops all writes', () => {
    const model = { ...pods(threeOfTwo, { deciders: 5 }), copiesBeforeAck: 3 };
    expect(said(model, twoDisks!)).toBe('kept, refused, continue');
    expect(said(model, process)).toBe('kept, refused, continue');
    expect(worstOutcome(model, process).writes.because).toBe('2 of 3 replicas up, 3 must have each message');
  });

  test('a killed process leaves what it wrote; without another copy, everything waits for it', () => {
    const alone = { ...pods(threeOfTwo, { brokers: 1, copies: 1, deciders: 'brokers' }), copiesBeforeAck: 1 };
    expect(said(alone, process)).toBe('kept, refused, stall');
    expect(said(threeOfTwo, process)).toBe('kept, continue, continue');
  });

  test('all power: what was in memory alone is lost, what was on the disk first is kept', () => {
    expect(said(threeOfTwo, power)).toBe('lost, refused, stall');
    expect(said({ ...threeOfTwo, syncBeforeAck: true }, power)).toBe('kept, refused, stall');
    expect(worstOutcome(threeOfTwo, power).data.because).toBe('in memory alone on the 3 replicas that went off');
  });

  test('a zone without power may take what its brokers had in memory: as if their disks were gone', () => {
    expect(said({ ...threeOfTwo, copiesBeforeAck: 1 }, zoneOff)).toBe('lost, refused, stall');
    expect(said({ ...threeOfTwo, copiesBeforeAck: 1, syncBeforeAck: true }, zoneOff)).toBe('kept, refused, stall');
  });

  test('five nodes in three zones: five members survive a zone, three may have two in it', () => {
    expect(said(queue(5, 5), zone)).toBe('kept, continue, continue');
    expect(said(queue(3, 5), zone)).toBe('lost, refused, stall');
    expect(worstOutcome(queue(3, 5), zone).data.because).toBe('2 of 3 replicas gone: never a majority again');
  });

  test('five brokers in three zones: three replicas survive a zone where Kafka knows the zones alone', () => {
    const five = pods(threeOfTwo, { brokers: 5 });
    expect(said(five, zone)).toBe('kept, continue, continue');
    expect(said(pods(five, { copiesKnowZones: false }), zone)).toBe('lost, refused, stall');
  });

  test('four replicas in three zones: two of them share one, so two before "stored" are too few', () => {
    const four = pods(threeOfTwo, { brokers: 4, copies: 4 });
    expect(said(four, zone)).toBe('lost, refused, stall');
    expect(said({ ...four, copiesBeforeAck: 3 }, zone)).toBe('kept, refused, continue');
  });

  test('one on each node, zones left aside: a node is nothing, a zone may be all of them', () => {
    const apart = pods(threeOfTwo, { spread: 'host' });
    expect(said(apart, node)).toBe('kept, continue, continue');
    expect(said(apart, zone)).toBe('lost, refused, stall');
  });

  test('a majority of the controllers gone for good: nobody knows any more where the replicas are', () => {
    const wide = { ...pods(threeOfTwo, { brokers: 5, copies: 5, zones: 5 }), copiesBeforeAck: 3 };
    expect(said(wide, twoDisks!)).toBe('lost, continue, continue');
    expect(worstOutcome(wide, twoDisks!).data.because).toBe('2 of 3 controllers gone: what is where is forgotten');
    expect(said(pods(wide, { deciders: 5 }), twoDisks!)).toBe('kept, continue, continue');
  });

  test('an unclean election goes on, and drops what only the others had', () => {
    const unclean = { ...threeOfTwo, uncleanElection: true, copiesBeforeAck: 1 };
    expect(said(unclean, process)).toBe('lost, continue, continue');
    expect(worstOutcome(unclean, process).data.because).toBe(
      'a replica that lacks messages may lead: unclean election',
    );
  });

  test('duplicates and order are the stream’s own, until something is lost', () => {
    const of = (model: StreamModel, loss: Loss): readonly string[] => {
      const { duplicates, order } = worstOutcome(model, loss);
      return [duplicates.is, order.is];
    };
    expect(of(threeOfTwo, process)).toEqual(['none', 'kept']);
    expect(of(threeOfTwo, power)).toEqual(['possible', 'not kept']);
    expect(of({ ...threeOfTwo, storesOnce: false, keepsOrder: false }, process)).toEqual(['possible', 'not kept']);
  });

  test('a hundred brokers with seven copies are no more work than three', () => {
    const large = { ...pods(threeOfTwo, { brokers: 100, copies: 7, deciders: 9, zones: 9 }), copiesBeforeAck: 4 };
    expect(said(large, zone)).toBe('kept, continue, continue');
    expect(said(pods(large, { copiesKnowZones: false }), zone)).toBe('lost, refused, stall');
  });
});

describe('what can be lost', () => {
  test('is every single loss, and every combination up to one more than survives', () => {
    expect(lossesUpTo(0).map(({ name }) => name)).toEqual([
      'process',
      'disk',
      'node-off',
      'node',
      'zone-off',
      'zone',
      'power',
    ]);
    expect(
      lossesUpTo(1)
        .slice(7)
        .map(({ title }) => title),
    ).toEqual([
      'two disks',
      'one node, one disk',
      'two nodes',
      'one zone, one disk',
      'one zone, one node',
      'two zones',
    ]);
    expect(lossesUpTo(2)).toHaveLength(7 + 6 + 10);
  });
});
