import { DurabilityError } from '../../../../lib/durability/problem';
import { readSizeFlags, sizeFlags } from '../../../../lib/plan/size/flags';
import { parsePrices, type Prices } from '../../../../lib/plan/size/prices';
import { size } from '../../../../lib/plan/size/size';
import { sizeText } from '../../../../lib/plan/size/size-text';

function problemsOf(read: () => unknown): readonly string[] {
  try {
    read();
  } catch (error) {
    if (error instanceof DurabilityError) return error.problems.map(({ rule, path }) => `${rule} ${path}`);
    throw error;
  }
  return [];
}

const block = (text: string, title: string): string => text.split('\n\n').find((part) => part.startsWith(title)) ?? '';

describe('the report', () => {
  const load = { rate: 5_000, size: 2_048, readers: 2, peak: 2, retention: '1d' } as const;

  test('says the load, each figure with its formula, what decided, and where it comes from', () => {
    const text = sizeText(size(load));
    // 5,000 x 2 KiB = 9.8 MiB/s on average, twice that at the peak; 9.765625 x 86,400 / 1,024 = 824 GiB of one copy.
    expect(text.split('\n\n')[0]).toBe(
      '5,000 messages a second of 2 KiB, 2 times as many in the busiest minute, kept for 1d, read 2 times:\n' +
        '19.5 MiB/s in and 39.1 MiB/s out at most. Every answer carries it with one of three zones missing.',
    );
    expect(block(text, 'Kafka by Amazon MSK, express')).toBe(
      `Kafka by Amazon MSK, express brokers: 3 x express.m7g.large
  decided by            from producers: 19.5 MiB/s <= 15.6 x 2 brokers of two zones [1]
  to readers            3 would do: 39.1 MiB/s <= 31.2 x 2 brokers of two zones [1]
  replicas              3 would do: 6 replicas <= 1,000 on each broker [1]
  partitions            3: the most of 19.5 MiB/s / 10 for each partition; rounded up to as many on
                        each broker [2]
  storage               824 GiB: 9.8 MiB/s on average x 1d, counted once; it grows by itself [3]
  sent                  0.328 Gbit/s each: 19.5 MiB/s x (2 readers + 2 copies) / 2 brokers of two
                        zones [4]
  clients across zones  19.5 MiB/s: 9.8 MiB/s on average x (1 + 2 readers) x 2/3; readers that ask
                        in their own zone send none
  also                  3 x express.m7g.xlarge, 3 x express.m7g.2xlarge, 3 x express.m7g.4xlarge, 3
                        x express.m7g.8xlarge, 3 x express.m7g.12xlarge, 3 x express.m7g.16xlarge`,
    );
    expect(text).toContain('\n[1] Amazon MSK Developer Guide, Express brokers: throughput throttle limits');
  });

  test('names every source that it marks, in order, and none that it does not', () => {
    const text = sizeText(size(load));
    const marked = [...text.matchAll(/ \[(\d+)\]$/gm)].map(([, number]) => Number(number));
    const listed = [...text.matchAll(/^\[(\d+)\] /gm)].map(([, number]) => Number(number));
    expect(new Set(marked)).toEqual(new Set(listed));
    expect(listed).toEqual(listed.map((_, index) => index + 1));
  });

  test('no line is longer than a terminal, and nothing is said of money', () => {
    const text = sizeText(size(load));
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(text).not.toMatch(/cost|USD/);
  });
});

