import { DatabaseSync, type SQLInputValue, type SQLOutputValue } from 'node:sqlite';

export type Row = Record<string, SQLOutputValue>;

interface Write {
  readonly work: () => unknown;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * How SQLite locks its file. `normal`: others on the same machine may open it, too. `exclusive`: nobody else may, so that what readers
 * would share in memory stays in this process alone, and the file may be on a network file system.
 *
 * @see https://sqlite.org/wal.html#use_of_wal_without_shared_memory
 */
export type Locking = 'normal' | 'exclusive';

/**
 * How long whoever opens or writes waits for another's lock. An exclusive one is held by the program's predecessor until it has ended; where its machine
 * has died, until the file system notices.
 */
const patienceMs = { normal: 5_000, exclusive: 60_000 } as const;

/** What a service knows, in a file of its own volume: a write that resolved is there after a crash and after a power loss. */
export class Store {
  private readonly db: DatabaseSync;
  private readonly statements = new Map<string, ReturnType<DatabaseSync['prepare']>>();
  private readonly listeners: (() => void)[] = [];
  private waiting: Write[] = [];

  /**
   * @param file where it is kept; `:memory:` keeps nothing
   * @param patience how long to wait for another's lock, in milliseconds
   * @throws Error where another has the file for itself, and keeps it for longer than that
   */
  constructor(file: string, locking: Locking = 'normal', patience: number = patienceMs[locking]) {
    this.db = new DatabaseSync(file);
    // The lock before the journal: that is when SQLite decides whether it needs memory that is shared.
    this.db.exec(`PRAGMA busy_timeout = ${patience}; PRAGMA locking_mode = ${locking}`);
    // FULL: a commit is on the disk before it counts.
    this.db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
  }

  /** Makes tables, where they are missing. */
  define(sql: string): void {
    this.db.exec(sql);
  }

  /**
   * Runs `work` in a transaction; resolves once that is on the disk. What is written in the same turn shares one
   * synchronization. When `work` throws, all that it did is undone, what others did is not.
   */
  write<T>(work: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.waiting.push({ work, resolve: resolve as (value: unknown) => void, reject });
      if (this.waiting.length === 1) setImmediate(() => this.commit());
    });
  }

  run(sql: string, ...values: SQLInputValue[]): { readonly changes: number; readonly id: number } {
    const { changes, lastInsertRowid } = this.statement(sql).run(...values);
    return { changes: Number(changes), id: Number(lastInsertRowid) };
  }

  all<Its extends Row>(sql: string, ...values: SQLInputValue[]): readonly Its[] {
    return this.statement(sql).all(...values) as Its[];
  }

  one<Its extends Row>(sql: string, ...values: SQLInputValue[]): Its | undefined {
    return this.statement(sql).get(...values) as Its | undefined;
  }

  /** A count or a sum. */
  number(sql: string, ...values: SQLInputValue[]): number {
    return Number(Object.values(this.one(sql, ...values) ?? {})[0] ?? 0);
  }

  /** Called after each commit. */
  onCommit(listener: () => void): void {
    this.listeners.push(listener);
  }

  close(): void {
    this.commit();
    this.db.close();
  }

  private statement(sql: string): ReturnType<DatabaseSync['prepare']> {
    const known = this.statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.db.prepare(sql);
    this.statements.set(sql, statement);
    return statement;
  }

  private commit(): void {
    const writes = this.waiting;
    this.waiting = [];
    if (writes.length === 0) return;
    try {
      this.db.exec('BEGIN IMMEDIATE');
      const answers = writes.map((write) => this.attempt(write));
      this.db.exec('COMMIT');
      for (const answer of answers) answer();
    } catch (error) {
      if (this.db.isTransaction) this.db.exec('ROLLBACK');
      for (const { reject } of writes) reject(error);
      return;
    }
    for (const listener of this.listeners) listener();
  }

  /** @returns what to tell whoever asked for it, once all is on the disk */
  private attempt({ work, resolve, reject }: Write): () => void {
    this.db.exec('SAVEPOINT one');
    try {
      const value = work();
      return () => resolve(value);
    } catch (error) {
      this.db.exec('ROLLBACK TO one');
      return () => reject(error);
    } finally {
      this.db.exec('RELEASE one');
    }
  }
}
