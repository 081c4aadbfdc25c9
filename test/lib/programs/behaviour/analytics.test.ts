import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KafkaMessage } from '../../../../lib/clients/kafka-publisher';
import type { KafkaRecord } from '../../../../lib/clients/kafka-consumer';
import { withDeadLetters } from '../../../../lib/clients/kafka-dead-letters';
import { Analytics } from '../../../../lib/programs/behaviour/analytics';
import { Store } from '../../../../lib/programs/service/store';
import { event, partition, record } from './records';

/** All at once, as the consumer does it. */
const count = async (analytics: Analytics, records: readonly KafkaRecord[]): Promise<void> =>
  void (await Promise.all(records.map((its) => analytics.count(its))));

const readable = (type: 'view' | 'cart' | 'purchase', second: number) => ({ type, at: second * 1_000 });

const six = partition(
  event('ada', 1, readable('view', 100)),
  event('bob', 1, readable('view', 101)),
  event('ada', 2, readable('cart', 105)),
  event('ada', 3, readable('purchase', 112)),
  event('bob', 2, readable('view', 116)),
  // Its window is closed by now.
  event('bob', 3, readable('view', 107)),
);

const ofSix = {
  events: 6,
  byType: { view: 4, cart: 1, purchase: 1 },
  late: 1,
  duplicates: 0,
  outOfOrder: 0,
  windows: [
    { start: 100_000, view: 2, cart: 1, purchase: 0 },
    { start: 110_000, view: 1, cart: 0, purchase: 1 },
  ],
};

describe('analytics', () => {
  test('counts every event by its type and in its window', async () => {
    const analytics = new Analytics(new Store(':memory:'));
    await count(analytics, six);
    expect(analytics.result).toEqual(ofSix);
  });

  test('counts a record that is read again once, also when it is read again after others', async () => {
    const analytics = new Analytics(new Store(':memory:'));
    await count(analytics, six.slice(0, 4));
    await count(analytics, six.slice(2));
    await count(analytics, six);
    expect(analytics.result).toEqual(ofSix);
  });

  test('counts an event that was sent again once, and says so', async () => {
    const analytics = new Analytics(new Store(':memory:'));
    const values = six.map(({ value }) => value.toString());
    await count(analytics, partition(...values, ...values.slice(2, 5)));
    expect(analytics.result).toEqual({ ...ofSix, duplicates: 3 });
  });

  test('tells of a user of whom something is missing, and not of the next one', async () => {
    const analytics = new Analytics(new Store(':memory:'));
    await count(
      analytics,
      partition(event('ada', 1), event('bob', 1), event('ada', 3), event('bob', 2), event('ada', 4)),
    );
    expect(analytics.result).toMatchObject({ events: 5, outOfOrder: 1, duplicates: 0 });
  });

  test('counts an event that was missing once it is put back, once, and it is no other one out of order', async () => {
    const analytics = new Analytics(new Store(':memory:'));
    const sequences = [1, 6, 3, 7, 3, 5, 2];
    await count(analytics, partition(...sequences.map((sequence) => event('ada', sequence))));
    expect(analytics.result).toMatchObject({ events: 6, outOfOrder: 1, duplicates: 1 });
    expect(analytics.result.windows).toEqual([{ start: 0, view: 6, cart: 0, purchase: 0 }]);
  });

  test('tells of a user whose first event is missing', async () => {
    const analytics = new Analytics(new Store(':memory:'));
    await count(analytics, partition(event('ada', 2)));
    expect(analytics.result).toMatchObject({ events: 1, outOfOrder: 1 });
  });

  test('counts an event from the future as one of now: it closes no window', async () => {
    const now = 1_800_000_000_000;
    const clock = jest.spyOn(Date, 'now').mockReturnValue(now);
    const analytics = new Analytics(new Store(':memory:'));
    await count(analytics, partition(event('ada', 1, { at: now + 3_600_000 }), event('bob', 1, { at: now })));
    clock.mockRestore();
    expect(analytics.result).toMatchObject({ events: 2, late: 0 });
    expect(analytics.result.windows).toEqual([{ start: now, view: 2, cart: 0, purchase: 0 }]);
  });

  test('follows each partition by itself', async () => {
    const analytics = new Analytics(new Store(':memory:'));
    await count(analytics, [
      record(event('ada', 1), 7, 0),
      record(event('bob', 1), 0, 1),
      record(event('ada', 2), 8, 0),
      record(event('bob', 1), 0, 1),
    ]);
    expect(analytics.result).toMatchObject({ events: 3, duplicates: 0, outOfOrder: 0 });
  });

  test('takes nothing more after an event that could not be written, and counts all of them after a new start', async () => {
    const store = new Store(':memory:');
    const first = new Analytics(store);
    store.define(
      `CREATE TRIGGER full BEFORE INSERT ON windows WHEN new.type = 'cart' BEGIN SELECT raise(ABORT, 'full'); END`,
    );
    const outcomes = await Promise.allSettled(six.map((its) => first.count(its)));
    expect(outcomes.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'rejected',
      'rejected',
      'rejected',
    ]);

    store.define('DROP TRIGGER full');
    const second = new Analytics(store);
    await count(second, six);
    expect(second.result).toEqual(ofSix);
  });

  test('goes on from its volume as if nothing had happened', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'analytics-'));
    const first = new Store(join(folder, 'store.db'));
    await count(new Analytics(first), six.slice(0, 3));
    first.close();

    const second = new Store(join(folder, 'store.db'));
    const analytics = new Analytics(second);
    // From where the group's position was committed: a little earlier.
    await count(analytics, six.slice(1));
    expect(analytics.result).toEqual(ofSix);
    second.close();
    rmSync(folder, { recursive: true });
  });
});

describe('what is no event', () => {
  test.each([
    ['text', 'hello', 'not JSON: hello'],
    ['something else', '{"id":"a"}', 'user: '],
    ['too much', JSON.stringify(event('ada', 1, { skus: Array.from({ length: 21 }, () => 'sku-1') })), 'skus: '],
  ])('goes to the dead letters and is not counted: %s', async (_, value, reason) => {
    const analytics = new Analytics(new Store(':memory:'));
    const letters: KafkaMessage[] = [];
    const publish = (message: KafkaMessage): Promise<void> => Promise.resolve(void letters.push(message));
    const work = withDeadLetters({ publish }, 'analytics', (its) => analytics.count(its));

    await Promise.all(partition(event('ada', 1), value, event('ada', 2)).map(work));

    expect(analytics.result).toMatchObject({ events: 2, outOfOrder: 0 });
    expect(letters).toHaveLength(1);
    expect(letters[0]).toMatchObject({ topic: 'user-behaviour.dead-letters', value: Buffer.from(value) });
    expect(letters[0]?.headers?.['dead-letter-reason']).toContain(reason);
  });

  test('is found again after a crash, although what stands behind it was counted', async () => {
    const analytics = new Analytics(new Store(':memory:'));
    const [first, poison, last] = partition(event('ada', 1), 'hello', event('ada', 2));
    if (first === undefined || poison === undefined || last === undefined) throw new Error('three records');
    await count(analytics, [first, last]);

    await expect(analytics.count(poison)).rejects.toThrow('not JSON: hello');
  });
});
