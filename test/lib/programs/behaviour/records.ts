import type { KafkaRecord } from '../../../../lib/clients/kafka-consumer';
import type { BehaviourEvent } from '../../../../lib/programs/behaviour/events';

/** A view of `sku-1`, unless it says something else. */
export const event = (user: string, sequence: number, over: Partial<BehaviourEvent> = {}): BehaviourEvent => ({
  id: `${user}-${sequence}`,
  user,
  sequence,
  type: 'view',
  skus: ['sku-1'],
  at: 0,
  ...over,
});

export const record = (value: BehaviourEvent | string, offset: number, partition = 0): KafkaRecord => ({
  topic: 'user-behaviour',
  partition,
  offset: BigInt(offset),
  key: typeof value === 'string' ? '' : value.user,
  value: Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)),
  headers: {},
});

/** The records of one partition, in their order from offset 0. */
export const partition = (...values: readonly (BehaviourEvent | string)[]): readonly KafkaRecord[] =>
  values.map((value, offset) => record(value, offset));
