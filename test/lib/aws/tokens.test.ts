import { CfnParameter, Fn, Lazy, Stack, Token } from 'aws-cdk-lib/core';
import { Vpc, type IVpc } from 'aws-cdk-lib/aws-ec2';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { AmazonMqBroker } from '../../../lib/aws/amazon-mq/amazon-mq-broker';
import type { EngineVersion } from '../../../lib/aws/amazon-mq/engine';
import { EksCluster } from '../../../lib/aws/eks/eks-cluster';
import { EksMessaging } from '../../../lib/aws/eks/eks-messaging';
import { onEks } from '../../../lib/aws/eks/eks-options';
import { MskCluster } from '../../../lib/aws/msk/msk-cluster';
import { WatchStack } from '../../../lib/aws/stacks/watch-stack';
import { Alarms } from '../../../lib/aws/watch/alarms';
import { MessagingWorkload } from '../../../lib/aws/workload/messaging-workload';
import { WorkloadCluster } from '../../../lib/aws/workload/workload-cluster';
import type { Bytes } from '../../../lib/durability/quantity';
import type { KafkaOptions } from '../../../lib/kafka/options';
import type { MessagingOptions } from '../../../lib/plan/options';
import type { RabbitMqOptions } from '../../../lib/rabbitmq/options';
import { awsApp, templates, zones } from '../../support/aws';

/** Values that are not there yet. */
interface Later {
  readonly text: () => string;
  readonly number: () => number;
  readonly list: () => string[];
}
const laters: Readonly<Record<string, Later>> = {
  'what CloudFormation knows': {
    text: () => Fn.ref('Parameter'),
    number: () => Token.asNumber(Fn.ref('Parameter')),
    list: () => Fn.split(',', Fn.ref('Parameter')),
  },
  'what the app says at last': {
    text: () => Lazy.string({ produce: () => 'said-at-last' }),
    number: () => Lazy.number({ produce: () => 42 }),
    list: () => Lazy.list({ produce: () => ['subnet-0a', 'subnet-0b', 'subnet-0c'] }),
  },
};

interface Place {
  readonly stack: Stack;
  readonly vpc: IVpc;
}

const image = 'registry.example/web:1.0.0';
const workload = ({ stack, vpc }: Place, props: object = {}): MessagingWorkload =>
  new MessagingWorkload(stack, 'web', { cluster: new WorkloadCluster(stack, 'Cluster', { vpc }), image, ...props });

