import { BoughtTogether } from '../../../../lib/programs/behaviour/bought-together';
import { Store } from '../../../../lib/programs/service/store';

/** `bread butter`: a purchase of both. */
async function after(purchases: readonly string[], most?: number): Promise<BoughtTogether> {
  const store = new Store(':memory:');
  const pairs = new BoughtTogether(store, most);
  await store.write(() => {
    for (const purchase of purchases) pairs.add(purchase.split(' '));
  });
  return pairs;
}

const shown = (pairs: BoughtTogether, count = 10): readonly string[] =>
  pairs.top(count).map(({ skus: [one, other], together }) => `${one} ${other} ${together}`);

test('every two articles of a purchase are a pair, in whatever order they are named', async () => {
  expect(shown(await after(['bread butter jam', 'butter bread']))).toEqual([
    'bread butter 2',
    'bread jam 1',
    'butter jam 1',
  ]);
});

test('a single article is no pair, and neither are two of the same', async () => {
  expect(shown(await after(['bread', 'jam jam']))).toEqual([]);
});

test('three of the same and another are one pair', async () => {
  expect(shown(await after(['jam jam bread jam']))).toEqual(['bread jam 1']);
});

test('no more pairs are shown than were asked for', async () => {
  expect(shown(await after(['a b', 'a b', 'c d']), 1)).toEqual(['a b 2']);
});

test('what goes with an article comes most bought first, whichever of the two it is', async () => {
  const pairs = await after(['jam bread', 'jam tea', 'jam tea', 'bread tea', 'jam milk']);
  expect(pairs.with('jam', 2)).toEqual([
    { sku: 'tea', together: 2 },
    { sku: 'bread', together: 1 },
  ]);
  expect(pairs.with('tea', 3)).toEqual([
    { sku: 'jam', together: 2 },
    { sku: 'bread', together: 1 },
  ]);
  expect(pairs.with('soap', 3)).toEqual([]);
});

test('of too many pairs, the tenth with the smallest counts is forgotten', async () => {
  const often = ['a b', 'c d'].flatMap((purchase) => [purchase, purchase, purchase]);
  const once = Array.from({ length: 9 }, (_, index) => `x${index} y`);
  // The eleventh pair is one too many: of ten, nine stay.
  expect(shown(await after([...often, ...once], 10), 20)).toEqual([
    'a b 3',
    'c d 3',
    ...['x2', 'x3', 'x4', 'x5', 'x6', 'x7', 'x8'].map((one) => `${one} y 1`),
  ]);
});

test('a full basket is 190 pairs', async () => {
  const full = Array.from({ length: 20 }, (_, index) => `sku-${index}`).join(' ');
  expect((await after([full])).top(1_000)).toHaveLength(190);
});
