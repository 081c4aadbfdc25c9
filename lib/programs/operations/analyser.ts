import { KafkaConsumer } from '../../clients/kafka-consumer';
import { withDeadLetters } from '../../clients/kafka-dead-letters';
import { KafkaPublisher } from '../../clients/kafka-publisher';
import { RabbitMqPublisher } from '../../clients/rabbitmq-publisher';
import { positive, type Environment } from '../../durability/environment';
import { kafkaClientFromEnv } from '../../kafka/client';
import { rabbitMqClientFromEnv } from '../../rabbitmq/client';
import { atMost } from '../service/at-most';
import { logLine, logTopic } from '../service/log';
import { parse } from '../service/parse';
import { runService, storeOf } from '../service/service';
import { alertExchange } from './events';
import { Watch } from './watch';

/** The group that watches the log of all services. Goes on until it is asked to stop. */
export async function analyser(env: Environment): Promise<void> {
  const kafka = kafkaClientFromEnv(env);
  const publisher = new KafkaPublisher(kafka);
  const messenger = new RabbitMqPublisher(rabbitMqClientFromEnv(env), 'analyser');
  const settings = {
    errors: positive(env, 'BURST_ERRORS', 5),
    seconds: positive(env, 'BURST_SECONDS', 10),
    forecastSeconds: positive(env, 'FORECAST_SECONDS', 60),
    horizonMinutes: positive(env, 'HORIZON_MINUTES', 10),
  };
  const watch = new Watch(storeOf(env), settings, (alert) =>
    messenger.publish({ exchange: alertExchange, routingKey: '', content: Buffer.from(alert) }),
  );
  const consumer = new KafkaConsumer(kafka, [logTopic]);
  const running = consumer.run(
    withDeadLetters(publisher, kafka.groupId, async (record) => watch.read(record, parse(logLine, record.value))),
  );
  const drain = async (): Promise<void> => {
    // What Kafka does not take back now, it gives again; alerts that nobody took are on the volume.
    await atMost(consumer.drain());
    await watch.drain();
    await atMost(Promise.all([publisher.drain(), messenger.drain()]));
  };
  await runService(env, { result: () => watch.result, drain, running });
}
