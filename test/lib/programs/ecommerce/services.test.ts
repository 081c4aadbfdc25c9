import { Inventory, skusFromEnv } from '../../../../lib/programs/ecommerce/inventory';
import { Mail } from '../../../../lib/programs/ecommerce/mail';
import { Payments } from '../../../../lib/programs/ecommerce/payment';
import { Shipping } from '../../../../lib/programs/ecommerce/shipping';
import { tellCustomer, tellPayment } from '../../../../lib/programs/ecommerce/events';
import { PoisonError } from '../../../../lib/clients/poison';
import { Store } from '../../../../lib/programs/service/store';
import { Brokers, deskAt, orderMessage, silence, until, Volume } from './fakes';

let store: Store;
let brokers: Brokers;
beforeEach(() => {
  store = new Store(':memory:');
  brokers = new Brokers();
});

const paymentMessage = (type: 'paid' | 'declined', order: string): Buffer =>
  Buffer.from(JSON.stringify(tellPayment(type, { order, cents: 500 }).event));
const noticeMessage = (order: string): Buffer =>
  Buffer.from(JSON.stringify(tellCustomer({ order, user: 'ann' }, 'It is on its way.').event));

/** Once nothing is left to be sent. */
const sent = async (): Promise<readonly string[]> => {
  await until(
    () => store.number('SELECT count(*) FROM events') === 0 && store.number('SELECT count(*) FROM log') === 0,
  );
  return brokers.events;
};

describe('payment', () => {
  test('charges an order that is delivered twice once, and tells of it once', async () => {
    const payments = new Payments(deskAt(store, brokers), 1_000);
    await payments.work(orderMessage('placed', 'a'));
    await payments.work(orderMessage('placed', 'a'));

    expect(await sent()).toEqual(['payments paid a:paid']);
    expect(payments.result).toEqual({ paid: 1, declined: 0, duplicates: 1, log: { written: 1, waiting: 0 } });
    expect(brokers.lines.map(({ text }) => text)).toEqual(['order a: paid, 500 cents']);
  });

  test('charges up to the limit of the credit and declines beyond it', async () => {
    const payments = new Payments(deskAt(store, brokers), 1_000);
    await payments.work(orderMessage('placed', 'a', { cents: 1_000 }));
    await payments.work(orderMessage('placed', 'b', { cents: 1_001 }));

    expect(await sent()).toEqual(['payments paid a:paid', 'payments declined b:declined']);
    expect(payments.result).toMatchObject({ paid: 1, declined: 1 });
  });

  test('calls poison what is no placed order, with path and reason', async () => {
    const payments = new Payments(deskAt(store, brokers), 1_000);

    await expect(payments.work(orderMessage('shipped', 'a'))).rejects.toThrow(/^type: .*placed/);
    await expect(payments.work(Buffer.from('hello'))).rejects.toThrow(new PoisonError('not JSON: hello'));
  });

  test('that crashed after its write and before its acknowledgement charges nothing again, and tells what it had to', async () => {
    const volume = new Volume();
    await new Payments(deskAt(volume.reopen(), silence), 1_000).work(orderMessage('placed', 'a'));
    store = volume.reopen();
    const payments = new Payments(deskAt(store, brokers), 1_000);
    await payments.work(orderMessage('placed', 'a'));

    expect(await sent()).toEqual(['payments paid a:paid']);
    expect(payments.result).toMatchObject({ paid: 1, duplicates: 1 });
    volume.remove();
  });
});

