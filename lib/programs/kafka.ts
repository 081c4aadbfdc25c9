import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { onStop } from '../clients/drain';
import { KafkaAdmin } from '../clients/kafka-admin';
import { KafkaConsumer } from '../clients/kafka-consumer';
import { KafkaPublisher } from '../clients/kafka-publisher';
import { KubernetesApi } from '../clients/kubernetes';
import { listOf, required, type Environment } from '../durability/environment';
import { kafkaClientFromEnv } from '../kafka/client';
import type { KafkaTopology } from '../kafka/topology';
import { consumeNumbers, laneNames, produceNumbers } from './counter';
import type { Program } from './dispatch';
import { KafkaProvisioner } from './kafka-provisioner';
import { provision } from './provision';
import { writeLine } from './write-line';

const broker = 'kafka';

/** Topics, cluster-wide configs, users and rights, from the topology file. Ends when all is there. */
async function provisioner(env: Environment): Promise<void> {
  const namespace = required(env, 'POD_NAMESPACE');
  const secret = required(env, 'CLUSTER_SECRET');
  const users = required(env, 'USERS_FOLDER');
  const topology = parse(readFileSync(required(env, 'TOPOLOGY_FILE'), 'utf8')) as KafkaTopology;
  const admin = new KafkaAdmin(kafkaClientFromEnv(env));
  const passwordOf = (user: string): string => readFileSync(join(users, user, 'password'), 'utf8').trim();
  await provision(new KafkaProvisioner(admin, passwordOf), topology, {
    useUpSeed: () => KubernetesApi.inCluster().removeSecretKey(namespace, secret, 'seed'),
  });
  await admin.close();
}

/** Numbered messages to every topic it may produce to. Goes on until it is asked to stop. */
async function producer(env: Environment): Promise<void> {
  const topics = topicsOf(env, 'KAFKA_PRODUCE_TOPICS');
  const each = numberOf(env, 'LANES', 6);
  const lanes = laneNames(env['POD_NAME'] ?? hostname(), Date.now(), each * topics.length);
  const publisher = new KafkaPublisher(kafkaClientFromEnv(env));
  const counters = topics.map((topic, index) =>
    produceNumbers({
      publish: (key, value) => publisher.publish({ topic, key, value }),
      broker,
      stream: topic,
      lanes: lanes.slice(index * each, (index + 1) * each),
      rate: numberOf(env, 'MESSAGES_PER_SECOND', 100) / topics.length,
      bytes: numberOf(env, 'MESSAGE_BYTES', 200),
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
  const topics = topicsOf(env, 'KAFKA_CONSUME_TOPICS');
  const reader = new KafkaConsumer(kafkaClientFromEnv(env), topics);
  const counters = new Map(topics.map((stream) => [stream, consumeNumbers({ broker, stream, write: writeLine })]));
  onStop(() => reader.drain());
  await reader.run(async ({ topic, value }) => counters.get(topic)?.(value.toString()));
}

function topicsOf(env: Environment, name: string): readonly string[] {
  required(env, name);
  return listOf(env, name);
}

function numberOf(env: Environment, name: string, otherwise: number): number {
  const value = Number(env[name] ?? otherwise);
  if (!(value > 0)) throw new Error(`the environment variable ${name} is ${env[name]}: a number above 0 is needed`);
  return value;
}

export const kafkaPrograms: Readonly<Record<string, Program>> = { provisioner, producer, consumer };
