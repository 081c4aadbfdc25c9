import type { Store } from '../service/store';

/** How an event stands to the one before it of the same user. */
export type Arrival = 'next' | 'again' | 'gap';

/**
 * How far each user has come. An event that was sent again stands in the log twice, at two offsets: only its sequence tells.
 *
 * It keeps a row for each user and forgets none: the next event of a forgotten one would look as if those before it were missing.
 */
export class Sequences {
  constructor(private readonly store: Store) {
    store.define('CREATE TABLE IF NOT EXISTS sequences (user TEXT PRIMARY KEY, last INTEGER NOT NULL) WITHOUT ROWID');
  }

  /** Only inside of a write. After a gap it goes on from there: what was missing counts as seen before if it still comes. */
  arrive({ user, sequence }: { readonly user: string; readonly sequence: number }): Arrival {
    const last = this.store.number('SELECT last FROM sequences WHERE user = ?', user);
    if (sequence <= last) return 'again';
    this.store.run('INSERT OR REPLACE INTO sequences (user, last) VALUES (?, ?)', user, sequence);
    return sequence === last + 1 ? 'next' : 'gap';
  }
}
