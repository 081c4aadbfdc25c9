import type { Environment } from '../../durability/environment';
import { kafkaClientFromEnv } from '../../kafka/client';
import { atMost } from '../service/at-most';
import { PatientKafka } from '../service/patient-kafka';
import { readQueues } from '../service/queues';
import { runService } from '../service/service';
import { Handler } from './handle';

/** A service that others call over RabbitMQ, and that logs each call to Kafka. Goes on until it is asked to stop. */
export async function service(env: Environment): Promise<void> {
  const publisher = new PatientKafka(kafkaClientFromEnv(env));
  const handler = new Handler(publisher);
  const queues = readQueues(env, ({ content }) => handler.handle(content));
  const drain = async (): Promise<void> => {
    const drained = queues.drain();
    await atMost(drained);
    handler.stop();
    await drained;
    await atMost(publisher.drain());
  };
  await runService(env, { result: () => handler.result, drain, running: queues.running });
}
