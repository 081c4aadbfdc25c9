import type { KafkaBacklog } from '../../clients/kafka-backlog';
import type { KafkaRecord } from '../../clients/kafka-consumer';
import type { KafkaMessage, KafkaPublisher } from '../../clients/kafka-publisher';
import { deadLetterHeaders } from '../../kafka/dead-letter';
import { replaysHeader, replaysOf, type Letter, type Letters } from './replay';

/** That it is only the beginning of a record stays with it: nothing else would tell. */
const ofItsDeath: readonly string[] = Object.values(deadLetterHeaders).filter(
  (name) => name !== deadLetterHeaders.truncatedFrom,
);

/** What a record of a dead-letter topic says of itself. */
export function letterOf({ headers, value }: Pick<KafkaRecord, 'headers' | 'value'>): Letter {
  const { reason, partition, offset, group, at, truncatedFrom } = deadLetterHeaders;
  const whole = headers[truncatedFrom];
  const cut = whole === undefined ? '' : ` (the first ${value.length} of ${whole} bytes)`;
  const place = `partition ${headers[partition] ?? '?'} offset ${headers[offset] ?? '?'}`;
  return {
    reason: `${headers[reason] ?? 'unknown'}${cut}`,
    from: `${place}, for ${headers[group] ?? '?'}`,
    at: headers[at] ?? '-',
    body: value,
    replays: replaysOf(headers[replaysHeader]),
  };
}

/** The record as it was, or as much of it as fitted: every group reads it again. */
export function putBackTo(topic: string, { key, value, headers }: KafkaRecord): KafkaMessage {
  const own = Object.entries(headers).filter(([name]) => !ofItsDeath.includes(name));
  const replays = String(replaysOf(headers[replaysHeader]) + 1);
  return { topic, key, value, headers: { ...Object.fromEntries(own), [replaysHeader]: replays } };
}

/** The dead letters of a topic behind the position of a group: a topic gives nothing away, so the position says how far they were put back. */
export function kafkaLetters(
  backlog: Pick<KafkaBacklog, 'count' | 'next' | 'commit' | 'close'>,
  publisher: Pick<KafkaPublisher, 'publish' | 'drain'>,
  to: string,
): Letters {
  return {
    count: backlog.count,
    async next() {
      const record = await backlog.next();
      if (record === undefined) return undefined;
      return {
        letter: letterOf(record),
        publish: () => publisher.publish(putBackTo(to, record)),
        acknowledge: () => backlog.commit(record),
      };
    },
    async close() {
      await Promise.all([publisher.drain(), backlog.close()]);
    },
  };
}
