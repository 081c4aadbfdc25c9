import { KafkaBacklog } from '../../clients/kafka-backlog';
import { KafkaPublisher } from '../../clients/kafka-publisher';
import type { Environment } from '../../durability/environment';
import { kafkaClientFromEnv } from '../../kafka/client';
import { kafkaLetters } from './kafka-letter';
import { replaySettings, runReplay } from './replay';

/** Lists the dead letters of a topic that were not put back yet, or puts them back. */
export async function kafkaReplay(env: Environment): Promise<void> {
  const settings = replaySettings(env);
  const client = kafkaClientFromEnv(env);
  await runReplay(settings, async () => {
    const backlog = await KafkaBacklog.open(client, settings.from);
    return kafkaLetters(backlog, new KafkaPublisher(client), settings.to);
  });
}
