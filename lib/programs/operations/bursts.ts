import type { LogLine } from '../service/log';
import type { Store } from '../service/store';
import type { Alert } from './events';
import { Spells } from './spells';

export interface BurstSettings {
  /** Errors of one service that make a burst. */
  readonly errors: number;
  /** Within this time. A burst is over after as long without any error. */
  readonly seconds: number;
}

/** What is remembered of an error. */
export type ErrorLine = Pick<LogLine, 'service' | 'lane' | 'number' | 'at'>;

const kind = 'error-burst';
/** Lanes of a service may be read this far apart, and still make a burst together. */
const keepMs = 3_600_000;

/**
 * The first time in order that begins `enough` of them within `spanMs`, or nothing.
 *
 * @param times in milliseconds, in any order
 */
export function crowdIn(times: readonly number[], enough: number, spanMs: number): number | undefined {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted.find((time, index) => (sorted[index + enough - 1] ?? Infinity) - time <= spanMs);
}

/**
 * Bursts of errors: `errors` or more of one service within `seconds`, by the time at which the lines were written, so that whoever
 * catches up with a backlog finds the same bursts as who was there. Each is told once.
 *
 * Lines may come late and in any order; one that comes twice counts once. Errors that belong to no burst are kept on the volume for an
 * hour: a crash in the middle of a burst forgets none. They are few by nature, since more of them would be a burst.
 */
export class Bursts {
  private readonly spells: Spells;
  private readonly spanMs: number;

  constructor(
    private readonly store: Store,
    private readonly settings: BurstSettings,
  ) {
    this.spanMs = settings.seconds * 1_000;
    this.spells = new Spells(store, kind, this.spanMs);
    store.define(`
      CREATE TABLE IF NOT EXISTS errors
        (lane TEXT, number INTEGER, service TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (lane, number)) WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS errors_of ON errors (service, at)`);
  }

  /** Only inside of a write: one more error. @returns the alert, when it makes a burst that was not told of */
  learn({ service, lane, number, at }: ErrorLine): Alert | undefined {
    const { store, spanMs, settings } = this;
    if (this.spells.lasts(service, at)) return undefined;
    store.run('DELETE FROM errors WHERE service = ? AND at < ?', service, at - spanMs - keepMs);
    store.run(
      'INSERT OR IGNORE INTO errors (lane, number, service, at) VALUES (?, ?, ?, ?)',
      lane,
      number,
      service,
      at,
    );
    const around = store.all<{ at: number }>(
      'SELECT at FROM errors WHERE service = ? AND at BETWEEN ? AND ?',
      ...[service, at - spanMs, at + spanMs],
    );
    const times = around.map((error) => error.at);
    const since = crowdIn(times, settings.errors, spanMs);
    if (since === undefined) return undefined;
    this.spells.begin(service, since, Math.max(...times));
    // Whatever comes next to them belongs to the burst, with or without them.
    store.run('DELETE FROM errors WHERE service = ? AND at BETWEEN ? AND ?', service, since, Math.max(...times));
    const text = `${service}: ${settings.errors} errors or more within ${settings.seconds} s`;
    return { id: `burst:${service}:${since}`, kind, service, at: since, text };
  }
}
