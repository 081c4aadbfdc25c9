import type { Store } from '../service/store';

export interface Pair {
  /** In the order of the alphabet. */
  readonly skus: readonly [string, string];
  /** Purchases that had both. */
  readonly together: number;
}

export interface Companion {
  readonly sku: string;
  readonly together: number;
}

/** The part that stays when there are too many: so that this is rarely done. */
const keptShare = 0.9;

/**
 * How often two articles were in one purchase.
 *
 * It counts at most `most` pairs. When there are more, the tenth with the smallest counts is forgotten, and a forgotten pair begins
 * at 1 when it is bought again: with more pairs than that, a count may be too small, by what the pair had when it was forgotten.
 */
export class BoughtTogether {
  constructor(
    private readonly store: Store,
    private readonly most = 10_000,
  ) {
    store.define(`
      CREATE TABLE IF NOT EXISTS pairs
        (one TEXT, other TEXT, together INTEGER NOT NULL, PRIMARY KEY (one, other)) WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS pairs_by_other ON pairs (other);
      CREATE INDEX IF NOT EXISTS pairs_by_count ON pairs (together)`);
  }

  /** Only inside of a write: what was bought in one purchase, however many of each. */
  add(skus: readonly string[]): void {
    const different = [...new Set(skus)].sort();
    const counts = different.flatMap((one, index) => different.slice(index + 1).map((other) => this.count(one, other)));
    if (counts.includes(1)) this.prune();
  }

  /** What is bought together most, of all. Where two are alike, in the order of the alphabet. */
  top(count: number): readonly Pair[] {
    const rows = this.store.all<{ one: string; other: string; together: number }>(
      'SELECT one, other, together FROM pairs ORDER BY together DESC, one, other LIMIT ?',
      count,
    );
    return rows.map(({ one, other, together }) => ({ skus: [one, other], together }));
  }

  /** What is bought most together with this. */
  with(sku: string, count: number): readonly Companion[] {
    const rows = this.store.all<{ sku: string; together: number }>(
      `SELECT other AS sku, together FROM pairs WHERE one = ? UNION ALL
       SELECT one AS sku, together FROM pairs WHERE other = ? ORDER BY together DESC, sku LIMIT ?`,
      sku,
      sku,
      count,
    );
    return rows.map(({ sku: companion, together }) => ({ sku: companion, together }));
  }

  private count(one: string, other: string): number {
    return this.store.number(
      `INSERT INTO pairs (one, other, together) VALUES (?, ?, 1)
       ON CONFLICT (one, other) DO UPDATE SET together = together + 1 RETURNING together`,
      one,
      other,
    );
  }

  private prune(): void {
    const pairs = this.store.number('SELECT count(*) FROM pairs');
    if (pairs <= this.most) return;
    this.store.run(
      `DELETE FROM pairs WHERE (one, other) IN (SELECT one, other FROM pairs ORDER BY together, one, other LIMIT ?)`,
      pairs - Math.floor(this.most * keptShare),
    );
  }
}
