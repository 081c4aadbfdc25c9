import type { AwsOptions } from '../../lib/plan/aws-options';
import type { MessagingOptions } from '../../lib/plan/options';
import { closeAccount, handlerLines } from './support/account';
import type { DeployedApp } from './support/app';
import { openBroker, type Broker } from './support/rabbitmq';
import {
  availabilityZones,
  changed,
  deployed,
  destroyed,
  failures,
  ids,
  kept,
  opened as openedAt,
  takenBack,
  unchanged,
} from './support/steps';

const kafka = { topics: { clicks: {} } };
const rabbitmq = {
  exchanges: { orders: { type: 'topic' } },
  queues: { payment: { bindings: [{ exchange: 'orders', routingKey: 'order.#' }] } },
} as const;
const till = { program: 'rabbitmq-producer', rabbitmq: { publish: ['orders'] } } as const;
const web = { program: 'kafka-producer', kafka: { produce: ['clicks'] } } as const;

const brokers = {
  both: { kafka, rabbitmq, workloads: { till, web } },
  'Kafka alone': { kafka, workloads: { web } },
  'RabbitMQ alone': { rabbitmq, workloads: { till } },
} satisfies Record<string, Partial<MessagingOptions>>;

const shop = (its: Partial<MessagingOptions>, aws: AwsOptions): MessagingOptions => ({
  name: 'shop',
  ...its,
  aws: { availabilityZones, ...aws },
});

/** Twice the brokers. */
const grown = ({ kafka: its, ...rest }: MessagingOptions): MessagingOptions => ({
  ...rest,
  ...(its && { kafka: { ...its, brokers: 6 } }),
});

/** Two kinds of change of the cluster at once; an exchange that is there with another type. */
const refused = ({ kafka: its, rabbitmq: own, ...rest }: MessagingOptions): MessagingOptions => ({
  ...rest,
  ...(its && {
    kafka: { ...its, brokers: 6 },
    aws: {
      ...rest.aws,
      kafkaInstanceType: rest.aws?.kafkaTier === 'standard' ? 'kafka.m7g.xlarge' : 'express.m7g.xlarge',
    },
  }),
  ...(own && { rabbitmq: { ...own, exchanges: { orders: { type: 'direct' } } } }),
});

let broker: Broker;
beforeAll(async () => {
  broker = await openBroker();
});
afterAll(async () => {
  closeAccount();
  await (broker as Broker | undefined)?.close();
});

const opened = (options: MessagingOptions): Promise<DeployedApp> =>
  openedAt(options, { rabbitMqConsole: broker.consoleUrl }, broker.authority);

const combinations = (['express', 'standard'] as const).flatMap((kafkaTier) =>
  Object.entries(brokers).map(([words, its]) => [kafkaTier, words, shop(its, { kafkaTier })] as const),
);

describe.each(combinations)('%s, %s', (_, __, options) => {
  let app: DeployedApp;

  test('is deployed, and every handler had the rights that it needs', async () => {
    app = await opened(options);
    await deployed(app);

    expect(failures()).toEqual([]);
    expect(kept()).toEqual([
      ...(options.rabbitmq ? ['AWS::AmazonMQ::Broker'] : []),
      ...(options.kafka ? ['AWS::MSK::Cluster', 'AWS::MSK::Topic'] : []),
    ]);
  });

  test('changes nothing when it is deployed again', async () => {
    const before = handlerLines().length;
    const [same, all] = unchanged(await deployed(app));

    expect(same).toBe(all);
    expect(handlerLines()).toHaveLength(before);
  });

  test('takes an allowed change in place, and no other resource', async () => {
    const before = ids();
    app.write(changed(options));
    await deployed(app);

    expect(ids()).toEqual(before);
  });

  test('is as it was after a change that the service refuses', async () => {
    const before = ids();
    app.write(refused(changed(options)));
    await takenBack(app);

    expect(ids()).toEqual(before);
    app.write(changed(options));
    await deployed(app);
  });

  test('grows in place, though workloads use the addresses of the brokers', async () => {
    const before = ids();
    app.write(grown(changed(options)));
    await deployed(app);

    expect(ids()).toEqual(before);
  });

  test('leaves what holds data when it is destroyed', async () => {
    const before = ids();
    await destroyed(app);

    expect(ids()).toEqual(before);
  });
});

describe('RabbitMQ behind Amazon MQ', () => {
  const options = shop(brokers['RabbitMQ alone'], {});
  let app: DeployedApp;

  test('a provisioner that may not log in fails the deployment, which is taken back and can be tried again', async () => {
    app = await opened(options);
    broker.lockedOut = true;
    const { code, text } = await app.deploy();
    broker.lockedOut = false;

    expect(code).toBe(1);
    expect(text).toMatch(/Custom::RabbitMqTopology/);
    await app.unprotect();
    await deployed(app);
  });

  test('has the queue, of the kind that holds copies, and the user with the right that was granted', async () => {
    const queue = (await broker.get('/api/queues/%2F/payment')) as { readonly type: string; readonly durable: boolean };
    expect(queue).toMatchObject({ type: 'quorum', durable: true });
    expect(await broker.get('/api/users/till/permissions')).toMatchObject([{ user: 'till', write: '^(orders)$' }]);
  });

  test('one more queue is made beside the first one', async () => {
    app.write({ ...options, rabbitmq: { ...rabbitmq, queues: { ...rabbitmq.queues, refund: {} } } });
    await deployed(app);
    const names = ((await broker.get('/api/queues/%2F')) as readonly { readonly name: string }[]).map(
      ({ name }) => name,
    );
    expect(names.sort()).toEqual(expect.arrayContaining(['payment', 'refund']));
  });

  test('the provisioner is asked for the same again, and writes nothing', async () => {
    const [written, lines] = [[...broker.written], handlerLines().length];
    await deployed(app, '-c', 'passwordsAsOf=now');

    expect(handlerLines().length).toBeGreaterThan(lines);
    expect(written).not.toEqual([]);
    expect(broker.written).toEqual(written);
  });
});
