import { visit, type VisitSettings } from '../../../../lib/programs/behaviour/visits';

const settings: VisitSettings = { users: 100, skus: 40, seed: 7, skew: 0, late: 0.01 };
const visits = (count: number, over: Partial<VisitSettings> = {}) =>
  Array.from({ length: count }, (_, index) => visit(index + 1, { ...settings, ...over }));

const share = (many: readonly unknown[], all: readonly unknown[]): number =>
  Math.round((100 * many.length) / all.length);

test('the same seed makes the same visits, another one makes others', () => {
  expect(visits(50)).toEqual(visits(50));
  expect(visits(50, { seed: 8 })).not.toEqual(visits(50));
});

test('of a hundred visits about 70 look, 20 fill a cart, 10 buy, and 1 is told late', () => {
  const all = visits(20_000);
  const ofType = (type: string) =>
    share(
      all.filter((its) => its.type === type),
      all,
    );

  expect([ofType('view'), ofType('cart'), ofType('purchase')]).toEqual([70, 20, 10]);
  expect(
    share(
      all.filter(({ late }) => late),
      all,
    ),
  ).toBe(1);
});

test('users are visited alike, and with a skew the first far more often', () => {
  const firstTenth = (skew: number) => {
    const all = visits(20_000, { skew });
    return share(
      all.filter(({ user }) => user < 10),
      all,
    );
  };
  expect(firstTenth(0)).toBe(10);
  // A tenth to the power of a quarter.
  expect(firstTenth(1)).toBeGreaterThan(50);
});

test('a basket has two or three different articles of one cluster', () => {
  const baskets = visits(5_000).filter(({ type }) => type === 'purchase');
  const clusterOf = (sku: string) => Math.floor(Number(sku.replace('sku-', '')) / 4);

  for (const { skus } of baskets) {
    expect([2, 3]).toContain(skus.length);
    expect(new Set(skus).size).toBe(skus.length);
    expect(new Set(skus.map(clusterOf)).size).toBe(1);
  }
  expect(new Set(baskets.flatMap(({ skus }) => skus)).size).toBe(40);
});

test('with a single user and a single article, everything is about these', () => {
  for (const { user, skus } of visits(200, { users: 1, skus: 1, skew: 1 })) {
    expect(user).toBe(0);
    expect(skus).toEqual(['sku-0']);
  }
});
