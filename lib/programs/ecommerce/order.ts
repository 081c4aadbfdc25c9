import { json, type Answer } from '../service/http';
import { forgetOld } from '../service/prune';
import type { Desk } from './desk';
import { order as schema, tellOrder, type Order } from './events';

interface Problem {
  /** `lines.0.quantity`; empty for the whole. */
  readonly path: string;
  readonly why: string;
}

/**
 * Accepts orders. An order counts once it is on the disk, together with the event that tells of it: nobody has to be paid for
 * that, and no broker has to be up.
 *
 * Ids are kept for 30 days, on this volume alone: of two pods each would take an order of the same id, with different content.
 * So there is one.
 */
export class Orders {
  constructor(private readonly desk: Desk) {
    desk.store.define(
      'CREATE TABLE IF NOT EXISTS orders (id TEXT PRIMARY KEY, content TEXT NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID',
    );
    forgetOld(desk.store, 'orders');
  }

  /** 202: it is on the disk. 400: what is wrong with it, all of it. 409: another order has this id. */
  async accept(body: string): Promise<Answer> {
    const read = parseOrder(body);
    if ('problems' in read) return json(read.problems, 400);
    const { order } = read;
    const content = JSON.stringify(order);
    const known = await this.desk.store.write(() => {
      const before = this.desk.store.one<{ content: string }>('SELECT content FROM orders WHERE id = ?', order.id);
      if (before === undefined) this.place(order, content);
      return before?.content ?? content;
    });
    if (known === content) return json({ id: order.id }, 202);
    return json([{ path: 'id', why: `there is another order ${order.id}` }], 409);
  }

  get result(): object {
    return { ...this.desk.result('accepted'), waiting: this.desk.waiting };
  }

  private place(order: Order, content: string): void {
    const { id, user, lines, cents } = order;
    const told = tellOrder('placed', { order: id, user, lines, cents });
    this.desk.store.run('INSERT INTO orders (id, content, at) VALUES (?, ?, ?)', id, content, told.event.at);
    this.desk.count('accepted');
    this.desk.tell(told);
    this.desk.say(`order ${id}: accepted, ${cents} cents`);
  }
}

/** The order as its schema writes it, so that two of the same content are the same text. */
function parseOrder(body: string): { readonly order: Order } | { readonly problems: readonly Problem[] } {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return { problems: [{ path: '', why: 'not JSON' }] };
  }
  const { success, data, error } = schema.safeParse(value);
  if (success) return { order: data };
  return { problems: error.issues.map(({ path, message }) => ({ path: path.join('.'), why: message })) };
}
