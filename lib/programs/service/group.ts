import { KafkaConsumer, type KafkaRecord } from '../../clients/kafka-consumer';
import { withDeadLetters } from '../../clients/kafka-dead-letters';
import { KafkaPublisher } from '../../clients/kafka-publisher';
import type { Environment } from '../../durability/environment';
import { kafkaClientFromEnv } from '../../kafka/client';
import { atMost } from './at-most';
import { runService, type Service } from './service';

export interface Group extends Pick<Service, 'result' | 'routes'> {
  /** Resolves once what the record did is on the disk. A PoisonError sends it to the dead letters. */
  readonly work: (record: KafkaRecord) => Promise<void>;
}

/** Reads a topic as a group of its own, until it is asked to stop. */
export async function runGroup(env: Environment, topic: string, { work, ...pages }: Group): Promise<void> {
  const settings = kafkaClientFromEnv(env);
  const publisher = new KafkaPublisher(settings);
  const consumer = new KafkaConsumer(settings, [topic]);
  const drain = async (): Promise<void> => {
    // What Kafka does not take back now, it gives again.
    await atMost(consumer.drain());
    await atMost(publisher.drain());
  };
  const running = consumer.run(withDeadLetters(publisher, settings.groupId, work));
  await runService(env, { ...pages, drain, running });
}
