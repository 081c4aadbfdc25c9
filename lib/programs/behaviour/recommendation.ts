import type { KafkaRecord } from '../../clients/kafka-consumer';
import { Offsets } from '../service/inbox';
import type { Store } from '../service/store';
import { BoughtTogether, type Companion, type Pair } from './bought-together';
import { eventOf } from './reader';
import { Sequences } from './sequences';
import { Tally } from '../service/tally';

const shownPairs = 10;

export interface RecommendationResult {
  /** Each counted once. */
  readonly purchases: number;
  /** The pairs that are bought together most. */
  readonly top: readonly Pair[];
}

/** Learns from purchases what fits together. Of views and carts it keeps their sequence, or each would look as if it were missing. */
export class Recommendation {
  private readonly offsets: Offsets;
  private readonly sequences: Sequences;
  private readonly pairs: BoughtTogether;
  private readonly counted: Tally;

  constructor(private readonly store: Store) {
    this.offsets = new Offsets(store);
    this.sequences = new Sequences(store);
    this.pairs = new BoughtTogether(store);
    this.counted = new Tally(store, 'counted');
  }

  /** Resolves once the record is on the disk, or was before. Rejects with a PoisonError for what is no event. */
  async learn(record: KafkaRecord): Promise<void> {
    const event = eventOf(record);
    await this.store.write(() => {
      if (!this.offsets.first(record) || this.sequences.arrive(event) === 'again') return;
      if (event.type !== 'purchase') return;
      this.counted.add('purchases');
      this.pairs.add(event.skus);
    });
  }

  /** What to offer with an article. */
  with(sku: string, count: number): readonly Companion[] {
    return this.pairs.with(sku, count);
  }

  get result(): RecommendationResult {
    return { purchases: this.counted.of('purchases'), top: this.pairs.top(shownPairs) };
  }
}
