import { deadLetterHeaders, deadLetterTopicOf } from '../kafka/dead-letter';
import type { KafkaRecord } from './kafka-consumer';
import type { KafkaPublisher } from './kafka-publisher';
import { PoisonError } from './poison';

/**
 * The same work, but a record that throws a PoisonError goes to the dead-letter topic with its reason, and blocks nobody. Any
 * other failure stays one: the consumer ends, and reads the record again.
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
      const { topic, partition, offset, key, value, headers } = record;
      await publisher.publish({
        topic: deadLetterTopicOf(topic),
        key,
        value,
        headers: {
          ...headers,
          [deadLetterHeaders.reason]: error.message,
          [deadLetterHeaders.topic]: topic,
          [deadLetterHeaders.partition]: String(partition),
          [deadLetterHeaders.offset]: String(offset),
          [deadLetterHeaders.group]: group,
          [deadLetterHeaders.at]: new Date().toISOString(),
        },
      });
    }
  };
}
