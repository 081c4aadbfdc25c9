import { z } from 'zod';
import { PoisonError } from '../../clients/poison';
import { positive, type Environment } from '../../durability/environment';
import { parse } from '../service/parse';
import { forgetOld } from '../service/prune';
import type { Business, Desk } from './desk';
import { declined, placed, tellOrder, type OrderEvent } from './events';

const message = z.discriminatedUnion('type', [placed, declined]);

type Lines = OrderEvent['lines'];

/**
 * Reserves what was ordered, and gives it back where the payment was declined. The two may come in either order: a payment
 * declined first leaves a row that reserves nothing. Rows are kept for 30 days.
 */
export class Inventory implements Business {
  /** @param skus what there is; what was there once stays, as it may be reserved */
  constructor(
    private readonly desk: Desk,
    skus: readonly string[],
  ) {
    desk.store.define(`
      CREATE TABLE IF NOT EXISTS stock (sku TEXT PRIMARY KEY, reserved INTEGER NOT NULL) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS reservations (id TEXT PRIMARY KEY, lines TEXT NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID`);
    forgetOld(desk.store, 'reservations');
    desk.store.run(
      'INSERT OR IGNORE INTO stock (sku, reserved) SELECT value, 0 FROM json_each(?)',
      JSON.stringify(skus),
    );
  }

  async work(content: Buffer): Promise<void> {
    const event = parse(message, content);
    await this.desk.once(event.id, () => {
      if (event.type === 'placed') this.reserve(event);
      else this.release(event.order);
    });
  }

  get result(): object {
    return this.desk.result('reserved', 'released', 'duplicates');
  }

  private reserve({ order, user, lines, cents }: OrderEvent): void {
    if (this.linesOf(order) !== undefined) {
      this.desk.say(`order ${order}: was declined, nothing is reserved`);
      return;
    }
    for (const { sku, quantity } of lines) if (!this.change(sku, quantity)) throw new PoisonError(`there is no ${sku}`);
    this.keep(order, lines);
    this.desk.count('reserved');
    this.desk.tell(tellOrder('reserved', { order, user, lines, cents }));
    this.desk.say(`order ${order}: reserved, ${lines.length} lines`);
  }

  private release(order: string): void {
    const lines = this.linesOf(order);
    for (const { sku, quantity } of lines ?? []) this.change(sku, -quantity);
    this.keep(order, []);
    if (lines !== undefined) this.desk.count('released');
    this.desk.say(`order ${order}: ${lines === undefined ? 'is declined before it was reserved' : 'released'}`);
  }

  private linesOf(order: string): Lines | undefined {
    const row = this.desk.store.one<{ lines: string }>('SELECT lines FROM reservations WHERE id = ?', order);
    return row === undefined ? undefined : (JSON.parse(row.lines) as Lines);
  }

  private keep(order: string, lines: Lines): void {
    this.desk.store.run(
      'INSERT OR REPLACE INTO reservations (id, lines, at) VALUES (?, ?, ?)',
      order,
      JSON.stringify(lines),
      Date.now(),
    );
  }

  /** @returns false where there is no such thing */
  private change(sku: string, by: number): boolean {
    return this.desk.store.run('UPDATE stock SET reserved = reserved + ? WHERE sku = ?', by, sku).changes === 1;
  }
}

/** What the shop has: `sku-1` to `sku-200`, or as many as SKUS says, and what EXTRA_SKUS adds. */
export function skusFromEnv(env: Environment): readonly string[] {
  const numbered = Array.from({ length: positive(env, 'SKUS', 200) }, (_, index) => `sku-${index + 1}`);
  const extra = (env['EXTRA_SKUS'] ?? '').split(',').filter((sku) => sku !== '');
  return [...numbered, ...extra];
}
