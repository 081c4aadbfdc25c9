import { KafkaConsumer, type KafkaRecord } from '../../clients/kafka-consumer';
import { withDeadLetters } from '../../clients/kafka-dead-letters';
import { KafkaPublisher } from '../../clients/kafka-publisher';
import { positive, type Environment } from '../../durability/environment';
import { kafkaClientFromEnv } from '../../kafka/client';
import type { Program } from '../dispatch';
import { json } from '../service/http';
import { steadily } from '../service/pace';
import { runService, storeOf, type Service } from '../service/service';
import { Analytics } from './analytics';
import { behaviourTopic } from './events';
import { Recommendation } from './recommendation';
import { Visitors, visitorSettings } from './visitors';

/** While Kafka takes nothing, about this many events wait on the volume, and no more are made. */
const mostWaiting = 20_000;
const lookEveryMs = 1_000;

/** Makes events at a steady rate. Goes on until it is asked to stop. */
async function visitors(env: Environment): Promise<void> {
  const publisher = new KafkaPublisher(kafkaClientFromEnv(env));
  const its = new Visitors(storeOf(env), visitorSettings(env), (message) => publisher.publish(message));
  let { waiting } = its;
  setInterval(() => ({ waiting } = its), lookEveryMs).unref();
  let stop: () => void = () => undefined;
  const running = new Promise<never>((_, reject) => {
    stop = steadily(
      positive(env, 'RATE', 50),
      () => waiting < mostWaiting,
      () => void its.next().catch(reject),
    );
  });
  const drain = async (): Promise<void> => {
    stop();
    await its.drain();
    await publisher.drain();
  };
  await runService(env, { result: () => its.result, drain, running });
}

/** The group that counts. Goes on until it is asked to stop. */
async function analytics(env: Environment): Promise<void> {
  const its = new Analytics(storeOf(env), {
    windowSeconds: positive(env, 'WINDOW_SECONDS', 10),
    latenessSeconds: positive(env, 'LATENESS_SECONDS', 5),
  });
  await readAll(env, { result: () => its.result, work: (record) => its.count(record) });
}

/** The group that recommends: `POST /with` for an article names the TOP ones. Goes on until it is asked to stop. */
async function recommendation(env: Environment): Promise<void> {
  const its = new Recommendation(storeOf(env));
  const top = Math.ceil(positive(env, 'TOP', 3));
  await readAll(env, {
    result: () => its.result,
    routes: { 'POST /with': (sku) => json(its.with(sku.trim(), top)) },
    work: (record) => its.learn(record),
  });
}

interface Reader extends Pick<Service, 'result' | 'routes'> {
  /** Resolves once what the record did is on the disk. */
  readonly work: (record: KafkaRecord) => Promise<void>;
}

/** Reads all events as a group of its own. */
async function readAll(env: Environment, { work, ...pages }: Reader): Promise<void> {
  const settings = kafkaClientFromEnv(env);
  const publisher = new KafkaPublisher(settings);
  const consumer = new KafkaConsumer(settings, [behaviourTopic]);
  const drain = async (): Promise<void> => {
    await consumer.drain();
    await publisher.drain();
  };
  const running = consumer.run(withDeadLetters(publisher, settings.groupId, work));
  await runService(env, { ...pages, drain, running });
}

/** What users do: who makes the events, and two groups that read them. */
export const behaviourPrograms: Readonly<Record<string, Program>> = { visitors, analytics, recommendation };