/** A construct by its name, with a token in each of its props that AWS takes one in. */
const constructs: Readonly<Record<string, (later: Later, place: Place) => unknown>> = {
  'MskCluster, express': ({ text }, { stack, vpc }) =>
    new MskCluster(stack, 'Kafka', { vpc, clusterName: text(), kafkaVersion: text(), instanceType: text() }),
  'MskCluster, standard': ({ text }, { stack, vpc }) =>
    new MskCluster(stack, 'Kafka', {
      vpc,
      clusterName: text(),
      kafkaVersion: text(),
      instanceType: text(),
      tier: 'standard',
      scram: true,
      brokerProperties: { 'compression.type': text() },
    }).scramUser('till'),
  'MskCluster of somebody else': ({ text }, place) => {
    const { stack } = place;
    const kafka = MskCluster.fromClusterAttributes(stack, 'Kafka', { clusterArn: text(), securityGroups: [] });
    const known = MskCluster.fromClusterAttributes(stack, 'Known', {
      clusterArn: text(),
      bootstrapServers: text(),
      bootstrapServersScram: text(),
      securityGroups: [],
    });
    const web = workload(place);
    for (const its of [kafka, known]) {
      web.produceTo(its, text());
      web.consumeTopic(its, text(), { group: text() });
    }
  },
  'a grant on a topic': ({ text }, place) => {
    const kafka = new MskCluster<string>(place.stack, 'Kafka', { vpc: place.vpc, topics: { clicks: {} } });
    const web = workload(place);
    web.produceTo(kafka, text());
    web.consumeTopic(kafka, text(), { group: text() });
  },
  AmazonMqBroker: ({ text, number }, { stack, vpc }) =>
    new AmazonMqBroker(stack, 'RabbitMq', {
      vpc,
      brokerName: text(),
      instanceType: text(),
      storageSize: number(),
      engineVersion: text() as EngineVersion,
      administrator: Secret.fromSecretCompleteArn(stack, 'Administrator', text()),
      caCertificate: text(),
      passwordsAsOf: text(),
      config: { connection_max: text() },
    }),
  'AmazonMqBroker of somebody else': ({ text }, place) => {
    const users = { web: Secret.fromSecretCompleteArn(place.stack, 'Web', text()) };
    const rabbit = { amqpEndpoint: text(), securityGroups: [], users };
    const web = workload(place);
    web.publishTo(AmazonMqBroker.fromBrokerAttributes(place.stack, 'RabbitMq', rabbit), text());
  },
  MessagingWorkload: ({ text, number }, place) =>
    workload(place, {
      image: text(),
      replicas: number(),
      resources: { cpu: number(), memory: text() as Bytes },
      port: number(),
      env: { SHOP: text() },
      logRetention: number(),
    }),
  'MessagingWorkload of a private registry': ({ text }, place) =>
    workload(place, { image: `111122223333.dkr.ecr.eu-central-1.amazonaws.com/web:${text()}` }),
  'MessagingWorkload that keeps something': ({ text, number }, place) =>
    workload(place, { storage: text() as Bytes, replicas: number() }),
  'MessagingWorkload that is called': ({ text, number }, { stack, vpc }) => {
    const cluster = new WorkloadCluster(stack, 'Cluster', { vpc, domain: text() });
    const order = new MessagingWorkload(stack, 'order', { cluster, program: 'ecommerce-order', port: number() });
    order.grantCall(new MessagingWorkload(stack, 'web', { cluster, image }));
  },
  EksCluster: ({ text, list }, { stack, vpc }) => {
    new EksCluster(stack, 'Eks', { vpc, clusterName: text(), administrators: [text(), text()], accessFrom: [text()] });
    new EksCluster(stack, 'Other', { vpc, clusterName: 'shop', accessFrom: list() });
  },
  Alarms: ({ text, number }, { stack }) => {
    const reads = [
      { group: text(), topic: 'clicks' },
      { group: 'counters', topic: text() },
    ];
    const thresholds = { cpu: number(), 'lag-time': number(), 'lag-records': number() };
    for (const tier of ['express', 'standard'] as const)
      new Alarms(stack, tier, { watched: { clusterName: text(), tier, brokers: number(), reads, thresholds } });
    new Alarms(stack, 'Few', { watched: { clusterName: text(), tier: 'standard', brokers: 3 } });
  },
  WatchStack: ({ text, number }, { stack }) =>
    new WatchStack(stack.node.root, 'Watch', {
      env: { region: 'eu-central-1' },
      alarmTopicArn: text(),
      kafka: { clusterName: text(), tier: 'express', brokers: number(), thresholds: { 'iam-connections': number() } },
      rabbitmq: { brokerName: text(), thresholds: { disk: number(), backlog: number() } },
    }),
};

/** Networks that are known only later, by what is known of them. */
const networks: Readonly<Record<string, (later: Later, stack: Stack) => IVpc>> = {
  'subnets in a list': ({ list }, stack) =>
    Vpc.fromVpcAttributes(stack, 'Net', { vpcId: 'vpc-1', availabilityZones: list(), privateSubnetIds: list() }),
  'three subnets': ({ list }, stack) => {
    const three = (its: readonly string[]) => [0, 1, 2].map((index) => Fn.select(index, [...its]));
    return Vpc.fromVpcAttributes(stack, 'Net', {
      vpcId: 'vpc-1',
      availabilityZones: three(list()),
      privateSubnetIds: three(list()),
    });
  },
  'a network that is still to be looked up': (_, stack) => Vpc.fromLookup(stack, 'Net', { vpcId: 'vpc-1' }),
} as const;

const inNetwork: Readonly<Record<string, (place: Place) => unknown>> = {
  MskCluster: ({ stack, vpc }) => new MskCluster(stack, 'Kafka', { vpc }),
  AmazonMqBroker: ({ stack, vpc }) => new AmazonMqBroker(stack, 'RabbitMq', { vpc }),
  MessagingWorkload: (place) => workload(place),
  EksCluster: ({ stack, vpc }) => new EksCluster(stack, 'Eks', { vpc, clusterName: 'shop' }),
};

