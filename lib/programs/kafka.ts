import { hostname } from 'node:os';
import { onStop } from '../clients/drain';
import { KafkaAdmin } from '../clients/kafka-admin';
import { KafkaConsumer } from '../clients/kafka-consumer';
import { KafkaPublisher } from '../clients/kafka-publisher';
import { listOf, positive, type Environment } from '../durability/environment';
import { kafkaClientFromEnv } from '../kafka/client';
import type { KafkaTopology } from '../kafka/topology';
import { runBench } from './bench';
import { consumeNumbers, laneNames, produceNumbers } from './counter';
import type { Program } from './dispatch';
import { KafkaProvisioner } from './kafka-provisioner';
import { provisionJob } from './provision-job';
import { kafkaReplay } from './replay/kafka-replay';
import { writeLine } from './write-line';

const broker = 'kafka';

/** Topics, cluster-wide configs, users and rights, from the topology file. Ends when all is there. */
async function provisioner(env: Environment): Promise<void> {
  const admin = new KafkaAdmin(kafkaClientFromEnv(env));
  await provisionJob<KafkaTopology>(env, (passwordOf) => new KafkaProvisioner(admin, passwordOf));
  await admin.close();
}

/** Numbered messages to every topic it may produce to. Goes on until it is asked to stop. */
async function producer(env: Environment): Promise<void> {
  const topics = listOf(env, 'KAFKA_PRODUCE_TOPICS');
  const each = positive(env, 'LANES', 6);
  const lanes = laneNames(env['POD_NAME'] ?? hostname(), Date.now(), each * topics.length);
  const publisher = new KafkaPublisher(kafkaClientFromEnv(env));
  const counters = topics.map((topic, index) =>
    produceNumbers({
      publish: (key, value) => publisher.publish({ topic, key, value }),
      broker,
      stream: topic,
      lanes: lanes.slice(index * each, (index + 1) * each),
      rate: positive(env, 'MESSAGES_PER_SECOND', 100) / topics.length,
      bytes: positive(env, 'MESSAGE_BYTES', 200),
      write: writeLine,
    }),
  );
  onStop(async () => {
    await Promise.all(counters.map((counter) => counter.stop()));
    await publisher.drain();
  });
  await new Promise<never>(() => undefined);
}

/** Reads numbered messages of every topic it may consume. Goes on until it is asked to stop. */
async function consumer(env: Environment): Promise<void> {
  const topics = listOf(env, 'KAFKA_CONSUME_TOPICS');
  const reader = new KafkaConsumer(kafkaClientFromEnv(env), topics);
  const counters = new Map(topics.map((stream) => [stream, consumeNumbers({ broker, stream, write: writeLine })]));
  onStop(() => reader.drain());
  await reader.run(async ({ topic, value }) => counters.get(topic)?.(value.toString()));
}

/** So many that each partition has its share. */
const benchKeys = 1_000;

/** The first topic that it may use, as fast as the client can. Ends when its messages are through. */
const bench = (env: Environment): Promise<void> =>
  runBench(env, {
    publisher: () => {
      const [topic = ''] = listOf(env, 'KAFKA_PRODUCE_TOPICS');
      const publisher = new KafkaPublisher(kafkaClientFromEnv(env));
      return {
        publish: ({ number, body }) => publisher.publish({ topic, key: String(number % benchKeys), value: body }),
        drain: () => publisher.drain(),
      };
    },
    consumer: () => new KafkaConsumer(kafkaClientFromEnv(env), listOf(env, 'KAFKA_CONSUME_TOPICS').slice(0, 1)),
  });

export const kafkaPrograms: Readonly<Record<string, Program>> = {
  provisioner,
  producer,
  consumer,
  bench,
  replay: kafkaReplay,
};
