import { KafkaConsumer } from '../../clients/kafka-consumer';
import { withDeadLetters } from '../../clients/kafka-dead-letters';
import { KafkaPublisher } from '../../clients/kafka-publisher';
import type { Environment } from '../../durability/environment';
import { kafkaClientFromEnv } from '../../kafka/client';
import { logTopic } from '../service/log';
import { runService, storeOf } from '../service/service';
import { Lanes } from './lanes';

/** Reads the logs of all services, and counts their lines: what was written and is not here, one sees. */
export async function collector(env: Environment): Promise<void> {
  const lanes = new Lanes(storeOf(env));
  const settings = kafkaClientFromEnv(env);
  const publisher = new KafkaPublisher(settings);
  const consumer = new KafkaConsumer(settings, [logTopic]);
  const drain = async (): Promise<void> => {
    await consumer.drain();
    await publisher.drain();
  };
  const work = withDeadLetters(publisher, settings.groupId, (record) => lanes.work(record));
  await runService(env, { result: () => lanes.result, drain, running: consumer.run(work) });
}
