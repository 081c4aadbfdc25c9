import { setTimeout as wait } from 'node:timers/promises';
import type { RabbitMqMessage } from '../../../../lib/clients/rabbitmq-exchange';
import type { Business, Publishers } from '../../../../lib/programs/ecommerce/desk';
import { Inventory } from '../../../../lib/programs/ecommerce/inventory';
import { Mail } from '../../../../lib/programs/ecommerce/mail';
import { Orders } from '../../../../lib/programs/ecommerce/order';
import { Payments } from '../../../../lib/programs/ecommerce/payment';
import { Shipping } from '../../../../lib/programs/ecommerce/shipping';
import { Random } from '../../../../lib/programs/service/random';
import { Store } from '../../../../lib/programs/service/store';
import { anOrder, deskAt, until } from './fakes';

type Queue = 'payment' | 'inventory' | 'shipping' | 'mail';

/** What the example of the three cases binds. */
const bindings: Readonly<Record<string, readonly Queue[]>> = {
  'orders order.placed': ['payment', 'inventory'],
  'orders order.reserved': ['shipping'],
  'payments declined': ['inventory'],
  'payments paid': ['shipping'],
  'notices ': ['mail'],
};

/** RabbitMQ at its worst: one publish in thirty is refused, each message comes twice, and in no order. */
class WorstBroker implements Publishers {
  readonly services = new Map<Queue, Business>();
  /** Published, and not worked on yet. */
  pending = 0;
  private readonly random: Random;

  constructor(seed: number) {
    this.random = new Random(seed);
  }

  readonly kafka = { publish: (): Promise<void> => Promise.resolve() };
  readonly rabbitMq = { publish: (message: RabbitMqMessage): Promise<void> => this.take(message) };

  private take({ exchange, routingKey, content }: RabbitMqMessage): Promise<void> {
    if (this.random.below(30) === 0) return Promise.reject(new Error('refused'));
    for (const queue of bindings[`${exchange} ${routingKey}`] ?? [])
      for (let times = 0; times < 2; times += 1) void this.deliver(queue, content);
    return Promise.resolve();
  }

  private async deliver(queue: Queue, content: Buffer): Promise<void> {
    this.pending += 1;
    await wait(this.random.below(20));
    await this.services.get(queue)?.work(content);
    this.pending -= 1;
  }
}

/** Each refused message costs a pause. */
jest.setTimeout(20_000);

test.each([1, 2])('every order has each effect once, whatever the brokers do (seed %i)', async (seed) => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const broker = new WorstBroker(seed);
  const desk = (): ReturnType<typeof deskAt> => deskAt(new Store(':memory:'), broker);
  const desks = { order: desk(), payment: desk(), inventory: desk(), shipping: desk(), mail: desk() };
  const services = {
    payment: new Payments(desks.payment, 1_000),
    inventory: new Inventory(desks.inventory, ['sku-1']),
    shipping: new Shipping(desks.shipping),
    mail: new Mail(desks.mail),
  };
  for (const [name, its] of Object.entries(services)) broker.services.set(name as Queue, its);
  const orders = new Orders(desks.order);
  // Every fifth one is too much for the credit.
  const numbers = Array.from({ length: 100 }, (_, index) => index);
  await Promise.all(
    numbers.map((number) =>
      orders.accept(JSON.stringify(anOrder(`order-${number}`, { cents: number % 5 === 0 ? 1_001 : 500 }))),
    ),
  );
  await until(() => broker.pending === 0 && Object.values(desks).every(({ waiting }) => waiting === 0));
  jest.restoreAllMocks();

  expect(orders.result).toMatchObject({ accepted: 100 });
  expect(services.payment.result).toMatchObject({ paid: 80, declined: 20 });
  expect(services.shipping.result).toMatchObject({ shipped: 80 });
  expect(services.mail.result).toMatchObject({ sent: 80 });
  // Two pieces of each order that was not declined.
  expect(desks.inventory.store.number('SELECT reserved FROM stock')).toBe(160);
  const { reserved, released } = services.inventory.result as { reserved: number; released: number };
  expect(reserved - released).toBe(80);
});
