import { Random } from '../../../../lib/programs/service/random';

const draw = (seed: number, count: number, of: (random: Random) => number): readonly number[] => {
  const random = new Random(seed);
  return Array.from({ length: count }, () => of(random));
};

test('the same seed gives the same numbers, another one others', () => {
  const next = (random: Random): number => random.next();

  expect(draw(7, 100, next)).toEqual(draw(7, 100, next));
  expect(draw(7, 100, next)).not.toEqual(draw(8, 100, next));
});

test('numbers are spread evenly from 0 to below 1', () => {
  const all = draw(1, 10_000, (random) => random.next());
  const tenths = Array.from({ length: 10 }, (_, tenth) => all.filter((it) => Math.floor(it * 10) === tenth).length);

  for (const count of tenths) expect(Math.abs(count - 1_000)).toBeLessThan(100);
});

test('below() gives every whole number from 0 to below its count', () => {
  expect([...new Set(draw(1, 1_000, (random) => random.below(5)))].sort()).toEqual([0, 1, 2, 3, 4]);
  expect([...new Set(draw(1, 1_000, (random) => random.below(5, 1)))].sort()).toEqual([0, 1, 2, 3, 4]);
});

test('skew prefers the first ones', () => {
  const ofFirstTenth = (skew: number): number =>
    draw(1, 10_000, (random) => random.below(100, skew)).filter((it) => it < 10).length;

  // A tenth of the numbers to the power of 1, 2.5 and 4: 0.1, 0.1 ** 0.4 and 0.1 ** 0.25 of all.
  expect([0, 0.5, 1].map((skew) => Math.round(ofFirstTenth(skew) / 1_000))).toEqual([1, 4, 6]);
});
