import type { Store } from '../service/store';
import { byType, type BehaviourEvent, type BehaviourType, type ByType } from './events';
import { Tally } from '../service/tally';

export interface WindowSettings {
  readonly windowSeconds?: number;
  /** How long a window stays open after its end. */
  readonly latenessSeconds?: number;
  /** Windows that are kept one by one. */
  readonly keep?: number;
}

export interface Window extends ByType {
  /** Its beginning, in milliseconds since the epoch. */
  readonly start: number;
}

/**
 * Events counted by the time at which they happened: each belongs to one window, and the windows lie side by side.
 *
 * A window closes once an event has happened `latenessSeconds` after its end; what comes later is counted as late, and not in its
 * window. The newest event of all partitions decides: after a standstill, a partition that is read after the others is late with
 * what it has. Nothing is lost by that: windows, those too old to be kept one by one, and late ones are all events.
 */
export class Windows {
  private readonly late: Tally;
  private readonly older: Tally;
  private readonly sizeMs: number;
  private readonly latenessMs: number;
  private readonly keep: number;

  constructor(
    private readonly store: Store,
    { windowSeconds = 10, latenessSeconds = 5, keep = 360 }: WindowSettings = {},
  ) {
    this.sizeMs = windowSeconds * 1_000;
    this.latenessMs = latenessSeconds * 1_000;
    this.keep = keep;
    this.late = new Tally(store, 'late');
    this.older = new Tally(store, 'older');
    store.define(`
      CREATE TABLE IF NOT EXISTS windows
        (start INTEGER, type TEXT, events INTEGER NOT NULL, PRIMARY KEY (start, type)) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS newest (row INTEGER PRIMARY KEY CHECK (row = 1), at INTEGER NOT NULL)`);
  }

  /** Only inside of a write. */
  add({ type, at }: Pick<BehaviourEvent, 'type' | 'at'>): void {
    const start = Math.floor(at / this.sizeMs) * this.sizeMs;
    if (start + this.sizeMs + this.latenessMs <= this.newest(at)) this.late.add(type);
    else if (this.count(start, type) === 1) this.prune();
  }

  /** The newest windows in which something happened, the oldest first. */
  last(count: number): readonly Window[] {
    const starts = this.store.all<{ start: number }>(
      'SELECT DISTINCT start FROM windows ORDER BY start DESC LIMIT ?',
      count,
    );
    return starts.map(({ start }) => ({ start, ...byType((type) => this.inWindow(start, type)) })).reverse();
  }

  get lateEvents(): ByType {
    return byType((type) => this.late.of(type));
  }

  /** All events, in whichever window, late or not. */
  get byType(): ByType {
    const inWindows = 'SELECT coalesce(sum(events), 0) FROM windows WHERE type = ?';
    return byType((type) => this.store.number(inWindows, type) + this.older.of(type) + this.late.of(type));
  }

  /** @returns when the newest event happened that has come so far, this one included */
  private newest(at: number): number {
    return this.store.number(
      'INSERT INTO newest (row, at) VALUES (1, ?) ON CONFLICT (row) DO UPDATE SET at = max(at, excluded.at) RETURNING at',
      at,
    );
  }

  /** @returns how many of this type are in the window now */
  private count(start: number, type: BehaviourType): number {
    return this.store.number(
      `INSERT INTO windows (start, type, events) VALUES (?, ?, 1)
       ON CONFLICT (start, type) DO UPDATE SET events = events + 1 RETURNING events`,
      start,
      type,
    );
  }

  private inWindow(start: number, type: BehaviourType): number {
    return this.store.number('SELECT events FROM windows WHERE start = ? AND type = ?', start, type);
  }

  /** Adds up what is older than the windows that are kept. */
  private prune(): void {
    const [first] = this.store.all<{ start: number }>(
      'SELECT DISTINCT start FROM windows ORDER BY start DESC LIMIT 1 OFFSET ?',
      this.keep,
    );
    if (first === undefined) return;
    const sums = this.store.all<{ type: BehaviourType; events: number }>(
      'SELECT type, sum(events) AS events FROM windows WHERE start <= ? GROUP BY type',
      first.start,
    );
    for (const { type, events } of sums) this.older.add(type, events);
    this.store.run('DELETE FROM windows WHERE start <= ?', first.start);
  }
}
