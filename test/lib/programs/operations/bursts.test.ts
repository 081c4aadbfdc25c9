import * as fc from 'fast-check';
import { Bursts, crowdIn } from '../../../../lib/programs/operations/bursts';
import { Store } from '../../../../lib/programs/service/store';

const second = 1_000;
const start = 1_700_000_000_000;
const settings = { errors: 5, seconds: 10 };

interface Seen {
  readonly at: number;
  readonly number: number;
}

const errorsAt = (...seconds: readonly number[]): readonly Seen[] =>
  seconds.map((at, index) => ({ at: start + at * second, number: index + 1 }));

/** The alerts that come of these errors, in the order in which they are read. */
async function alertsOf(lines: readonly Seen[], store = new Store(':memory:')): Promise<readonly string[]> {
  const bursts = new Bursts(store, settings);
  const raised: string[] = [];
  for (const { at, number } of lines) {
    const alert = await store.write(() => bursts.learn({ service: 'billing', lane: 'callers-0.billing', number, at }));
    if (alert !== undefined) raised.push(alert.id);
  }
  return raised;
}

const spanMs = settings.seconds * second;

/** The first time of the cluster that this one is in: within a cluster, none is further than the span from the next. */
function clusterOf(lines: readonly Seen[], at: number): number {
  const earlier = lines.map((line) => line.at).filter((time) => time < at && at - time <= spanMs);
  return earlier.length === 0 ? at : clusterOf(lines, Math.min(...earlier));
}

/** Clusters in which enough lie within one span, counted the slow way. */
function clustersWithBursts(lines: readonly Seen[]): ReadonlySet<number> {
  const crowded = lines.filter(
    ({ at }) => lines.filter((other) => other.at >= at && other.at - at <= spanMs).length >= settings.errors,
  );
  return new Set(crowded.map(({ at }) => clusterOf(lines, at)));
}

describe('a burst of errors', () => {
  test('is five within ten seconds: told once, by the time of its first', async () => {
    expect(await alertsOf(errorsAt(0, 2, 4, 6, 8, 9, 9))).toEqual([`burst:billing:${start}`]);
  });

  test('is not four, and not five that take longer', async () => {
    expect(await alertsOf(errorsAt(0, 1, 2, 3))).toEqual([]);
    expect(await alertsOf(errorsAt(0, 3, 6, 9, 12, 15, 18))).toEqual([]);
  });

  test('goes on as long as errors come, and is told again after ten seconds without', async () => {
    const long = errorsAt(0, 1, 2, 3, 4, 10, 18, 26, 34);
    expect(await alertsOf(long)).toHaveLength(1);
    expect(await alertsOf(errorsAt(0, 1, 2, 3, 4, 30, 31, 32, 33, 34))).toEqual([
      `burst:billing:${start}`,
      `burst:billing:${start + 30 * second}`,
    ]);
  });

  test('is not made by lines that come twice', async () => {
    const [one, two] = errorsAt(0, 1) as [Seen, Seen];
    expect(await alertsOf([one, two, one, two, one, two, one])).toEqual([]);
  });

  test('is found in any order and however often lines come, and nowhere else', async () => {
    const times = fc.array(fc.integer({ min: 0, max: 120 }), { maxLength: 40 });
    const read = times.chain((seconds) => {
      const lines = errorsAt(...seconds);
      return fc.tuple(fc.constant(lines), fc.shuffledSubarray([...lines, ...lines], { minLength: 2 * lines.length }));
    });
    await fc.assert(
      fc.asyncProperty(read, async ([lines, shuffled]) => {
        const expected = clustersWithBursts(lines);
        expect(await alertsOf(lines.toSorted((a, b) => a.at - b.at))).toHaveLength(expected.size);
        const found = (await alertsOf(shuffled)).map((id) => clusterOf(lines, Number(id.split(':')[2])));
        expect(new Set(found)).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  test('is found although its lanes are read an hour apart', async () => {
    const ahead = { at: start + 3_600 * second, number: 99 };
    const [first, ...others] = errorsAt(0, 1, 2, 3, 4) as [Seen, ...Seen[]];
    expect(await alertsOf([first, ahead, ...others])).toEqual([`burst:billing:${start}`]);
  });

  test('leaves no more on the volume than what could become one', async () => {
    const store = new Store(':memory:');
    await alertsOf(errorsAt(...Array.from({ length: 1_000 }, (_, index) => index / 10)), store);
    expect(store.number('SELECT count(*) FROM errors')).toBe(0);
    const rare = Array.from({ length: 500 }, (_, index) => ({
      at: start + (200 + 60 * index) * second,
      number: 2_000 + index,
    }));
    expect(await alertsOf(rare, store)).toEqual([]);
    expect(store.number('SELECT count(*) FROM errors')).toBe(61);
  });

  test('is not forgotten by a restart in its middle', async () => {
    const store = new Store(':memory:');
    const lines = errorsAt(0, 1, 2, 3, 4, 5);
    expect(await alertsOf(lines.slice(0, 3), store)).toEqual([]);
    expect(await alertsOf(lines.slice(3), store)).toEqual([`burst:billing:${start}`]);
    expect(await alertsOf(lines, store)).toEqual([]);
  });
});

test('a crowd begins with the first of enough times that lie close together', () => {
  expect(crowdIn([40, 0, 30, 35], 3, 10)).toBe(30);
  expect(crowdIn([0, 10, 20], 3, 10)).toBeUndefined();
});
