import type { Store } from './store';

/** Longer than any message waits in a queue or a dead-letter queue before somebody puts it back. */
const keepMs = 30 * 24 * 3_600_000;
const pruneEveryMs = 3_600_000;

/**
 * Rows of a table are forgotten 30 days after their column `at`: at the start, and every hour.
 *
 * @param over SQL that tells which rows nothing can follow on any more: only they are forgotten
 */
export function forgetOld(store: Store, table: string, over = 'true'): void {
  store.define(`CREATE INDEX IF NOT EXISTS ${table}_by_age ON ${table} (at)`);
  // What fails is tried again in an hour.
  const prune = (): void =>
    void store
      .write(() => store.run(`DELETE FROM ${table} WHERE at < ? AND ${over}`, Date.now() - keepMs))
      .catch(() => undefined);
  prune();
  setInterval(prune, pruneEveryMs).unref();
}
