import fc from 'fast-check';
import { planAws } from '../../../../lib/aws/plan';
import { amazonMqSizes } from '../../../../lib/plan/size/amazon-mq-sizes';
import { mskSizes } from '../../../../lib/plan/size/msk-sizes';
import type { SizeOptions } from '../../../../lib/plan/size/options';
import { size, type Answer } from '../../../../lib/plan/size/size';
import type { SizedOn } from '../../../../lib/plan/size/sized';

const answersTo = (options: SizeOptions): Readonly<Record<SizedOn, Answer>> =>
  Object.fromEntries(size(options).answers.map((answer) => [answer.on, answer])) as Record<SizedOn, Answer>;

const figure = ({ figures }: Answer, name: string): number => {
  const found = figures.find((its) => its.name === name);
  if (found === undefined) throw new Error(`there is no ${name}`);
  return found.amount;
};

/** How much an answer takes: the sum of what costs, and what is only ever more. */
function takes({ on, nodes, instanceType, verdict }: Answer): readonly number[] {
  const sizes = [...mskSizes.express, ...mskSizes.standard, ...amazonMqSizes];
  const cores = sizes.find((its) => its.instanceType === instanceType)?.cores ?? 1;
  const rank = { fits: 0, 'too-much': 1, 'wrong-broker': 2 }[verdict];
  // What does not fit has no size that counts.
  return [rank, rank > 0 ? 0 : on === 'amazon-mq' ? cores : nodes * cores];
}

describe('a million messages a second of 1 KiB, two readers, kept for a day', () => {
  // By hand:
  //   in       1,000,000 x 1,024 bytes = 1,024,000,000 bytes/s = 976.6 MiB/s; out, for two readers, twice that: 1,953.1
  //   kept     976.5625 x 86,400 s / 1,024 = 82,397.5 GiB of one copy; three copies / 0.8 = 308,990.5 GiB
  //   parts    976.6 / 10 MiB/s = 98 partitions
  const million = { rate: 1_000_000, size: 1_024, readers: 2, retention: '1d' } as const;
  const answers = answersTo(million);

  test('MSK express: 24 brokers of 8 cores, of which the 16 of two zones carry 62.5 MiB/s each', () => {
    // 976.6 / 62.5 = 15.6, so 16 in two zones, 8 in each of three. Out: 1,953.1 / 125 = 15.6, the same. 24 x 8 = 192 cores.
    // One size down, 976.6 / 31.2 = 31.3: 32 in two zones, 48 in all, beyond half of the 60 that AWS allows.
    // AWS's own script says 976.6 / (62.5 x 0.75) = 20.8, so 21, without a missing zone.
    const express = answers['msk-express'];
    expect(express).toMatchObject({ verdict: 'fits', nodes: 24, instanceType: 'express.m7g.2xlarge' });
    expect(express.instead).toContain('12 x express.m7g.4xlarge');
    expect(figure(express, 'partitions')).toBe(120);
    expect(figure(express, 'storage')).toBeCloseTo(82_397.5, 1);
    // 976.6 x (2 + 2) / 16 = 244.1 MiB/s = 2.05 Gbit/s from each broker.
    expect(figure(express, 'sent')).toBeCloseTo(2.05, 2);
    expect(express.limits[0]?.formula).toBe('976.6 MiB/s <= 62.5 x 16 brokers of two zones');
  });

  test('MSK standard: 21 brokers of 32 cores, with provisioned throughput and nearly the largest volumes', () => {
    // 976.6 / 76.9 = 12.7, so 13, so 14 in two zones, 21 in three: 21 x 32 = 672 cores. With 16 cores: 26 in two zones, 39, too many.
    // With 48 cores: 976.6 / 115.4 = 8.5, 9, 10 and 15, but the volumes want 308,990.5 / 16,384 = 18.9, so 21: more cores.
    const standard = answers['msk-standard'];
    expect(standard).toMatchObject({ verdict: 'fits', nodes: 21, instanceType: 'kafka.m7g.8xlarge' });
    // 308,990.5 / 21 = 14,713.8; and 976.6 x 6.5 / 21 = 302.3.
    expect(figure(standard, 'volume')).toBe(14_714);
    expect(standard.figures.find(({ name }) => name === 'writes')).toMatchObject({
      amount: 303,
      formula: expect.stringContaining('provisioned throughput is needed') as unknown,
    });
  });

  test('Kubernetes: 21 brokers of 8 cores, because of their volumes; their cores would do with 18', () => {
    // 619,000 / 1,024 / 3 brokers / 8 cores = 25.2 MiB/s for a core at best, half of it 12.6; a second reader: x 6 / 7 = 10.8,
    // so 86.4 for 8 cores. 976.6 / 86.4 = 11.3, so 12 in two zones, 18 in three. Disks: 976.6 x 3 / 250 = 11.7, the same.
    const { nodes, limits } = answers['kafka-kubernetes'];
    expect(nodes).toBe(21);
    expect(limits.map(({ name, nodes: its }) => [name, its])).toEqual([
      ['storage', 21],
      ['cores', 18],
      ['disk writes', 18],
      ['network', 6],
      ['replicas', 3],
    ]);
    // 976.6 x 3 / 14 = 209.3 MiB/s written, for 30 s: 6.1 GiB, and a heap of 6.
    expect(figure(answers['kafka-kubernetes'], 'memory')).toBe(13);
  });

  test('RabbitMQ is the wrong broker, wherever it runs', () => {
    for (const on of ['amazon-mq', 'rabbitmq-kubernetes'] as const)
      expect(answers[on]).toMatchObject({
        verdict: 'wrong-broker',
        why: expect.stringContaining('only Kafka') as unknown,
      });
  });

  test('kept for a week, it is too much for the volumes of MSK standard, and not for express', () => {
    // 7 x 308,990.5 / 16,384 = 132.01 volumes.
    const week = answersTo({ ...million, retention: '7d' });
    expect(week['msk-standard']).toMatchObject({ verdict: 'too-much', nodes: 135 });
    expect(week['msk-standard'].why).toContain('135 brokers at least, decided by storage');
    expect(week['msk-express']).toMatchObject({ verdict: 'fits', nodes: 24 });
  });

  test('a third of the bytes, by compression, is a third of all of it', () => {
    // 976.6 / 3 = 325.5 MiB/s; / 31.2 = 10.4, so 11, so 12 in two zones, 18 of 4 cores: 72, like 9 of 8 cores and fewer brokers.
    const compressed = answersTo({ ...million, compression: 3 });
    expect(compressed['msk-express']).toMatchObject({ nodes: 18, instanceType: 'express.m7g.xlarge' });
    expect(figure(compressed['msk-express'], 'storage')).toBeCloseTo(82_397.5 / 3, 1);
  });
});

