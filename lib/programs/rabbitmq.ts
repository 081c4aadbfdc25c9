import { hostname } from 'node:os';
import { onStop } from '../clients/drain';
import { authoritiesOf, passwordOf } from '../clients/login';
import { RabbitMqAdmin } from '../clients/rabbitmq-admin';
import { RabbitMqConsumer } from '../clients/rabbitmq-consumer';
import { RabbitMqPublisher } from '../clients/rabbitmq-publisher';
import { listOf, positive, required, type Environment } from '../durability/environment';
import { rabbitMqClientFromEnv } from '../rabbitmq/client';
import type { RabbitMqTopology } from '../rabbitmq/topology';
import { runBench } from './bench';
import { consumeNumbers, laneNames, produceNumbers } from './counter';
import type { Program } from './dispatch';
import { provisionJob } from './provision-job';
import { RabbitMqProvisioner } from './rabbitmq-provisioner';
import { rabbitMqReplay } from './replay/rabbitmq-replay';
import { readQueues } from './service/queues';
import { writeLine } from './write-line';

const broker = 'rabbitmq';

/** Messages that wait for their line in the ledger at a time: a line takes a tenth of a second, so 3,000 a second. */
const readAtOnce = 300;

/** Exchanges, queues, bindings, policies, users and rights, from the topology file. Ends when all is there. */
async function provisioner(env: Environment): Promise<void> {
  const client = rabbitMqClientFromEnv(env);
  const { vhost, username, caFile } = client;
  const admin = new RabbitMqAdmin({
    url: required(env, 'RABBITMQ_MANAGEMENT_URL'),
    vhost,
    username,
    password: passwordOf(client),
    ca: caFile === undefined ? undefined : authoritiesOf(caFile).ca?.[0],
  });
  await provisionJob<RabbitMqTopology>(env, (passwordOf) => new RabbitMqProvisioner(admin, passwordOf));
}

/** Numbered messages to every exchange it may publish to. Goes on until it is asked to stop. */
async function producer(env: Environment): Promise<void> {
  const exchanges = listOf(env, 'RABBITMQ_PUBLISH_EXCHANGES');
  const routingKey = env['ROUTING_KEY'] ?? '';
  const pod = env['POD_NAME'] ?? hostname();
  const lanes = laneNames(pod, Date.now(), exchanges.length);
  const publisher = new RabbitMqPublisher(rabbitMqClientFromEnv(env), pod);
  const counters = exchanges.map((exchange, index) =>
    produceNumbers({
      publish: (_, body) => publisher.publish({ exchange, routingKey, content: Buffer.from(body) }),
      broker,
      stream: exchange,
      lanes: lanes.slice(index, index + 1),
      rate: positive(env, 'MESSAGES_PER_SECOND', 100) / exchanges.length,
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

/** Reads numbered messages of every queue it may consume. Goes on until it is asked to stop. */
async function consumer(env: Environment): Promise<void> {
  const counts = new Map(
    listOf(env, 'RABBITMQ_CONSUME_QUEUES').map((queue) => [
      queue,
      consumeNumbers({ broker, stream: queue, write: writeLine }),
    ]),
  );
  const queues = readQueues(env, async ({ queue, content }) => counts.get(queue)?.(content.toString()), readAtOnce);
  onStop(queues.drain);
  await queues.running;
}

/** The first exchange or queue that it may use, as fast as the client can. Ends when its messages are through. */
const bench = (env: Environment): Promise<void> =>
  runBench(env, {
    publisher: () => {
      const [exchange = ''] = listOf(env, 'RABBITMQ_PUBLISH_EXCHANGES');
      const routingKey = env['ROUTING_KEY'] ?? '';
      const publisher = new RabbitMqPublisher(rabbitMqClientFromEnv(env), 'bench');
      return {
        publish: ({ body }) => publisher.publish({ exchange, routingKey, content: body }),
        drain: () => publisher.drain(),
      };
    },
    consumer: () => {
      const [queue = ''] = listOf(env, 'RABBITMQ_CONSUME_QUEUES');
      return new RabbitMqConsumer(rabbitMqClientFromEnv(env), queue, 'bench', readAtOnce);
    },
  });

export const rabbitMqPrograms: Readonly<Record<string, Program>> = {
  provisioner,
  producer,
  consumer,
  bench,
  replay: rabbitMqReplay,
};
