import type { BehaviourEvent } from '../../../../lib/programs/behaviour/events';
import { Recommendation } from '../../../../lib/programs/behaviour/recommendation';
import { visit } from '../../../../lib/programs/behaviour/visits';
import { Store } from '../../../../lib/programs/service/store';
import { event, partition } from './records';

const purchase = (user: string, sequence: number, ...skus: string[]): BehaviourEvent =>
  event(user, sequence, { type: 'purchase', skus });

async function after(...values: readonly (BehaviourEvent | string)[]): Promise<Recommendation> {
  const recommendation = new Recommendation(new Store(':memory:'));
  await Promise.all(partition(...values).map((its) => recommendation.learn(its)));
  return recommendation;
}

test('what was bought together is recommended, what was only looked at is not', async () => {
  const its = await after(
    purchase('ada', 1, 'bread', 'butter'),
    event('ada', 2, { type: 'cart', skus: ['bread', 'soap'] }),
    event('ada', 3, { skus: ['bread', 'tea'] }),
    purchase('bob', 4, 'butter', 'bread'),
    purchase('ada', 4, 'bread', 'jam'),
  );
  expect(its.result).toEqual({
    purchases: 3,
    top: [
      { skus: ['bread', 'butter'], together: 2 },
      { skus: ['bread', 'jam'], together: 1 },
    ],
  });
  expect(its.with('bread', 1)).toEqual([{ sku: 'butter', together: 2 }]);
});

test('a purchase that was sent again counts once, and so does a record that is read again', async () => {
  const recommendation = new Recommendation(new Store(':memory:'));
  const bought = purchase('ada', 2, 'bread', 'butter');
  const records = partition(event('ada', 1), bought, purchase('ada', 5, 'bread', 'jam'), bought);
  for (const replayed of [records, records.slice(1)])
    await Promise.all(replayed.map((its) => recommendation.learn(its)));

  expect(recommendation.result).toEqual({
    purchases: 2,
    top: [
      { skus: ['bread', 'butter'], together: 1 },
      { skus: ['bread', 'jam'], together: 1 },
    ],
  });
});

test('a purchase that was missing is learned once it is put back, once', async () => {
  const missing = purchase('ada', 2, 'bread', 'butter');
  const its = await after(event('ada', 1), purchase('ada', 3, 'bread', 'jam'), missing, missing);
  expect(its.result.purchases).toBe(2);
  expect(its.with('bread', 2).map(({ sku }) => sku)).toEqual(['butter', 'jam']);
});

test('after a purchase that could not be written none is taken, and a new start learns all of them', async () => {
  const store = new Store(':memory:');
  const records = partition(purchase('ada', 1, 'bread', 'jam'), purchase('ada', 2, 'bread', 'tea'));
  const first = new Recommendation(store);
  store.define(
    `CREATE TRIGGER full BEFORE INSERT ON pairs WHEN new.other = 'jam' BEGIN SELECT raise(ABORT, 'full'); END`,
  );
  const outcomes = await Promise.allSettled(records.map((its) => first.learn(its)));
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);

  store.define('DROP TRIGGER full');
  const second = new Recommendation(store);
  await Promise.all(records.map((its) => second.learn(its)));
  expect(second.result.purchases).toBe(2);
});

test('what is no event is told of and learns nothing', async () => {
  await expect(after('hello')).rejects.toThrow('not JSON: hello');
});

test('of what visitors buy, the article beside it comes before the one that is farther away', async () => {
  const settings = { users: 5, skus: 4, seed: 1, skew: 0, late: 0 };
  const bought = Array.from({ length: 3_000 }, (_, index) => visit(index + 1, settings))
    .filter(({ type }) => type === 'purchase')
    .map(({ skus }, index) => purchase('ada', index + 1, ...skus));

  const its = (await after(...bought)).with('sku-0', 3);
  // Four in a circle: 1 and 3 are neighbours of 0, and 2 is opposite.
  expect(
    its
      .slice(0, 2)
      .map(({ sku }) => sku)
      .sort(),
  ).toEqual(['sku-1', 'sku-3']);
  expect(its[2]?.sku).toBe('sku-2');
});
