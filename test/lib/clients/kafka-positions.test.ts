import { Positions, type Position } from '../../../lib/clients/kafka-positions';

const at = (offset: number, partition = 0): Position => ({
  topic: 'orders',
  partition,
  offset: BigInt(offset),
  leaderEpoch: 1,
});

test('a record is ready to be committed once all before it in its partition are done', () => {
  const positions = new Positions();
  const [first, second, third] = [at(5), at(6), at(7)].map((position) => positions.begin(position));

  second?.();
  expect(positions.takeDone()).toEqual([]);
  first?.();
  expect(positions.takeDone()).toEqual([at(6)]);
  expect(positions.takeDone()).toEqual([]);
  third?.();
  expect(positions.takeDone()).toEqual([at(7)]);
});

test('partitions do not wait for each other', () => {
  const positions = new Positions();
  positions.begin(at(1, 0));
  positions.begin(at(9, 1))();

  expect(positions.takeDone()).toEqual([at(9, 1)]);
});

test('a position that could not be committed is taken again, unless a later one is ready', () => {
  const positions = new Positions();
  positions.begin(at(1))();
  const taken = positions.takeDone();
  positions.giveBack(taken);
  expect(positions.takeDone()).toEqual([at(1)]);

  positions.begin(at(2))();
  positions.giveBack(taken);
  expect(positions.takeDone()).toEqual([at(2)]);
});

test('work that ends after reading began anew commits nothing', () => {
  const positions = new Positions();
  const late = positions.begin(at(3));
  positions.forget();
  late();

  expect(positions.takeDone()).toEqual([]);
  expect(positions.unsettled).toBe(0);
});

test('there is room once fewer records than the limit are not done', async () => {
  const positions = new Positions();
  const first = positions.begin(at(1));
  positions.begin(at(2));
  let room = false;
  const waiting = positions.room(2).then(() => (room = true));

  await Promise.resolve();
  expect(room).toBe(false);
  first();
  await waiting;
  expect(room).toBe(true);
});
