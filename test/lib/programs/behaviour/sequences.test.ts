import { Sequences, type Arrival } from '../../../../lib/programs/behaviour/sequences';
import { Store } from '../../../../lib/programs/service/store';

let store: Store;
beforeEach(() => {
  store = new Store(':memory:');
});

const arrive = (its: Sequences, user: string, ...sequences: readonly number[]): Promise<readonly Arrival[]> =>
  store.write(() => sequences.map((sequence) => its.arrive({ user, sequence })));

test('what was missing is a first arrival wherever it stood in its gap, and then comes again', async () => {
  const its = new Sequences(store);
  expect(await arrive(its, 'ada', 1, 7)).toEqual(['next', 'gap']);
  expect(await arrive(its, 'ada', 4, 2, 6, 4, 2, 6)).toEqual(['behind', 'behind', 'behind', 'again', 'again', 'again']);
  expect(await arrive(new Sequences(store), 'ada', 3, 5, 3, 8)).toEqual(['behind', 'behind', 'again', 'next']);
  expect(store.number('SELECT count(*) FROM missing')).toBe(0);
});

test('what is missing of one user is not missing of another', async () => {
  const its = new Sequences(store);
  await arrive(its, 'ada', 3);
  expect(await arrive(its, 'bob', 1, 2, 3, 2)).toEqual(['next', 'next', 'next', 'again']);
});

test('a gap of any length is one row, and of too many the oldest is forgotten', async () => {
  const its = new Sequences(store, 2);
  await arrive(its, 'ada', 1_000_000);
  expect(store.number('SELECT count(*) FROM missing')).toBe(1);
  await arrive(its, 'bob', 2, 4);
  expect(await arrive(its, 'ada', 5)).toEqual(['again']);
  expect(await arrive(its, 'bob', 1, 3)).toEqual(['behind', 'behind']);
});
