import { Customers, type Post } from '../../../../lib/programs/ecommerce/customers';
import { order } from '../../../../lib/programs/ecommerce/events';
import { Latency } from '../../../../lib/programs/ecommerce/latency';
import { orderNumber, type ShoppingSettings } from '../../../../lib/programs/ecommerce/shopping';
import type { Store } from '../../../../lib/programs/service/store';
import { until, Volume } from './fakes';

const settings: ShoppingSettings = { skus: 200, users: 100, lines: 5, seed: 1, skew: 0, poisoned: 0 };

let volume: Volume;
beforeEach(() => (volume = new Volume()));
afterEach(() => volume.remove());

const idOf = (body: string): string => (JSON.parse(body) as { id: string }).id;
const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1);

describe('orders that are made', () => {
  const made = numbers(2_000).map((number) => orderNumber(number, settings));

  test('are right, and within the credit that payment gives by default', () => {
    for (const it of made) expect(order.safeParse({ id: 'a', ...it }).success).toBe(true);
    expect(Math.max(...made.map(({ cents }) => cents))).toBeLessThanOrEqual(100_000);
  });

  test('name articles from sku-1 to the last one, all alike without skew and the first ones more often with it', () => {
    const share = (skew: number): number => {
      const skus = numbers(2_000).flatMap((number) =>
        orderNumber(number, { ...settings, skew }).lines.map(({ sku }) => Number(sku.replace('sku-', ''))),
      );
      expect([Math.min(...skus), Math.max(...skus)]).toEqual([1, 200]);
      return skus.filter((sku) => sku <= 20).length / skus.length;
    };
    expect(share(0)).toBeCloseTo(0.1, 1);
    expect(share(1)).toBeGreaterThan(0.4);
  });

  test('are the same for the same seed, and others for another', () => {
    expect(made).toEqual(numbers(2_000).map((number) => orderNumber(number, { ...settings })));
    expect(made).not.toEqual(numbers(2_000).map((number) => orderNumber(number, { ...settings, seed: 2 })));
  });

  test('name an article that nobody has in as many as are to be poisoned', () => {
    const skus = numbers(3).map((number) => orderNumber(number, { ...settings, poisoned: 2 }).lines[0]?.sku);

    expect(skus).toEqual(['unknown-sku', 'unknown-sku', expect.stringMatching(/^sku-\d+$/)]);
  });
});

describe('customers', () => {
  const customersAt = (store: Store, post: Post): Customers => new Customers(store, 'customers-0', settings, post);

  async function order(customers: Customers, count: number): Promise<void> {
    await Promise.all(numbers(count).map(() => customers.next()));
  }

  test('know how many orders were accepted, and how long that took', async () => {
    const customers = customersAt(volume.reopen(), () => Promise.resolve(202));
    await order(customers, 5);
    await until(() => customers.waiting === 0);

    expect(customers.result).toMatchObject({ generated: 5, accepted: 5, refused: 0, acceptance: { count: 5 } });
  });

  test('count an order that the shop calls wrong, and send it once', async () => {
    const posted: string[] = [];
    const customers = customersAt(volume.reopen(), (body) => {
      posted.push(idOf(body));
      return Promise.resolve(idOf(body).endsWith('-2') ? 400 : 202);
    });
    await order(customers, 3);
    await until(() => customers.waiting === 0);

    expect(posted).toHaveLength(3);
    expect(customers.result).toMatchObject({ generated: 3, accepted: 2, refused: 1 });
  });

  test('send an order again as long as the shop is not there or not well', async () => {
    const answers = [() => Promise.reject(new Error('nobody there')), () => Promise.resolve(503)];
    const posted: string[] = [];
    const customers = customersAt(volume.reopen(), (body) => {
      posted.push(idOf(body));
      return answers.shift()?.() ?? Promise.resolve(202);
    });
    await order(customers, 1);
    await until(() => customers.waiting === 0);

    expect(posted).toHaveLength(3);
    expect(new Set(posted).size).toBe(1);
    expect(customers.result).toMatchObject({ generated: 1, accepted: 1, acceptance: { count: 1 } });
  });

  test('that are killed send what was not answered, and go on with new ids', async () => {
    const before: string[] = [];
    await order(
      customersAt(volume.reopen(), (body) => new Promise(() => void before.push(body))),
      3,
    );
    const after: string[] = [];
    const customers = customersAt(volume.reopen(), (body) => Promise.resolve(void after.push(body)).then(() => 202));
    await order(customers, 2);
    await until(() => customers.waiting === 0);

    expect(after.slice(0, 3)).toEqual(before);
    expect(new Set(after.map(idOf)).size).toBe(5);
    expect(customers.result).toMatchObject({ generated: 5, accepted: 5 });
  });

  test('on another volume make the same orders under other ids', async () => {
    const other = new Volume();
    const bodies: string[] = [];
    for (const store of [volume.reopen(), other.reopen()])
      await order(
        customersAt(store, (body) => new Promise(() => void bodies.push(body))),
        1,
      );
    other.remove();
    const [first, second] = bodies.map((body) => JSON.parse(body) as { id: string });

    expect(first?.id).not.toBe(second?.id);
    expect({ ...first, id: '' }).toEqual({ ...second, id: '' });
  });
});

describe('the time that orders took', () => {
  test('is told by the value that half of them, and 99 of 100, do not exceed', () => {
    const latency = new Latency();
    for (const ms of numbers(200)) latency.add(ms, 0);

    expect(latency.result(1)).toEqual({ count: 200, p50: 100, p99: 198, max: 200 });
  });

  test('is forgotten after 60 seconds', () => {
    const latency = new Latency();
    latency.add(500, 0);
    latency.add(5, 30_000);

    expect(latency.result(59_999)).toMatchObject({ count: 2, max: 500 });
    expect(latency.result(60_000)).toEqual({ count: 1, p50: 5, p99: 5, max: 5 });
    expect(latency.result(90_000)).toEqual({ count: 0, p50: 0, p99: 0, max: 0 });
  });
});
