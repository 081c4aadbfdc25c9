import { deadLetterHeaders, deadLetterTopicOf } from '../kafka/dead-letter';
import { isKafkaAnswer } from './kafka-connection';
import type { KafkaRecord } from './kafka-consumer';
import type { KafkaMessage, KafkaPublisher } from './kafka-publisher';
import { PoisonError } from './poison';

/** What is kept of a value that does not fit. */
const keptBytes = 65_536;
/** What a broker answers to a record that is larger than the topic takes, or than a segment. */
const tooLarge = ['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE'];

/**
 * The same work, but a record that throws a PoisonError goes to the dead-letter topic with its reason, and blocks nobody. Any
 * other failure stays one: the consumer ends, and reads the record again.
 *
 * A record that just fitted into its topic does not fit with the headers of a dead letter. It is put there with the beginning of its
 * value: the whole is where the headers say, for as long as its topic keeps it.
 *
 * @param group the consumer group, so that whoever reads the dead letter knows whose work failed
 */
export function withDeadLetters(
  publisher: Pick<KafkaPublisher, 'publish'>,
  group: string,
  work: (record: KafkaRecord) => Promise<void>,
): (record: KafkaRecord) => Promise<void> {
  return async (record) => {
    try {
      await work(record);
    } catch (error) {
      if (!(error instanceof PoisonError)) throw error;
      const letter = letterOf(record, group, error.message);
      await publisher.publish(letter).catch((refusal: unknown) => {
        if (!isKafkaAnswer(refusal, tooLarge)) throw refusal;
        return publisher.publish(truncated(letter, record.value));
      });
    }
  };
}

function letterOf(
  { topic, partition, offset, key, value, headers }: KafkaRecord,
  group: string,
  why: string,
): KafkaMessage {
  return {
    topic: deadLetterTopicOf(topic),
    key,
    value,
    headers: {
      ...headers,
      [deadLetterHeaders.reason]: why,
      [deadLetterHeaders.topic]: topic,
      [deadLetterHeaders.partition]: String(partition),
      [deadLetterHeaders.offset]: String(offset),
      [deadLetterHeaders.group]: group,
      [deadLetterHeaders.at]: new Date().toISOString(),
    },
  };
}

const truncated = ({ headers, ...letter }: KafkaMessage, value: Buffer): KafkaMessage => ({
  ...letter,
  value: value.subarray(0, keptBytes),
  headers: { ...headers, [deadLetterHeaders.truncatedFrom]: String(value.length) },
});
