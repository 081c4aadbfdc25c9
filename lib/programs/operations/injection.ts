import type { Store } from '../service/store';
import type { Injected } from './traffic';

/**
 * When an injection began, and how many of its errors were made: on the volume, so that a generator that was killed goes on with it
 * instead of making it again. Another setting begins anew.
 */
export class Injection {
  private readonly since: number;

  constructor(
    private readonly store: Store,
    { burst, ramp }: Injected,
    now = Date.now(),
  ) {
    store.define(
      'CREATE TABLE IF NOT EXISTS injection (setting TEXT NOT NULL, since INTEGER NOT NULL, errors INTEGER NOT NULL)',
    );
    const setting = JSON.stringify({ burst, ramp });
    store.run('DELETE FROM injection WHERE setting <> ?', setting);
    store.run('INSERT INTO injection SELECT ?, ?, 0 WHERE NOT EXISTS (SELECT 1 FROM injection)', setting, now);
    this.since = store.number('SELECT since FROM injection');
  }

  /** Since it began. */
  seconds(now: number): number {
    return (now - this.since) / 1_000;
  }

  /** Errors that it has made. */
  get errors(): number {
    return this.store.number('SELECT errors FROM injection');
  }

  /** Only inside of a write: one more error. */
  failed(): void {
    this.store.run('UPDATE injection SET errors = errors + 1');
  }
}
