import type { Store } from './store';

/** Counts by name, written in the transaction of what they count. */
export class Tally {
  private readonly increase: string;

  /** @param table its own; the names are few, and nothing is ever removed */
  constructor(
    private readonly store: Store,
    private readonly table: string,
  ) {
    store.define(`CREATE TABLE IF NOT EXISTS ${table} (name TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID`);
    this.increase = `INSERT INTO ${table} (name, count) VALUES (?, ?)
      ON CONFLICT (name) DO UPDATE SET count = count + excluded.count`;
  }

  /** Only inside of a write. */
  add(name: string, by = 1): void {
    this.store.run(this.increase, name, by);
  }

  of(name: string): number {
    return this.store.number(`SELECT count FROM ${this.table} WHERE name = ?`, name);
  }
}
