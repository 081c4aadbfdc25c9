import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { fromZero, positive, required, type Environment } from '../../durability/environment';
import { runGenerator } from '../service/generator';
import { Outbox, type Outgoing } from '../service/outbox';
import { storeOf } from '../service/service';
import type { Store } from '../service/store';
import type { Order } from './events';
import { Latency } from './latency';
import { orderNumber, type ShoppingSettings } from './shopping';

/** Sends an order to the shop. @returns the status of its answer */
export type Post = (body: string) => Promise<number>;

const timeoutMs = 5_000;
/** While the shop takes nothing, no more than this waits on the volume. */
const mostWaiting = 1_000;

/**
 * Customers who order. An order is on their volume before it is sent, and is sent until the shop has accepted it. What the shop
 * calls wrong (4xx) is a mistake of ours: it is counted, and not sent again.
 *
 * Ids begin with a word that is made once for a volume: on an empty one there are other orders, not the same ones again.
 * The numbers of refused orders are kept: there are none, unless somebody has broken the generator.
 */
export class Customers {
  private readonly outbox: Outbox;
  private readonly latency = new Latency();
  private readonly prefix: string;

  constructor(
    private readonly store: Store,
    name: string,
    private readonly settings: ShoppingSettings,
    private readonly post: Post,
  ) {
    store.define(`
      CREATE TABLE IF NOT EXISTS volume (word TEXT NOT NULL);
      CREATE TABLE IF NOT EXISTS refused (number INTEGER PRIMARY KEY)`);
    store.run('INSERT INTO volume SELECT ? WHERE NOT EXISTS (SELECT 1 FROM volume)', randomUUID().slice(0, 8));
    this.prefix = `${name}-${store.one<{ word: string }>('SELECT word FROM volume')?.word}`;
    this.outbox = new Outbox(store, 'orders', (order) => this.send(order));
  }

  /** One more order. Resolves once it is on the disk. */
  next(): Promise<void> {
    return this.store.write(() => {
      const number = this.outbox.count + 1;
      const order: Order = { id: `${this.prefix}-${number}`, ...orderNumber(number, this.settings) };
      this.outbox.put(JSON.stringify(order));
    });
  }

  /** Orders that the shop has not answered yet. */
  get waiting(): number {
    return this.outbox.waiting;
  }

  /** What was generated is accepted, refused, or waits. */
  get result(): object {
    const { count, waiting } = this.outbox;
    const refused = this.store.number('SELECT count(*) FROM refused WHERE number NOT IN (SELECT number FROM orders)');
    return {
      generated: count,
      accepted: count - waiting - refused,
      refused,
      acceptance: this.latency.result(performance.now()),
    };
  }

  drain(): Promise<void> {
    return this.outbox.drain();
  }

  private async send({ number, body }: Outgoing): Promise<void> {
    const began = performance.now();
    const status = await this.post(body);
    const now = performance.now();
    if (status === 202) return this.latency.add(now - began, now);
    if (status < 400 || status >= 500) throw new Error(`the shop answers ${status}`);
    process.stderr.write(`order ${number} is refused: ${status}\n`);
    await this.store.write(() => this.store.run('INSERT OR IGNORE INTO refused (number) VALUES (?)', number));
  }
}

const postTo =
  (url: string): Post =>
  async (body) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(timeoutMs) });
    // An answer that nobody reads keeps its connection.
    await answer.arrayBuffer();
    return answer.status;
  };

/** Orders at a steady rate until it is asked to stop. */
export async function customers(env: Environment): Promise<void> {
  const post = postTo(new URL('/orders', required(env, 'ORDER_URL')).href);
  const its = new Customers(storeOf(env), env['POD_NAME'] ?? hostname(), settingsOf(env), post);
  await runGenerator(env, its, { rate: 5, room: () => its.waiting < mostWaiting });
}

const settingsOf = (env: Environment): ShoppingSettings => ({
  skus: Math.ceil(positive(env, 'SKUS', 200)),
  users: Math.ceil(positive(env, 'USERS', 1_000)),
  lines: Math.ceil(positive(env, 'LINES', 5)),
  seed: fromZero(env, 'SEED', 1),
  skew: fromZero(env, 'SKEW', 0),
  poisoned: fromZero(env, 'POISONED', 0),
});
