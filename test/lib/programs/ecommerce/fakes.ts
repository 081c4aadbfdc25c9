import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { KafkaMessage } from '../../../../lib/clients/kafka-publisher';
import type { RabbitMqMessage } from '../../../../lib/clients/rabbitmq-exchange';
import { Desk, type Publishers } from '../../../../lib/programs/ecommerce/desk';
import { tellOrder, type Order, type OrderEvent } from '../../../../lib/programs/ecommerce/events';
import type { LogLine } from '../../../../lib/programs/service/log';
import { Store } from '../../../../lib/programs/service/store';

/** A file of its own for each test; `reopen` is what a start after a crash finds. */
export class Volume {
  private readonly folder = mkdtempSync(join(tmpdir(), 'ecommerce-'));
  readonly file = join(this.folder, 'store.db');

  reopen(): Store {
    return new Store(this.file);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Takes everything, and shows it. */
export class Brokers implements Publishers {
  readonly published: RabbitMqMessage[] = [];
  readonly lines: LogLine[] = [];
  readonly rabbitMq = { publish: (message: RabbitMqMessage): Promise<void> => this.take(message) };
  readonly kafka = {
    publish: ({ value }: KafkaMessage): Promise<void> =>
      Promise.resolve(void this.lines.push(JSON.parse(value.toString()) as LogLine)),
  };

  /** Where each message went and which event it is: `orders order.placed a:placed`. */
  get events(): readonly string[] {
    return this.published.map(({ exchange, routingKey, content }) =>
      [exchange, routingKey, (JSON.parse(content.toString()) as { id: string }).id].filter((it) => it !== '').join(' '),
    );
  }

  private take(message: RabbitMqMessage): Promise<void> {
    return Promise.resolve(void this.published.push(message));
  }
}

/** Nobody answers, ever. */
export const silence: Publishers = {
  rabbitMq: { publish: () => new Promise<void>(() => undefined) },
  kafka: { publish: () => new Promise<void>(() => undefined) },
};

export const deskAt = (store: Store, publishers: Publishers): Desk => new Desk(store, 'shop', 'shop-0', publishers);

export const anOrder = (id: string, over: Partial<Order> = {}): Order => ({
  id,
  user: 'ann',
  lines: [{ sku: 'sku-1', quantity: 2 }],
  cents: 500,
  ...over,
});

export const orderMessage = (type: OrderEvent['type'], id: string, over: Partial<Order> = {}): Buffer => {
  const { user, lines, cents } = anOrder(id, over);
  return Buffer.from(JSON.stringify(tellOrder(type, { order: id, user, lines, cents }).event));
};

export async function until(what: () => boolean): Promise<void> {
  while (!what()) await wait(5);
}
