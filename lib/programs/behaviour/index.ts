import { KafkaPublisher } from '../../clients/kafka-publisher';
import { positive, type Environment } from '../../durability/environment';
import { kafkaClientFromEnv } from '../../kafka/client';
import type { Program } from '../dispatch';
import { runGenerator } from '../service/generator';
import { runGroup } from '../service/group';
import { json } from '../service/http';
import { storeOf } from '../service/service';
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
  await runGenerator(env, its, { rate: 50, room: () => waiting < mostWaiting, close: () => publisher.drain() });
}

/** The group that counts. Goes on until it is asked to stop. */
async function analytics(env: Environment): Promise<void> {
  const its = new Analytics(storeOf(env), {
    windowSeconds: positive(env, 'WINDOW_SECONDS', 10),
    latenessSeconds: positive(env, 'LATENESS_SECONDS', 5),
  });
  await runGroup(env, behaviourTopic, { result: () => its.result, work: (record) => its.count(record) });
}

/** The group that recommends: `POST /with` for an article names the TOP ones. Goes on until it is asked to stop. */
async function recommendation(env: Environment): Promise<void> {
  const its = new Recommendation(storeOf(env));
  const top = Math.ceil(positive(env, 'TOP', 3));
  await runGroup(env, behaviourTopic, {
    result: () => its.result,
    routes: { 'POST /with': (sku) => json(its.with(sku.trim(), top)) },
    work: (record) => its.learn(record),
  });
}

/** What users do: who makes the events, and two groups that read them. */
export const behaviourPrograms: Readonly<Record<string, Program>> = { visitors, analytics, recommendation };
