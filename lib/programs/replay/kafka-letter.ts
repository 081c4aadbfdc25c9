import type { KafkaRecord } from '../../clients/kafka-consumer';
import type { KafkaMessage } from '../../clients/kafka-publisher';
import { deadLetterHeaders } from '../../kafka/dead-letter';
import { replayedHeader, type Letter } from './replay';

const ofItsDeath: readonly string[] = Object.values(deadLetterHeaders);

/** What a record of a dead-letter topic says of itself. */
export function letterOf({ headers, value }: Pick<KafkaRecord, 'headers' | 'value'>): Letter {
  const { reason, partition, offset, group, at } = deadLetterHeaders;
  const place = `partition ${headers[partition] ?? '?'} offset ${headers[offset] ?? '?'}`;
  return {
    reason: headers[reason] ?? 'unknown',
    from: `${place}, for ${headers[group] ?? '?'}`,
    at: headers[at] ?? '-',
    body: value,
    run: headers[replayedHeader],
  };
}

/** The record as it was: every group reads it again. */
export function putBackTo(topic: string, run: string, { key, value, headers }: KafkaRecord): KafkaMessage {
  const own = Object.entries(headers).filter(([name]) => !ofItsDeath.includes(name));
  return { topic, key, value, headers: { ...Object.fromEntries(own), [replayedHeader]: run } };
}
