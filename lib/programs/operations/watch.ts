import { Offsets, type Position } from '../service/inbox';
import type { LogLine } from '../service/log';
import { Outbox } from '../service/outbox';
import type { Store } from '../service/store';
import { Tally } from '../service/tally';
import { Bursts, type BurstSettings } from './bursts';
import { alertKinds, type Alert, type AlertKind } from './events';
import { Rises, type RiseSettings } from './rises';

export type WatchSettings = BurstSettings & RiseSettings;

export interface Watched {
  readonly lines: number;
  /** Alerts that RabbitMQ has not confirmed. */
  readonly waiting: number;
  /** The last 50, the newest first. */
  readonly alerts: readonly Alert[];
  /** All that were ever raised. */
  readonly byKind: Readonly<Record<AlertKind, number>>;
}

const keptAlerts = 50;

/**
 * Watches the log: bursts of errors, and services that will be too small. Each line counts once, and an alert leaves in the same
 * transaction as what it was made from: a crash neither loses one nor makes a second.
 */
export class Watch {
  private readonly offsets: Offsets;
  private readonly bursts: Bursts;
  private readonly rises: Rises;
  private readonly outbox: Outbox;
  private readonly counts: Tally;

  constructor(
    private readonly store: Store,
    settings: WatchSettings,
    tell: (alert: string) => Promise<void>,
  ) {
    this.offsets = new Offsets(store);
    this.bursts = new Bursts(store, settings);
    this.rises = new Rises(store, settings);
    this.counts = new Tally(store, 'counts');
    this.outbox = new Outbox(store, 'alerts', ({ body }) => tell(body));
    store.define('CREATE TABLE IF NOT EXISTS raised (number INTEGER PRIMARY KEY, body TEXT NOT NULL)');
  }

  /** Resolves once all that follows from the line is on the disk. */
  read(position: Position, line: LogLine): Promise<void> {
    // A clock that is ahead would make everything else look old, and nothing would be raised until its time has come.
    const seen = { ...line, at: Math.floor(Math.min(line.at, Date.now())) };
    return this.store.write(() => {
      if (!this.offsets.first(position)) return;
      this.counts.add('lines');
      this.raise(seen.level === 'error' ? this.bursts.learn(seen) : undefined);
      this.raise(this.rises.learn(seen));
    });
  }

  get result(): Watched {
    const raised = this.store.all<{ body: string }>('SELECT body FROM raised ORDER BY number DESC');
    return {
      lines: this.counts.of('lines'),
      waiting: this.outbox.waiting,
      alerts: raised.map(({ body }) => JSON.parse(body) as Alert),
      byKind: Object.fromEntries(alertKinds.map((kind) => [kind, this.counts.of(kind)])) as Record<AlertKind, number>,
    };
  }

  drain(): Promise<void> {
    return this.outbox.drain();
  }

  private raise(alert: Alert | undefined): void {
    if (alert === undefined) return;
    const body = JSON.stringify(alert);
    this.outbox.put(body);
    this.counts.add(alert.kind);
    const { id } = this.store.run('INSERT INTO raised (body) VALUES (?)', body);
    this.store.run('DELETE FROM raised WHERE number <= ?', id - keptAlerts);
  }
}