describe('a thousand orders a second of 2 KiB, read by three services', () => {
  const answers = answersTo({ rate: 1_000, size: 2_048, readers: 3 });

  test('three of the smallest brokers of MSK express do', () => {
    // 2 MiB/s in, 5.9 out; of two brokers.
    expect(answers['msk-express']).toMatchObject({ nodes: 3, instanceType: 'express.m7g.large' });
  });

  test('Amazon MQ: large, and three sizes more where its readers may be away for four hours', () => {
    // 1,000 x 3 queues = 3,000/s; 37,000 / 48 cores = 770.8 for each: 1.9 cores on each of two nodes.
    // An hour: 3,600,000 x 2,048 bytes x 3 = 20.6 GiB, and as many dead letters: 41.2 / 0.8, with logs and what stays free 55 GiB =
    // 59.1 GB: 60 of at most 75.
    const amazonMq = answers['amazon-mq'];
    expect(amazonMq).toMatchObject({ verdict: 'fits', nodes: 3, instanceType: 'mq.m7g.large' });
    expect(figure(amazonMq, 'cores')).toBeCloseTo(1.946, 3);
    expect(figure(amazonMq, 'volume')).toBe(60);
    // Four hours: 4 x 41.2 / 0.8 + 3.5 = 209.5 GiB = 224.9 GB, 225: more than 2xlarge may have.
    const longer = answersTo({ rate: 1_000, size: 2_048, readers: 3, backlog: '4h' })['amazon-mq'];
    expect(longer.instanceType).toBe('mq.m7g.4xlarge');
    expect(figure(longer, 'volume')).toBe(225);
  });

  test('RabbitMQ says what it lacks where Kafka is not needed yet', () => {
    // 20,000 x 3 / 770.8 / 2 = 38.9 cores.
    const { 'amazon-mq': amazonMq } = answersTo({ rate: 20_000, size: 1_024, readers: 3, backlog: '1m' });
    expect(amazonMq.verdict).toBe('too-much');
    expect(amazonMq.why).toContain('38.9 cores each, of 16 at most');
  });
});

