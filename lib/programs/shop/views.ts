import type { Store } from '../service/store';

/** What has happened to an order, as bits: told twice or in another order, it comes to the same. */
const bits = { placed: 1, paid: 2, reserved: 4, shipped: 8, declined: 16 } as const;

export type OrderFact = keyof typeof bits;

/** States in the order in which one hides the other. */
const states = [
  ['declined', bits.declined],
  ['shipped', bits.shipped],
  ['paid and reserved', bits.paid | bits.reserved],
  ['reserved', bits.reserved],
  ['paid', bits.paid],
] as const;

const shown = ['placed', 'paid', 'reserved', 'paid and reserved', 'shipped', 'declined'] as const;

export type OrderState = (typeof shown)[number];

function stateOf(facts: number): OrderState {
  return states.find(([, its]) => (facts & its) === its)?.[0] ?? 'placed';
}

const keepMs = 30 * 24 * 3_600_000;

/** How many orders are in which state. A count is kept for each state, so that a look costs nothing. */
export class OrderStates {
  constructor(private readonly store: Store) {
    store.define(`
      CREATE TABLE IF NOT EXISTS orders (id TEXT PRIMARY KEY, facts INTEGER NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS orders_by_age ON orders (at);
      CREATE TABLE IF NOT EXISTS states (name TEXT PRIMARY KEY, orders INTEGER NOT NULL) WITHOUT ROWID`);
  }

  /** Only inside of a write. */
  learn(order: string, fact: OrderFact, at: number): void {
    const before = this.store.one<{ facts: number }>('SELECT facts FROM orders WHERE id = ?', order)?.facts;
    const after = (before ?? 0) | bits[fact];
    if (before !== undefined) this.count(stateOf(before), -1);
    this.count(stateOf(after), 1);
    this.store.run('INSERT OR REPLACE INTO orders (id, facts, at) VALUES (?, ?, ?)', order, after, at);
  }

  /** Only inside of a write: forgets orders nobody has spoken of for 30 days. They stay counted where they were. */
  prune(now: number): void {
    this.store.run('DELETE FROM orders WHERE at < ?', now - keepMs);
  }

  get counts(): Readonly<Record<OrderState, number>> {
    const rows = this.store.all<{ name: OrderState; orders: number }>('SELECT name, orders FROM states');
    const known = Object.fromEntries(rows.map(({ name, orders }) => [name, orders]));
    return Object.fromEntries(shown.map((name) => [name, known[name] ?? 0])) as Record<OrderState, number>;
  }

  private count(state: OrderState, by: number): void {
    this.store.run(
      'INSERT INTO states (name, orders) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET orders = orders + excluded.orders',
      state,
      by,
    );
  }
}

const keptAlerts = 20;

export interface ShownAlert {
  readonly id: string;
  readonly at: number;
  readonly text: string;
}

/** The last alerts; one that comes twice is one. */
export class Alerts {
  constructor(private readonly store: Store) {
    store.define('CREATE TABLE IF NOT EXISTS alerts (id TEXT PRIMARY KEY, at INTEGER NOT NULL, text TEXT NOT NULL)');
  }

  /** Only inside of a write. */
  learn({ id, at, text }: ShownAlert): void {
    this.store.run('INSERT OR IGNORE INTO alerts (id, at, text) VALUES (?, ?, ?)', id, at, text);
    this.store.run(
      'DELETE FROM alerts WHERE id NOT IN (SELECT id FROM alerts ORDER BY at DESC, id LIMIT ?)',
      keptAlerts,
    );
  }

  get last(): readonly ShownAlert[] {
    return this.store.all<{ id: string; at: number; text: string }>(
      'SELECT id, at, text FROM alerts ORDER BY at DESC, id',
    );
  }
}

const shownSeconds = 60;

/** Events of each of the last 60 seconds, by when they came. */
export class Rate {
  private readonly seconds = new Map<number, number>();

  add(now: number): void {
    const second = Math.floor(now / 1_000);
    this.seconds.set(second, (this.seconds.get(second) ?? 0) + 1);
    for (const old of this.seconds.keys()) if (old < second - shownSeconds) this.seconds.delete(old);
  }

  /** The second that is not over yet is left out. */
  result(now: number): { readonly perSecond: number; readonly lastMinute: readonly number[] } {
    const second = Math.floor(now / 1_000);
    const lastMinute = Array.from({ length: shownSeconds }, (_, index) => {
      return this.seconds.get(second - shownSeconds + index) ?? 0;
    });
    const lastTen = lastMinute.slice(-10).reduce((sum, count) => sum + count, 0);
    return { perSecond: Math.round(lastTen / 10), lastMinute };
  }
}
