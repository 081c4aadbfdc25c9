import { fewestPoints } from '../../../../lib/programs/operations/forecast';
import { Rises } from '../../../../lib/programs/operations/rises';
import type { LogLine } from '../../../../lib/programs/service/log';
import { Random } from '../../../../lib/programs/service/random';
import { Store } from '../../../../lib/programs/service/store';
import { linesOf, start } from './lines';

const settings = { forecastSeconds: 60, horizonMinutes: 10 };
const calm = { services: ['search'], seed: 1, skew: 0 };

/** One line a second, whose load is as told. */
const secondsOf = (from: number, loads: readonly number[], lane = 'a'): readonly LogLine[] =>
  loads.map((load, index) => ({
    ...{
      service: 'search',
      lane,
      number: index + 1,
      at: start + (from + index) * 1_000,
      level: 'info',
      text: '',
      load,
    },
  }));

const rising = (from: number, perSecond: number, seconds: number): readonly number[] =>
  Array.from({ length: seconds }, (_, second) => from + perSecond * second);

const alertsOf = (lines: readonly LogLine[], store = new Store(':memory:'), its: object = {}): Promise<string[]> => {
  const rises = new Rises(store, { ...settings, ...its });
  return store.write(() => lines.flatMap((line) => rises.learn(line)?.text ?? []));
};

test('a rise is told once, with the time at which it ends', async () => {
  // 30 seconds are over when second 30 begins: 0.4 + 0.01 × 29 = 0.69 by then, and 1 after 31 more seconds.
  expect(await alertsOf(secondsOf(0, rising(0.4, 0.01, 60)))).toEqual([
    'search: load 0.69, and rises: at its capacity in 0.5 minutes (between 0.5 and 0.5)',
  ]);
});

test('a rise that takes longer than the horizon is not told', async () => {
  // From 0.4 on, 0.0005 a second takes 20 minutes.
  const slow = secondsOf(0, rising(0.4, 0.0005, 60));
  expect(await alertsOf(slow)).toEqual([]);
  expect(await alertsOf(slow, new Store(':memory:'), { horizonMinutes: 20 })).toHaveLength(1);
});

test('a rise is told again only after it was gone for five minutes', async () => {
  const rise = rising(0.4, 0.005, 60);
  const flat = (seconds: number): readonly number[] => new Array<number>(seconds).fill(0.4);
  const twice = (pause: number): readonly LogLine[] => secondsOf(0, [...rise, ...flat(pause), ...rise]);
  expect(await alertsOf(twice(120))).toHaveLength(1);
  expect(await alertsOf(twice(400))).toHaveLength(2);
});

test('a rise that was told is not told again after a restart', async () => {
  const store = new Store(':memory:');
  expect(await alertsOf(secondsOf(0, rising(0.4, 0.005, 60)), store)).toHaveLength(1);
  expect(await alertsOf(secondsOf(60, rising(0.7, 0.005, 60)), store)).toEqual([]);
});

test('ten minutes of noise are no rise, whatever the seed', async () => {
  for (let seed = 1; seed <= 10; seed += 1)
    expect(await alertsOf(linesOf({ ...calm, seed }, 600, 'callers-0', 2))).toEqual([]);
});

test('lanes at different levels that are read unevenly are no rise', async () => {
  const level = (lane: string, load: number, seed: number): LogLine[] => {
    const random = new Random(seed);
    return [
      ...secondsOf(
        0,
        Array.from({ length: 120 }, () => load + 0.1 * (random.next() - 0.5)),
        lane,
      ),
    ];
  };
  for (let seed = 1; seed <= 40; seed += 1) {
    const random = new Random(seed);
    const backlogs = [level('a', 0.5, seed), level('b', 0.3, -seed)];
    const read: LogLine[] = [];
    // Two partitions, from each of which comes a piece at a time.
    while (backlogs.some((its) => its.length > 0))
      for (const backlog of backlogs) read.push(...backlog.splice(0, 5 + random.below(40)));
    expect(await alertsOf(read)).toEqual([]);
  }
});

test('of too many lanes, the one that was silent longest is forgotten', async () => {
  const others = (from: number, count: number): readonly LogLine[] =>
    Array.from({ length: count }, (_, index) => secondsOf(0, [0.4], `other-${from + index}`)).flat();
  const lines = secondsOf(0, rising(0.4, 0.005, 40));
  const [before, between, after] = [lines.slice(0, 10), lines.slice(10, 25), lines.slice(25)];
  expect(await alertsOf([...before, ...others(0, 600), ...between, ...others(600, 600), ...after])).toHaveLength(1);
  expect(await alertsOf([...before, ...between, ...others(0, 1_000), ...after])).toEqual([]);
});

test('settings that allow no forecast are refused', () => {
  const its = (forecastSeconds: number) => () => new Rises(new Store(':memory:'), { ...settings, forecastSeconds });
  expect(its(fewestPoints)).toThrow('a forecast of 30 seconds is none: it needs more than 30');
  expect(its(fewestPoints + 1)).not.toThrow();
});
