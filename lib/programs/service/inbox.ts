import { forgetOld } from './prune';
import type { Store } from './store';

/** What was worked on, for 30 days: brokers deliver at least once, and effects shall happen once. */
export class Inbox {
  constructor(private readonly store: Store) {
    store.define('CREATE TABLE IF NOT EXISTS inbox (id TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID');
    forgetOld(store, 'inbox');
  }

  /** Only inside of a write, together with the effect. @returns false for what was worked on before */
  first(id: string): boolean {
    return this.store.run('INSERT OR IGNORE INTO inbox (id, at) VALUES (?, ?)', id, Date.now()).changes === 1;
  }
}

/** Where a record stands in a log. */
export interface Position {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
}

/** The same for a log: how far each partition was worked on. Its records come in order, so one number says it. */
export class Offsets {
  /** What was written since the start: more than what is there means that a write was undone. */
  private readonly written = new Map<string, bigint>();

  constructor(private readonly store: Store) {
    store.define(
      'CREATE TABLE IF NOT EXISTS offsets (topic TEXT, partition INTEGER, next INTEGER NOT NULL, PRIMARY KEY (topic, partition)) WITHOUT ROWID',
    );
  }

  /**
   * Only inside of a write, together with the effect. Who calls a record poison does so before.
   *
   * @returns false for a record that was worked on before
   * @throws Error where the write of a record before it failed: its number would hide that one for ever
   */
  first({ topic, partition, offset }: Position): boolean {
    const name = `${topic}/${partition}`;
    const next = BigInt(
      this.store.number('SELECT next FROM offsets WHERE topic = ? AND partition = ?', topic, partition),
    );
    if (next < (this.written.get(name) ?? 0n))
      throw new Error(`a record of ${name} before ${offset} was not worked on`);
    if (offset < next) return false;
    this.store.run(
      'INSERT OR REPLACE INTO offsets (topic, partition, next) VALUES (?, ?, ?)',
      topic,
      partition,
      offset + 1n,
    );
    this.written.set(name, offset + 1n);
    return true;
  }
}