describe('prices', () => {
  // 100 messages a second of 10 KiB: 0.9765625 MiB/s. A day of them is 82.4 GiB; a month, of 730 hours, 2,506.3 GiB.
  const load = { rate: 100, size: 10_240, retention: '1d' } as const;
  const cost = (on: string, prices: Prices) => size(load, prices).answers.find((answer) => answer.on === on)?.cost;

  test('are those of the file alone: nodes by the hour, storage by the month, what is written and what crosses zones', () => {
    const prices = parsePrices(
      'currency: USD\nperHour: { express.m7g.large: 0.5 }\nperGiBMonth: { msk-express: 0.1 }\nperGiB: { expressIn: 0.01, acrossZones: 0.02 }\n',
    );
    const { parts, perMonth, missing } = cost('msk-express', prices)!;
    // 3 x 730 x 0.5; 82.4 x 0.1; 2,506.3 x 0.01; 2,506.3 x 2 (in and out) x 2/3 x 0.02.
    expect(parts.map(({ name, perMonth: its }) => [name, Number(its.toFixed(2))])).toEqual([
      ['nodes', 1_095],
      ['storage', 8.24],
      ['written', 25.06],
      ['across zones', 66.83],
    ]);
    expect(perMonth).toBeCloseTo(1_195.13, 1);
    expect(missing).toEqual([]);
    expect(sizeText(size(load, prices), prices)).toContain('cost                  USD 1,195.1 a month');
  });

  test('that the file has not are named, and are not in the sum', () => {
    const prices = parsePrices('currency: EUR\nperHour: { kafka.m7g.large: 0.2 }\n');
    expect(cost('msk-standard', prices)).toMatchObject({
      perMonth: 438,
      missing: ['perGiBMonth.msk-standard', 'perGiB.acrossZones'],
    });
    expect(cost('amazon-mq', prices)?.missing).toEqual(['perHour.mq.m7g.large', 'perGiBMonth.amazon-mq']);
  });

  test('count three volumes where there are three copies', () => {
    // 82.4 x 3 / 0.8 = 308.99, in three volumes of 103 GiB.
    const { parts } = cost('msk-standard', { currency: 'USD', perGiBMonth: { 'msk-standard': 1 } })!;
    expect(parts).toEqual([{ name: 'storage', perMonth: 309, formula: '309 GiB x 1' }]);
  });

  test('that can not be read are told all at once', () => {
    const text = 'currency: dollars\nperHour: { mq.m7g.large: -1 }\nperGiBMonths: {}\nperGiB: { acrosZones: 0.02 }\n';
    expect(problemsOf(() => parsePrices(text))).toEqual([
      'wrong-type currency',
      'out-of-range perHour.mq.m7g.large',
      'unknown-key perGiB.acrosZones',
      'unknown-key perGiBMonths',
    ]);
  });
});

describe('flags', () => {
  test('are options, with units as they are written', () => {
    const given = {
      '--rate': '200000',
      '--size': '2Ki',
      '--retention': '12h',
      '--peak': '2.5',
      '--node-storage': '4Ti',
    };
    expect(readSizeFlags(given)).toEqual({
      rate: 200_000,
      size: 2_048,
      retention: '12h',
      peak: 2.5,
      nodeStorage: '4Ti',
    });
  });

  test.each<[Readonly<Record<string, unknown>>, readonly string[]]>([
    [{}, ['missing-key --rate', 'missing-key --size']],
    [{ '--rate': '1000001', '--size': '17Mi' }, ['wrong-type --rate', 'wrong-type --size']],
    [
      { '--rate': '1e3', '--size': '0', '--peak': '0.5' },
      ['wrong-type --rate', 'wrong-type --size', 'wrong-type --peak'],
    ],
    [
      { '--rate': true, '--size': '1KiB', '--retention': '0d' },
      ['wrong-type --rate', 'wrong-type --size', 'wrong-type --retention'],
    ],
    [{ '--rate': '1', '--size': '1', '--redears': '2' }, ['unknown-key --redears']],
  ])('%j is told with every problem', (given, problems) => {
    expect(problemsOf(() => readSizeFlags(given))).toEqual(problems);
  });

  test('say their defaults', () => {
    expect(Object.fromEntries(sizeFlags)).toMatchObject({
      '--rate N': expect.stringMatching(/ \(needed\)$/) as unknown,
      '--retention TIME': expect.stringMatching(/ \(7d\)$/) as unknown,
      '--per-reader N': expect.not.stringContaining('(') as unknown,
    });
  });
});
