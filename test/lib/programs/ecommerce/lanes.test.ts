import { Lanes } from '../../../../lib/programs/ecommerce/lanes';
import { PoisonError } from '../../../../lib/clients/poison';
import type { LogLine } from '../../../../lib/programs/service/log';
import { Store } from '../../../../lib/programs/service/store';

let store: Store;
beforeEach(() => (store = new Store(':memory:')));

interface Record {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly value: Buffer;
}

/** A log with these lines, one for each number. */
const log = (lane: string, partition: number, ...numbers: readonly number[]): readonly Record[] =>
  numbers.map((number, index) => {
    const line: LogLine = { service: 'order', lane, number, at: 1, level: 'info', text: 'accepted' };
    return { topic: 'service-logs', partition, offset: BigInt(index), value: Buffer.from(JSON.stringify(line)) };
  });

async function resultOf(lanes: Lanes, records: readonly Record[]): Promise<Lanes['result']> {
  await Promise.all(records.map((record) => lanes.work(record)));
  return lanes.result;
}

test('the lines of each lane are counted on their own', async () => {
  expect(await resultOf(new Lanes(store), [...log('order-0', 0, 1, 2, 3), ...log('mail-0', 1, 1)])).toEqual({
    lanes: {
      'order-0': { lines: 3, upto: 3, missing: 0, duplicates: 0 },
      'mail-0': { lines: 1, upto: 1, missing: 0, duplicates: 0 },
    },
    lines: 4,
  });
});

test('what is not here is missing, until it comes', async () => {
  const lanes = new Lanes(store);
  const records = log('a', 0, 1, 2, 5, 8, 6, 3, 4, 7);

  expect((await resultOf(lanes, records.slice(0, 5))).lanes['a']).toMatchObject({ lines: 5, upto: 2, missing: 3 });
  expect((await resultOf(lanes, records.slice(5))).lanes['a']).toMatchObject({ lines: 8, upto: 8, missing: 0 });
  expect(store.number('SELECT count(*) FROM beyond')).toBe(0);
});

test('a line that stands in the log twice is a duplicate, also beyond a gap', async () => {
  const { lanes } = await resultOf(new Lanes(store), log('a', 0, 1, 2, 1, 2, 5, 5));

  expect(lanes['a']).toEqual({ lines: 3, upto: 2, missing: 2, duplicates: 3 });
});

test('a record that is read again counts nothing, also after a restart', async () => {
  const records = log('a', 0, 1, 2, 4);
  const before = await resultOf(new Lanes(store), records);

  expect(await resultOf(new Lanes(store), records)).toEqual(before);
  expect(before.lanes['a']).toEqual({ lines: 3, upto: 2, missing: 1, duplicates: 0 });
});

test('what is no line is poison, and those behind it count', async () => {
  const lanes = new Lanes(store);
  const [first, second, third] = log('a', 0, 1, 2, 3);
  const poison = { ...second!, value: Buffer.from('{"lane":"a","number":0}') };
  const works = [first!, poison, third!].map((record) => lanes.work(record));

  await expect(works[1]).rejects.toThrow(PoisonError);
  await expect(works[1]).rejects.toThrow(/number: .*; at: /);
  await Promise.all([works[0], works[2]]);
  expect(lanes.result.lanes['a']).toEqual({ lines: 2, upto: 1, missing: 1, duplicates: 0 });
});