function made(make: (stack: Stack) => unknown): string {
  const stack = new Stack(awsApp(), 'Shop', { env: { account: '111122223333', region: 'eu-central-1' } });
  new CfnParameter(stack, 'Parameter');
  make(stack);
  return [...templates(stack.node.root as ReturnType<typeof awsApp>).values()]
    .map((its) => JSON.stringify(its.toJSON()))
    .join('\n');
}

/** What stands for a token that was not put in: its name, or a number beyond all others, also divided or with commas. */
const leftOver = /Token\[|e\+2\d\d|188,815,458/;

describe.each(Object.entries(laters))('%s', (_, later) => {
  test.each(Object.entries(constructs))('is put in, and trips no rule: %s', (_name, make) => {
    const vpc = (stack: Stack) => new Vpc(stack, 'Vpc', { availabilityZones: zones }) as IVpc;

    expect(made((stack) => make(later, { stack, vpc: vpc(stack) }))).not.toMatch(leftOver);
  });

  test.each(
    Object.entries(networks).flatMap(([network, vpc]) =>
      Object.entries(inNetwork).map(([name, make]) => [name, network, vpc, make] as const),
    ),
  )('is no reason to refuse a network: %s, %s', (_name, _network, vpc, make) => {
    expect(made((stack) => make({ stack, vpc: vpc(later, stack) }))).not.toMatch(leftOver);
  });

  const unknown = (path: string): string => `[aws-value-unknown] ${path}: only the deployment will know it`;
  const kafka: readonly (readonly [string, KafkaOptions])[] = [
    ['kafka.brokers', { brokers: later.number() }],
    ['kafka.storage', { storage: later.text() as Bytes }],
    ['kafka.topics.clicks.partitions', { topics: { clicks: { partitions: later.number() } } }],
    ['kafka.topics', { topics: { [later.text()]: {} } }],
  ];
  const rabbitmq: readonly (readonly [string, RabbitMqOptions])[] = [
    ['rabbitmq.maxMessageSizeBytes', { maxMessageSizeBytes: later.number() }],
    [
      'rabbitmq.queues.payment.bindings.0.routingKey',
      { queues: { payment: { bindings: [{ exchange: 'orders', routingKey: later.text() }] } } },
    ],
  ];

  test.each(kafka)('aws-value-unknown: %s, which the promise depends on', (path, options) => {
    const make = (stack: Stack) => new MskCluster(stack, 'Kafka', { vpc: new Vpc(stack, 'Vpc') as IVpc, ...options });

    expect(() => made(make)).toThrow(unknown(path));
  });

  test.each(rabbitmq)('aws-value-unknown: %s, which is written into a file', (path, options) => {
    const make = (stack: Stack) =>
      new AmazonMqBroker(stack, 'RabbitMq', { vpc: new Vpc(stack, 'Vpc') as IVpc, ...options });

    expect(() => made(make)).toThrow(unknown(path));
  });

  test('aws-value-unknown: an image on EKS, where manifests are files', () => {
    const messaging: MessagingOptions = { name: 'shop', workloads: { web: { image: later.text() } } };
    const make = (stack: Stack) => {
      const vpc = new Vpc(stack, 'Vpc', { availabilityZones: zones }) as IVpc;
      const cluster = new EksCluster(stack, 'Eks', { vpc, clusterName: 'shop' });
      new EksMessaging(stack, 'Messaging', { cluster, messaging: onEks(messaging, zones) });
    };

    expect(() => made(make)).toThrow(unknown('workloads.web.image'));
  });

  test('is no name of a queue: rights on RabbitMQ are written down before', () => {
    const make = (stack: Stack) => {
      const vpc = new Vpc(stack, 'Vpc', { availabilityZones: zones }) as IVpc;
      new AmazonMqBroker<string, string>(stack, 'RabbitMq', { vpc }).grantConsume({ user: 'till' }, later.text());
    };

    expect(() => made(make)).toThrow('Shop/RabbitMq: queues have names that are known at synthesis');
  });
});
