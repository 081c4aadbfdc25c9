import { Alerts, OrderStates, Rate } from '../../../../lib/programs/shop/views';
import { Store } from '../../../../lib/programs/service/store';

describe('the orders by state', () => {
  test('are counted where the last thing has left them', async () => {
    const store = new Store(':memory:');
    const orders = new OrderStates(store);
    await store.write(() => {
      for (const order of ['a', 'b', 'c', 'd']) orders.learn(order, 'placed', 1);
      for (const order of ['b', 'c', 'd']) orders.learn(order, 'paid', 2);
      for (const order of ['c', 'd']) orders.learn(order, 'reserved', 3);
      orders.learn('d', 'shipped', 4);
    });
    expect(orders.counts).toEqual({
      placed: 1,
      paid: 1,
      reserved: 0,
      'paid and reserved': 1,
      shipped: 1,
      declined: 0,
    });
  });

  test('come to the same when events come twice, and in another order', async () => {
    const store = new Store(':memory:');
    const orders = new OrderStates(store);
    await store.write(() => {
      for (const fact of ['shipped', 'reserved', 'placed', 'paid', 'reserved', 'shipped'] as const)
        orders.learn('a', fact, 1);
    });
    expect(orders.counts).toMatchObject({ placed: 0, paid: 0, reserved: 0, shipped: 1 });
  });

  test('stay counted when the order itself is forgotten after thirty days', async () => {
    const store = new Store(':memory:');
    const orders = new OrderStates(store);
    await store.write(() => orders.learn('a', 'shipped', 0));
    await store.write(() => orders.prune(31 * 24 * 3_600_000));
    expect(orders.counts.shipped).toBe(1);
    expect(store.number('SELECT count(*) FROM orders')).toBe(0);
  });
});

test('an alert that comes twice is shown once, and the last twenty are kept, newest first', async () => {
  const store = new Store(':memory:');
  const alerts = new Alerts(store);
  const alert = (number: number) => ({ id: `burst:${number}`, at: number, text: `alert ${number}` });
  await store.write(() => {
    for (let number = 1; number <= 25; number += 1) alerts.learn(alert(number));
    alerts.learn(alert(25));
  });
  expect(alerts.last).toHaveLength(20);
  expect(alerts.last[0]).toEqual(alert(25));
  expect(alerts.last.at(-1)).toEqual(alert(6));
});

test('the rate is of the last ten whole seconds, and a minute is shown', () => {
  const rate = new Rate();
  for (let ms = 0; ms < 20_000; ms += 100) rate.add(ms);
  const { perSecond, lastMinute } = rate.result(20_050);
  expect(perSecond).toBe(10);
  expect(lastMinute).toHaveLength(60);
  expect(lastMinute.slice(-21)).toEqual([0, ...Array.from({ length: 20 }, () => 10)]);
});