test('a busiest minute of twice the average needs nearly twice the brokers and partitions, and disks for the average alone', () => {
  // 100 MiB/s / 15.6 = 6.4, so 7, so 8 in two zones, 12 in three: 24 cores, like 6 of 4 and 3 of 8.
  // 200 MiB/s / 15.6 = 12.8, so 13, so 14 in two zones, 21 in three: 42 cores; with 4 each 12, 48.
  const quiet = { rate: 102_400, size: 1_024, retention: '1d' } as const;
  const [even, busy] = [answersTo(quiet), answersTo({ ...quiet, peak: 2 })];
  const express = ({ 'msk-express': its }: typeof even) => [its.nodes, its.instanceType, figure(its, 'partitions')];
  expect(express(even)).toEqual([12, 'express.m7g.large', 12]);
  expect(express(busy)).toEqual([21, 'express.m7g.large', 21]);
  for (const on of ['msk-standard', 'kafka-kubernetes'] as const) {
    const total = (answers: typeof even): number => answers[on].nodes * figure(answers[on], 'volume');
    // 100 MiB/s x 86,400 s x 3 / 1,024 / 0.8 = 31,640.6 GiB, and less than 1 for each volume.
    expect(total(even)).toBeCloseTo(31_640.6, -2);
    expect(total(busy)).toBeCloseTo(31_640.6, -2);
  }
});

test('readers that work slowly need partitions of their own', () => {
  // 100,000 / 500 = 200; on 3 brokers 201. By bytes it would be 10.
  const { 'msk-express': express } = answersTo({ rate: 100_000, size: 100, perReader: 500, retention: '1h' });
  expect([express.nodes, figure(express, 'partitions')]).toEqual([3, 201]);
});

const options = fc.record({
  rate: fc.integer({ min: 1, max: 1_000_000 }),
  size: fc.oneof(fc.integer({ min: 1, max: 4_096 }), fc.integer({ min: 1, max: 16_777_216 })),
  peak: fc.double({ min: 1, max: 100, noNaN: true }),
  readers: fc.integer({ min: 0, max: 100 }),
  retention: fc.integer({ min: 1, max: 400 }).map((days) => `${days}h` as const),
  backlog: fc.integer({ min: 1, max: 400 }).map((minutes) => `${minutes}m` as const),
  compression: fc.double({ min: 1, max: 20, noNaN: true }),
});

/** The same, and more of one thing. */
const more = fc
  .tuple(
    options,
    fc.constantFrom('rate', 'size', 'peak', 'readers', 'retention', 'backlog'),
    fc.integer({ min: 2, max: 9 }),
  )
  .map(([its, key, times]): readonly [SizeOptions, SizeOptions] => {
    const value = its[key as keyof typeof its];
    const larger =
      typeof value === 'string' ? value.replace(/\d+/, (count) => String(Number(count) * times)) : value * times;
    return [its, { ...its, [key]: larger }];
  });

