import type { Store } from '../service/store';

const keepMs = 24 * 3_600_000;

/**
 * Times during which something lasts, by the time of the lines that tell of it: one that comes late, or again after a restart,
 * belongs to the same spell.
 */
export class Spells {
  constructor(
    private readonly store: Store,
    private readonly kind: string,
    /** A spell is over when this long nothing tells of it. */
    private readonly gapMs: number,
  ) {
    store.define(`
      CREATE TABLE IF NOT EXISTS spells (kind TEXT, service TEXT, since INTEGER NOT NULL, upto INTEGER NOT NULL);
      CREATE INDEX IF NOT EXISTS spells_of ON spells (kind, service)`);
  }

  /** Only inside of a write. @returns whether a known spell lasts until then; it then lasts at least that long */
  lasts(service: string, at: number): boolean {
    const { kind, gapMs } = this;
    return (
      this.store.run(
        `UPDATE spells SET since = min(since, ?), upto = max(upto, ?)
         WHERE kind = ? AND service = ? AND ? BETWEEN since - ? AND upto + ?`,
        ...[at, at, kind, service, at, gapMs, gapMs],
      ).changes > 0
    );
  }

  /** Only inside of a write. */
  begin(service: string, since: number, upto: number): void {
    this.store.run('DELETE FROM spells WHERE upto < ?', upto - keepMs);
    this.store.run(
      'INSERT INTO spells (kind, service, since, upto) VALUES (?, ?, ?, ?)',
      this.kind,
      service,
      since,
      upto,
    );
  }
}
