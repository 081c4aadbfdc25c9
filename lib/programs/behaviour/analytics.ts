import type { KafkaRecord } from '../../clients/kafka-consumer';
import { Offsets } from '../service/inbox';
import type { Store } from '../service/store';
import { totalOf, type ByType } from './events';
import { eventOf } from './reader';
import { Sequences } from './sequences';
import { Tally } from '../service/tally';
import { Windows, type Window, type WindowSettings } from './windows';

const shownWindows = 12;

export interface AnalyticsResult {
  /** Each counted once: those in windows, and the late ones. */
  readonly events: number;
  readonly byType: ByType;
  readonly late: number;
  /** Read again, because they were sent again. */
  readonly duplicates: number;
  /** Events whose user has one before them that had not come. That one is not, when it comes. */
  readonly outOfOrder: number;
  readonly windows: readonly Window[];
}

/** Counts what users do, by when they did it, and checks that nothing of a user is missing. */
export class Analytics {
  private readonly offsets: Offsets;
  private readonly sequences: Sequences;
  private readonly windows: Windows;
  private readonly found: Tally;

  constructor(
    private readonly store: Store,
    settings: WindowSettings = {},
  ) {
    this.offsets = new Offsets(store);
    this.sequences = new Sequences(store);
    this.windows = new Windows(store, settings);
    this.found = new Tally(store, 'found');
  }

  /** Resolves once the record is counted on the disk, or was before. Rejects with a PoisonError for what is no event. */
  async count(record: KafkaRecord): Promise<void> {
    const event = eventOf(record);
    await this.store.write(() => {
      if (!this.offsets.first(record)) return;
      const arrival = this.sequences.arrive(event);
      if (arrival === 'again' || arrival === 'gap') this.found.add(arrival);
      if (arrival !== 'again') this.windows.add(event);
    });
  }

  get result(): AnalyticsResult {
    const { byType, lateEvents } = this.windows;
    return {
      events: totalOf(byType),
      byType,
      late: totalOf(lateEvents),
      duplicates: this.found.of('again'),
      outOfOrder: this.found.of('gap'),
      windows: this.windows.last(shownWindows),
    };
  }
}