describe('whatever is asked', () => {
  test('more of it never needs less, anywhere', () => {
    fc.assert(
      fc.property(more, ([less, larger]) => {
        const [before, after] = [answersTo(less), answersTo(larger)];
        for (const on of Object.keys(before) as SizedOn[]) {
          const [rank = 0, cores = 0] = takes(before[on]);
          const [laterRank = 0, laterCores = 0] = takes(after[on]);
          expect(laterRank).toBeGreaterThanOrEqual(rank);
          if (laterRank === rank && rank === 0) expect(laterCores).toBeGreaterThanOrEqual(cores);
        }
      }),
    );
  });

  test('brokers of MSK are as many in each zone, and those of two zones carry all of it', () => {
    fc.assert(
      fc.property(options, (its) => {
        const { load, answers } = size(its);
        for (const tier of ['express', 'standard'] as const) {
          const { nodes, instanceType, verdict } = answers.find(({ on }) => on === `msk-${tier}`)!;
          const { into, outOf } = mskSizes[tier].find((one) => one.instanceType === instanceType)!;
          expect(nodes % 3).toBe(0);
          if (verdict !== 'fits') continue;
          const slack = 1 + 1e-6;
          expect(((nodes * 2) / 3) * into * slack).toBeGreaterThanOrEqual(load.into);
          expect(((nodes * 2) / 3) * outOf * slack).toBeGreaterThanOrEqual(load.outOf);
        }
      }),
    );
  });

  test('volumes hold rate x size x retention x three copies / compression, a fifth of them empty, and less than 1 GiB more each', () => {
    fc.assert(
      fc.property(options, (its) => {
        const hours = Number(its.retention.replace('h', ''));
        const needed = (its.rate * its.size * hours * 3_600 * 3) / its.compression / 1_024 ** 3 / 0.8;
        for (const on of ['msk-standard', 'kafka-kubernetes'] as const) {
          const answer = answersTo(its)[on];
          const all = answer.nodes * figure(answer, 'volume');
          expect(all).toBeGreaterThan(needed * 0.999999 - 1e-6);
          expect(all).toBeLessThan(needed * 1.000001 + answer.nodes);
        }
      }),
    );
  });

  test('the volume that is named for Amazon MQ lets its queues hold what waits, by the limits that a file gets there', () => {
    fc.assert(
      fc.property(options, (its) => {
        const { load, answers } = size(its);
        const answer = answers.find(({ on }) => on === 'amazon-mq')!;
        fc.pre(answer.verdict === 'fits');
        const count = figure(answer, 'queues');
        const { rabbitmq } = planAws({
          name: 'shop',
          rabbitmq: { queues: Object.fromEntries(Array.from({ length: count }, (_, index) => [`queue-${index}`, {}])) },
          aws: { rabbitMqInstanceType: answer.instanceType!, rabbitMqStorageSize: figure(answer, 'volume') },
        });
        const limits = rabbitmq?.settings.queues.map(({ maxLengthBytes }) => maxLengthBytes) ?? [];
        const inGiB = limits.reduce((sum, its) => sum + its, 0) / 1_024 ** 3;

        expect(new Set(limits)).toEqual(new Set([figure(answer, 'maxLengthBytes') * 1_024 ** 3]));
        // Each limit is a whole number of MiB.
        expect(inGiB + count / 1_024).toBeGreaterThan(load.waitingGiB * Math.max(1, load.readers));
      }),
    );
  });

  test('partitions are as many on each broker, and none gets more than 10 MiB/s', () => {
    fc.assert(
      fc.property(options, (its) => {
        const { load, answers } = size(its);
        for (const answer of answers.filter(({ broker }) => broker === 'kafka')) {
          expect(figure(answer, 'partitions') % answer.nodes).toBe(0);
          expect(load.into / figure(answer, 'partitions')).toBeLessThan(10.000001);
        }
      }),
    );
  });

  test('RabbitMQ is the wrong broker exactly above what choose calls a high rate', () => {
    fc.assert(
      fc.property(options, (its) => {
        const wrong = its.rate * its.peak > 50_000;
        const { 'amazon-mq': amazonMq, 'rabbitmq-kubernetes': kubernetes } = answersTo(its);
        expect(amazonMq.verdict === 'wrong-broker').toBe(wrong);
        expect(kubernetes.verdict === 'wrong-broker').toBe(wrong);
      }),
    );
  });

  test('every number is one, and every formula says something', () => {
    fc.assert(
      fc.property(options, (its) => {
        for (const { figures, limits, nodes } of size(its).answers) {
          for (const { amount, formula } of figures) {
            expect(amount).toBeGreaterThanOrEqual(0);
            expect(Number.isFinite(amount)).toBe(true);
            expect(formula).not.toMatch(/NaN|undefined|Infinity/);
          }
          for (const { formula } of limits) expect(formula).not.toMatch(/NaN|undefined|Infinity/);
          expect(Number.isInteger(nodes)).toBe(true);
        }
      }),
    );
  });
});
