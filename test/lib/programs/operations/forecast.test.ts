import { fewestPoints, forecast, Loads, type Point } from '../../../../lib/programs/operations/forecast';
import { Random } from '../../../../lib/programs/service/random';

const line = (from: number, perSecond: number, noise = 0, seed = 1): readonly Point[] => {
  const random = new Random(seed);
  return Array.from({ length: 60 }, (_, second) => ({
    second,
    load: from + perSecond * second + noise * (2 * random.next() - 1),
  }));
};

const seeds = Array.from({ length: 300 }, (_, index) => index + 1);

describe('the forecast of a load', () => {
  test('is where a straight line reaches 1, with no error where there is no noise', () => {
    // 0.4 + 0.01 a second: 1 at second 60, one second after the last point.
    const found = forecast(line(0.4, 0.01));
    expect(found?.load).toBeCloseTo(0.99);
    expect(found?.expected).toBeCloseTo(1);
    expect(found?.earliest).toBeCloseTo(1);
    expect(found?.latest).toBeCloseTo(1);
  });

  test('has bounds that hold the true time in at least 99 of 100 noisy lines', () => {
    // 0.4 + 0.005 a second: 1 at second 120, 61 seconds after the last point.
    const found = seeds.map((seed) => forecast(line(0.4, 0.005, 0.05, seed)));
    const held = found.filter((its) => its !== undefined && its.earliest <= 61 && its.latest >= 61);
    expect(held.length).toBeGreaterThanOrEqual(0.99 * seeds.length);
  });

  test('is nothing for a load that only trembles: less than 1 in 100 seems to rise, and none of them soon', () => {
    const found = seeds.map((seed) => forecast(line(0.4, 0, 0.05, seed))).filter((its) => its !== undefined);
    expect(found.length).toBeLessThan(0.01 * seeds.length);
    expect(found.filter(({ latest }) => latest <= 600)).toEqual([]);
  });

  test('is nothing for a load that falls, and for too few points', () => {
    expect(forecast(line(0.9, -0.01))).toBeUndefined();
    expect(forecast(line(0.4, 0.01).slice(0, fewestPoints - 1))).toBeUndefined();
    expect(forecast(line(0.4, 0.01).slice(0, fewestPoints))).toBeDefined();
  });
});

test('loads are the means of the seconds that are over, and only the last are kept', () => {
  const loads = new Loads(3);
  expect(loads.add(1_000, 0.2)).toBe(true);
  expect(loads.add(1_900, 0.4)).toBe(false);
  expect(loads.points).toEqual([]);
  for (const second of [2, 3, 4]) loads.add(second * 1_000, second / 10);
  expect(loads.points).toEqual([
    { second: 2, load: 0.2 },
    { second: 3, load: 0.3 },
  ]);
  // Much too late: of a second that is not kept any more.
  expect(loads.add(1_000, 9)).toBe(false);
  expect(loads.points).toHaveLength(2);
});