describe('inventory', () => {
  const reservedOf = (sku: string): number => store.number('SELECT reserved FROM stock WHERE sku = ?', sku);
  const twoLines = {
    lines: [
      { sku: 'sku-1', quantity: 2 },
      { sku: 'sku-2', quantity: 1 },
      { sku: 'sku-1', quantity: 3 },
    ],
  };
  const inventoryOf = (...skus: readonly string[]): Inventory => new Inventory(deskAt(store, brokers), skus);

  test('reserves an order that is delivered twice once', async () => {
    const inventory = inventoryOf('sku-1', 'sku-2');
    await inventory.work(orderMessage('placed', 'a', twoLines));
    await inventory.work(orderMessage('placed', 'a', twoLines));

    expect([reservedOf('sku-1'), reservedOf('sku-2')]).toEqual([5, 1]);
    expect(await sent()).toEqual(['orders order.reserved a:reserved']);
    expect(inventory.result).toEqual({ reserved: 1, released: 0, duplicates: 1, log: { written: 1, waiting: 0 } });
  });

  test('gives back what was reserved when the payment is declined, once', async () => {
    const inventory = inventoryOf('sku-1', 'sku-2');
    await inventory.work(orderMessage('placed', 'a', twoLines));
    await inventory.work(paymentMessage('declined', 'a'));
    await inventory.work(paymentMessage('declined', 'a'));

    expect([reservedOf('sku-1'), reservedOf('sku-2')]).toEqual([0, 0]);
    expect(inventory.result).toMatchObject({ reserved: 1, released: 1, duplicates: 1 });
  });

  test('reserves nothing for an order whose payment was declined before it came', async () => {
    const inventory = inventoryOf('sku-1', 'sku-2');
    await inventory.work(paymentMessage('declined', 'a'));
    await inventory.work(orderMessage('placed', 'a', twoLines));

    expect([reservedOf('sku-1'), reservedOf('sku-2')]).toEqual([0, 0]);
    expect(await sent()).toEqual([]);
    expect(inventory.result).toMatchObject({ reserved: 0, released: 0 });
  });

  test('calls an order for something that it does not have poison, and reserves no part of it', async () => {
    const inventory = inventoryOf('sku-1');
    await expect(inventory.work(orderMessage('placed', 'a', twoLines))).rejects.toThrow(
      new PoisonError('there is no sku-2'),
    );

    expect(reservedOf('sku-1')).toBe(0);
    expect(inventory.result).toMatchObject({ reserved: 0, duplicates: 0, log: { written: 0 } });
  });

  test('reserves that order when it is put back after the article was added', async () => {
    await inventoryOf('sku-1')
      .work(orderMessage('placed', 'a', twoLines))
      .catch(() => undefined);
    const inventory = new Inventory(deskAt(store, silence), skusFromEnv({ SKUS: '1', EXTRA_SKUS: 'sku-2' }));
    await inventory.work(orderMessage('placed', 'a', twoLines));

    expect([reservedOf('sku-1'), reservedOf('sku-2')]).toEqual([5, 1]);
    expect(inventory.result).toMatchObject({ reserved: 1 });
  });

  test('has sku-1 to sku-200, where nobody says otherwise', () => {
    expect(skusFromEnv({})).toHaveLength(200);
    expect(skusFromEnv({ SKUS: '2', EXTRA_SKUS: 'hat,scarf' })).toEqual(['sku-1', 'sku-2', 'hat', 'scarf']);
  });

  test('keeps what is reserved when it starts again', async () => {
    await inventoryOf('sku-1').work(orderMessage('placed', 'a'));
    inventoryOf('sku-1', 'sku-2');

    expect([reservedOf('sku-1'), reservedOf('sku-2')]).toEqual([2, 0]);
  });
});

describe('shipping', () => {
  const both = ['orders order.shipped a:shipped', 'notices a:notice'];

  test.each([
    ['paid before it is reserved', [paymentMessage('paid', 'a'), orderMessage('reserved', 'a')]],
    ['reserved before it is paid', [orderMessage('reserved', 'a'), paymentMessage('paid', 'a')]],
  ])('ships an order that is %s once, though each comes twice', async (_, [first, second]) => {
    const shipping = new Shipping(deskAt(store, brokers));
    for (const message of [first, first, second, second, first]) await shipping.work(message ?? Buffer.alloc(0));

    expect(await sent()).toEqual(both);
    expect(shipping.result).toMatchObject({ shipped: 1, waiting: 0, duplicates: 3 });
  });

  test('ships an order whose halves come at the same time once', async () => {
    const shipping = new Shipping(deskAt(store, brokers));
    await Promise.all([shipping.work(paymentMessage('paid', 'a')), shipping.work(orderMessage('reserved', 'a'))]);

    expect(await sent()).toEqual(both);
  });

  test('waits for the other half of an order, also over a restart', async () => {
    const volume = new Volume();
    await new Shipping(deskAt(volume.reopen(), silence)).work(orderMessage('reserved', 'a', { user: 'bob' }));
    store = volume.reopen();
    const shipping = new Shipping(deskAt(store, brokers));
    expect(shipping.result).toMatchObject({ shipped: 0, waiting: 1 });

    await shipping.work(paymentMessage('paid', 'a'));
    expect(await sent()).toEqual(both);
    expect(JSON.parse(brokers.published[1]?.content.toString() ?? '')).toMatchObject({
      order: 'a',
      user: 'bob',
      text: 'Your order a is on its way.',
    });
    volume.remove();
  });
});

describe('shipping, 31 days later', () => {
  const daysAgo = async (days: number, ...messages: readonly Buffer[]): Promise<void> => {
    const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.now() - days * 24 * 3_600_000);
    const shipping = new Shipping(deskAt(store, silence));
    for (const message of messages) await shipping.work(message);
    clock.mockRestore();
  };

  test.each([
    ['paid', paymentMessage('paid', 'a'), orderMessage('reserved', 'a')],
    ['reserved', orderMessage('reserved', 'a'), paymentMessage('paid', 'a')],
  ])('ships an order that was %s then and whose other half is put back now', async (_, then, now) => {
    await daysAgo(31, then);
    const shipping = new Shipping(deskAt(store, brokers));
    await shipping.work(now);

    expect(shipping.result).toMatchObject({ shipped: 1, waiting: 0 });
  });

  test('has forgotten what was shipped then', async () => {
    await daysAgo(31, paymentMessage('paid', 'a'), orderMessage('reserved', 'a'));
    const shipping = new Shipping(deskAt(store, brokers));
    await shipping.work(orderMessage('reserved', 'b'));

    expect(store.all('SELECT id FROM shipments')).toEqual([{ id: 'b' }]);
  });
});

test('a notice that comes twice is one mail', async () => {
  const mail = new Mail(deskAt(store, brokers));
  await mail.work(noticeMessage('a'));
  await mail.work(noticeMessage('a'));
  await sent();

  expect(mail.result).toEqual({ sent: 1, duplicates: 1, log: { written: 1, waiting: 0 } });
  expect(brokers.lines.map(({ text }) => text)).toEqual(['order a: mail to ann: It is on its way.']);
});
