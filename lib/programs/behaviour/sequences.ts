import type { Store } from '../service/store';

/** How an event stands to the one before it of the same user; `behind`: it was missing, and comes after later ones. */
export type Arrival = 'next' | 'again' | 'gap' | 'behind';

/**
 * Which events of each user have come. An event that was sent again stands in the log twice, at two offsets: only its sequence
 * tells. One that was missing may still come, from the dead letters: it was not counted yet.
 *
 * It keeps a row for each user and forgets none: the next event of a forgotten one would look as if those before it were missing.
 * What is missing is kept as stretches, a row each however long it is. Beyond `most` of them, the oldest is forgotten: what it held
 * counts as seen before, should it still come.
 */
export class Sequences {
  constructor(
    private readonly store: Store,
    private readonly most = 100_000,
  ) {
    store.define(`
      CREATE TABLE IF NOT EXISTS sequences (user TEXT PRIMARY KEY, last INTEGER NOT NULL) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS missing
        (number INTEGER PRIMARY KEY, user TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, UNIQUE (user, first))`);
  }

  /** Only inside of a write. After a gap it goes on from there. */
  arrive({ user, sequence }: { readonly user: string; readonly sequence: number }): Arrival {
    const last = this.store.number('SELECT last FROM sequences WHERE user = ?', user);
    if (sequence <= last) return this.fill(user, sequence) ? 'behind' : 'again';
    this.store.run('INSERT OR REPLACE INTO sequences (user, last) VALUES (?, ?)', user, sequence);
    if (sequence === last + 1) return 'next';
    this.miss(user, last + 1, sequence - 1);
    return 'gap';
  }

  /** @returns whether it was missing. What is left of its stretch still is */
  private fill(user: string, sequence: number): boolean {
    const stretch = this.store.one<{ number: number; first: number; last: number }>(
      'SELECT number, first, last FROM missing WHERE user = ? AND first <= ? ORDER BY first DESC LIMIT 1',
      user,
      sequence,
    );
    if (stretch === undefined || stretch.last < sequence) return false;
    this.store.run('DELETE FROM missing WHERE number = ?', stretch.number);
    this.miss(user, stretch.first, sequence - 1);
    this.miss(user, sequence + 1, stretch.last);
    return true;
  }

  private miss(user: string, first: number, last: number): void {
    if (first > last) return;
    const { id } = this.store.run('INSERT INTO missing (user, first, last) VALUES (?, ?, ?)', user, first, last);
    this.store.run('DELETE FROM missing WHERE number <= ?', id - this.most);
  }
}
