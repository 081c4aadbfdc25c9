import { forgetOld } from '../service/prune';
import { parse } from '../service/parse';
import type { Business, Desk } from './desk';
import { placed, tellPayment } from './events';

/** Charges each order once, or declines what goes beyond the credit. What was charged is kept for 30 days. */
export class Payments implements Business {
  constructor(
    private readonly desk: Desk,
    private readonly creditLimitCents: number,
  ) {
    desk.store.define(
      'CREATE TABLE IF NOT EXISTS payments (id TEXT PRIMARY KEY, outcome TEXT NOT NULL, cents INTEGER NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID',
    );
    forgetOld(desk.store, 'payments');
  }

  async work(content: Buffer): Promise<void> {
    const { id, order, cents } = parse(placed, content);
    await this.desk.once(id, () => {
      const outcome = cents > this.creditLimitCents ? 'declined' : 'paid';
      const told = tellPayment(outcome, { order, cents });
      this.desk.store.run(
        'INSERT INTO payments (id, outcome, cents, at) VALUES (?, ?, ?, ?)',
        order,
        outcome,
        cents,
        told.event.at,
      );
      this.desk.count(outcome);
      this.desk.tell(told);
      this.desk.say(`order ${order}: ${outcome}, ${cents} cents`);
    });
  }

  get result(): object {
    return this.desk.result('paid', 'declined', 'duplicates');
  }
}
