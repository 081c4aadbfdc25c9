import { RabbitMqConsumer } from '../../clients/rabbitmq-consumer';
import { RabbitMqPublisher } from '../../clients/rabbitmq-publisher';
import type { Environment } from '../../durability/environment';
import { rabbitMqClientFromEnv } from '../../rabbitmq/client';
import { letterOf, putBackTo } from './rabbitmq-letter';
import { Replay, replaySettings, runReplay } from './replay';

/** Lists the dead letters of a queue, or puts them back. */
export async function rabbitMqReplay(env: Environment): Promise<void> {
  const settings = replaySettings(env);
  const client = rabbitMqClientFromEnv(env);
  const replay = new Replay(settings);
  const publisher = new RabbitMqPublisher(client, 'replay');
  // All of them to look at; one after the other to put them back.
  const reader = new RabbitMqConsumer(client, settings.from, 'replay', settings.putBack ? 1 : settings.limit);
  const reading = reader.run((delivery) =>
    replay.work(letterOf(delivery), () => publisher.publish(putBackTo(settings.to, settings.run, delivery))),
  );
  await runReplay(replay, reading);
}
