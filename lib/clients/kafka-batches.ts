import type { KafkaRecord } from './kafka-consumer';

/** A batch as a broker answers it: its records count from its first offset. */
export interface Batch {
  readonly firstOffset: bigint;
  readonly lastOffsetDelta: number;
  readonly attributes: number;
  readonly records: readonly {
    readonly offsetDelta: number;
    readonly key: Buffer | null;
    readonly value: Buffer | null;
    readonly headers: readonly (readonly [Buffer | null, Buffer | null])[];
  }[];
}

/** Marks what brokers write for themselves: the ends of transactions. */
const isControl = 0b10_0000;

/** The records of a batch. */
export function batchRecords(batch: Batch, place: Pick<KafkaRecord, 'topic' | 'partition'>): readonly KafkaRecord[] {
  if ((batch.attributes & isControl) !== 0) return [];
  return batch.records.map(({ offsetDelta, key, value, headers }) => ({
    ...place,
    offset: batch.firstOffset + BigInt(offsetDelta),
    key: key?.toString() ?? '',
    value: value ?? Buffer.alloc(0),
    headers: Object.fromEntries(headers.map(([name, its]) => [name?.toString() ?? '', its?.toString() ?? ''])),
  }));
}

/** Where to read on behind some batches. */
export const nextOffset = (batches: readonly Batch[], from: bigint): bigint =>
  batches.reduce((next, { firstOffset, lastOffsetDelta }) => {
    const behind = firstOffset + BigInt(lastOffsetDelta) + 1n;
    return behind > next ? behind : next;
  }, from);
