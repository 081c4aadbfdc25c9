import { hostname } from 'node:os';
import { RabbitMqConsumer } from '../../clients/rabbitmq-consumer';
import { listOf, type Environment } from '../../durability/environment';
import { kafkaClientFromEnv } from '../../kafka/client';
import { rabbitMqClientFromEnv } from '../../rabbitmq/client';
import { PatientKafka } from '../service/patient-kafka';
import { runService } from '../service/service';
import { Handler } from './handle';

const atOnce = 50;

/** A service that others call over RabbitMQ, and that logs each call to Kafka. Goes on until it is asked to stop. */
export async function service(env: Environment): Promise<void> {
  const publisher = new PatientKafka(kafkaClientFromEnv(env));
  const handler = new Handler(publisher);
  const name = env['POD_NAME'] ?? hostname();
  const readers = listOf(env, 'RABBITMQ_CONSUME_QUEUES').map((queue) => {
    const reader = new RabbitMqConsumer(rabbitMqClientFromEnv(env), queue, `${name} ${queue}`, atOnce);
    return { reader, ran: reader.run(({ content }) => handler.handle(content)) };
  });
  const drain = async (): Promise<void> => {
    await Promise.all(readers.map(({ reader }) => reader.drain()));
    await publisher.drain();
  };
  await runService(env, { result: () => handler.result, drain, running: Promise.all(readers.map(({ ran }) => ran)) });
}
