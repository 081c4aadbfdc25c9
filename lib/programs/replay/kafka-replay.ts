import { KafkaConsumer } from '../../clients/kafka-consumer';
import { KafkaPublisher } from '../../clients/kafka-publisher';
import type { Environment } from '../../durability/environment';
import { kafkaClientFromEnv } from '../../kafka/client';
import { letterOf, putBackTo } from './kafka-letter';
import { Replay, replaySettings, runReplay } from './replay';

/**
 * Lists the dead letters of a topic that were not put back yet, or puts them back. The position of a consumer group says how far
 * they were: a topic gives nothing away.
 */
export async function kafkaReplay(env: Environment): Promise<void> {
  const settings = replaySettings(env);
  const client = kafkaClientFromEnv(env);
  const replay = new Replay(settings);
  const publisher = new KafkaPublisher(client);
  const reader = new KafkaConsumer(client, [settings.from], settings.putBack ? 1 : settings.limit);
  const reading = reader.run((record) =>
    replay.work(letterOf(record), () => publisher.publish(putBackTo(settings.to, settings.run, record))),
  );
  await runReplay(replay, reading);
}
