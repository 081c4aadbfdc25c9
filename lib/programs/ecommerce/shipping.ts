import { z } from 'zod';
import { parse } from '../service/parse';
import { forgetOld } from '../service/prune';
import type { Business, Desk } from './desk';
import { paid, reserved, tellCustomer, tellOrder, type OrderEvent } from './events';

const message = z.discriminatedUnion('type', [paid, reserved]);

type Shipment = {
  readonly paid: number;
  /** The event, until it is shipped. */
  readonly reserved: string | null;
};

/**
 * Ships an order once it is paid and reserved, whichever comes first.
 *
 * What was shipped is forgotten after 30 days. An order with one half is not, and counts as waiting: a paid one whose other half
 * lies among the dead letters is shipped when somebody puts it back, however late. Nobody tells of declined orders here, so one
 * that was reserved stays too.
 */
export class Shipping implements Business {
  constructor(private readonly desk: Desk) {
    desk.store.define(`
      CREATE TABLE IF NOT EXISTS shipments (
        id TEXT PRIMARY KEY, paid INTEGER NOT NULL DEFAULT 0, reserved TEXT, shipped INTEGER NOT NULL DEFAULT 0, at INTEGER NOT NULL
      ) WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS shipments_waiting ON shipments (id) WHERE shipped = 0`);
    forgetOld(desk.store, 'shipments', 'shipped = 1');
  }

  async work(content: Buffer): Promise<void> {
    const event = parse(message, content);
    await this.desk.once(event.id, () => {
      if (event.type === 'paid') this.learn(event.order, 'paid', 1);
      else this.learn(event.order, 'reserved', JSON.stringify(event));
      const { paid: isPaid, reserved: what } = this.shipmentOf(event.order);
      if (isPaid === 1 && what !== null) this.ship(JSON.parse(what) as OrderEvent);
    });
  }

  get result(): object {
    const waiting = this.desk.store.number('SELECT count(*) FROM shipments WHERE shipped = 0');
    return { ...this.desk.result('shipped', 'duplicates'), waiting };
  }

  private learn(order: string, half: keyof Shipment, value: number | string): void {
    this.desk.store.run(
      `INSERT INTO shipments (id, ${half}, at) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET ${half} = excluded.${half}`,
      order,
      value,
      Date.now(),
    );
  }

  private shipmentOf(order: string): Shipment {
    const nothing: Shipment = { paid: 0, reserved: null };
    return this.desk.store.one<Shipment>('SELECT paid, reserved FROM shipments WHERE id = ?', order) ?? nothing;
  }

  private ship({ order, user, lines, cents }: OrderEvent): void {
    this.desk.store.run('UPDATE shipments SET shipped = 1, reserved = NULL, at = ? WHERE id = ?', Date.now(), order);
    this.desk.count('shipped');
    this.desk.tell(tellOrder('shipped', { order, user, lines, cents }));
    this.desk.tell(tellCustomer({ order, user }, `Your order ${order} is on its way.`));
    this.desk.say(`order ${order}: shipped`);
  }
}
