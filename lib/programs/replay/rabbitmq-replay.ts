import { RabbitMqPublisher } from '../../clients/rabbitmq-publisher';
import { RabbitMqReader } from '../../clients/rabbitmq-reader';
import type { Environment } from '../../durability/environment';
import { rabbitMqClientFromEnv } from '../../rabbitmq/client';
import { rabbitMqLetters } from './rabbitmq-letter';
import { replaySettings, runReplay } from './replay';

/** Lists the dead letters of a queue, or puts them back. */
export async function rabbitMqReplay(env: Environment): Promise<void> {
  const settings = replaySettings(env);
  const client = rabbitMqClientFromEnv(env);
  await runReplay(settings, async () => {
    const reader = await RabbitMqReader.open(client, settings.from, 'replay');
    return rabbitMqLetters(reader, new RabbitMqPublisher(client, 'replay'), settings.to);
  });
}
