import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Template } from 'aws-cdk-lib/assertions';
import { Stack } from 'aws-cdk-lib/core';
import { aws } from '../../../bin/aws';
import { featureFlags } from '../../../lib/aws/feature-flags';
import { addMessagingStacks } from '../../../lib/aws/stacks/messaging';
import { checkAws, planAws, soundAwsPlan } from '../../../lib/aws/plan';
import type { MessagingOptions } from '../../../lib/plan/options';
import { unpackTopology } from '../../../lib/rabbitmq/topology-resource';
import { awsApp, messagingTemplates, propertiesOf } from '../../support/aws';

const root = join(__dirname, '..', '..', '..');

const problems = (options: MessagingOptions): readonly string[] =>
  checkAws(planAws(options)).map(({ rule, path }) => `${rule} ${path}`);

/** Without what other stacks read. */
const ownOutputs = (template: Template): readonly string[] =>
  Object.keys(template.findOutputs('*'))
    .filter((name) => !/^(ExportsOutput|PublishOutput)/.test(name))
    .sort();

describe('the stacks of a file', () => {
  test('are the network, one for each broker that it names, and one that watches them', () => {
    const names = (options: MessagingOptions): readonly string[] => [...messagingTemplates(options).keys()].sort();

    expect(names({ name: 'shop', kafka: {}, rabbitmq: {} })).toEqual([
      'ShopKafka',
      'ShopNetwork',
      'ShopRabbitMq',
      'ShopWatch',
    ]);
    expect(names({ name: 'shop', kafka: {} })).toEqual(['ShopKafka', 'ShopNetwork', 'ShopWatch']);
    expect(names({ name: 'my-2nd-shop', rabbitmq: {} })).toEqual([
      'My2ndShopNetwork',
      'My2ndShopRabbitMq',
      'My2ndShopWatch',
    ]);
  });

  test('take zones, sizes and names from it', () => {
    const stacks = messagingTemplates({
      name: 'shop',
      kafka: {},
      rabbitmq: {},
      aws: {
        availabilityZones: ['us-east-1b', 'us-east-1c', 'us-east-1d'],
        kafkaInstanceType: 'express.m7g.xlarge',
        rabbitMqInstanceType: 'mq.m7g.xlarge',
        rabbitMqStorageSize: 125,
      },
    });
    const subnets = propertiesOf<{ readonly AvailabilityZone: string }>(stacks.get('ShopNetwork')!, 'AWS::EC2::Subnet');

    expect(Object.values(subnets).map((its) => its.AvailabilityZone)).toEqual([
      'us-east-1b',
      'us-east-1c',
      'us-east-1d',
    ]);
    stacks.get('ShopKafka')!.hasResourceProperties('AWS::MSK::Cluster', {
      ClusterName: 'shop',
      BrokerNodeGroupInfo: { InstanceType: 'express.m7g.xlarge' },
    });
    stacks.get('ShopRabbitMq')!.hasResourceProperties('AWS::AmazonMQ::Broker', {
      BrokerName: 'shop',
      HostInstanceType: 'mq.m7g.xlarge',
      StorageSize: 125,
    });
  });

  test('are in the region of the zones, and those with data, or under it, can not be deleted by accident', () => {
    const app = awsApp();
    addMessagingStacks(app, planAws({ name: 'shop', kafka: {}, rabbitmq: {} }));
    const stacks = Object.fromEntries(
      app.node.children.filter(Stack.isStack).map((its) => [its.stackName, [its.region, its.terminationProtection]]),
    );

    expect(stacks).toEqual({
      ShopNetwork: ['eu-central-1', true],
      ShopKafka: ['eu-central-1', true],
      ShopRabbitMq: ['eu-central-1', true],
      ShopWatch: ['eu-central-1', false],
    });
  });

  test('have no way out of the network, and a default security group that lets nothing through', () => {
    const network = messagingTemplates({ name: 'shop', kafka: {} }).get('ShopNetwork')!;

    for (const type of ['AWS::EC2::NatGateway', 'AWS::EC2::InternetGateway', 'AWS::EC2::Route']) {
      network.resourceCountIs(type, 0);
    }
    network.resourceCountIs('Custom::VpcRestrictDefaultSG', 1);
    network.resourceCountIs('AWS::EC2::VPCEndpoint', 0);
  });

  test('reach Secrets Manager from within where RabbitMQ is made, in the subnets of the brokers', () => {
    const network = messagingTemplates({ name: 'shop', rabbitmq: {} }).get('ShopNetwork')!;
    const [group, ...others] = Object.values(
      propertiesOf<{ readonly SecurityGroupIngress: readonly unknown[] }>(network, 'AWS::EC2::SecurityGroup'),
    );
    const subnets = Object.keys(network.findResources('AWS::EC2::Subnet')).map((Ref) => ({ Ref }));

    network.hasResourceProperties('AWS::EC2::VPCEndpoint', {
      VpcEndpointType: 'Interface',
      ServiceName: 'com.amazonaws.eu-central-1.secretsmanager',
      PrivateDnsEnabled: true,
      SubnetIds: subnets,
    });
    expect(others).toEqual([]);
    expect(group?.SecurityGroupIngress).toEqual([
      { CidrIp: '10.0.0.0/16', Description: 'the network', FromPort: 443, IpProtocol: 'tcp', ToPort: 443 },
    ]);
  });

  test('make a user with the rights of each workload that has some on RabbitMQ', () => {
    const stacks = messagingTemplates({
      name: 'shop',
      rabbitmq: { exchanges: { orders: {} }, queues: { payment: {} } },
      workloads: {
        till: { program: 'rabbitmq-producer', rabbitmq: { publish: ['orders'] } },
        bank: { program: 'rabbitmq-consumer', rabbitmq: { consume: ['payment'] } },
      },
    });
    const [resource] = Object.values(
      propertiesOf<{ readonly Topology: string }>(stacks.get('ShopRabbitMq')!, 'Custom::RabbitMqTopology'),
    );

    expect(unpackTopology(resource!.Topology).users).toEqual([
      { name: 'bank', configure: '^$', write: '^$', read: '^(payment)$' },
      { name: 'till', configure: '^$', write: '^(orders)$', read: '^$' },
    ]);
  });
});

describe('the stack of Kafka', () => {
  test('has the tier of the file, its sizes, and a secret for each workload that may log in with a password', () => {
    const kafka = messagingTemplates({
      name: 'shop',
      kafka: { storage: '500Gi', topics: { clicks: {} } },
      rabbitmq: { queues: { payment: {} } },
      workloads: {
        web: { program: 'kafka-producer', kafka: { produce: ['clicks'] } },
        billing: { program: 'rabbitmq-consumer', rabbitmq: { consume: ['payment'] } },
      },
      aws: { kafkaTier: 'standard', kafkaScram: true },
    }).get('ShopKafka')!;

    kafka.hasResourceProperties('AWS::MSK::Cluster', {
      BrokerNodeGroupInfo: {
        InstanceType: 'kafka.m7g.large',
        StorageInfo: { EBSStorageInfo: { VolumeSize: 500 } },
      },
      ClientAuthentication: { Sasl: { Scram: { Enabled: true } } },
    });
    expect(
      Object.values(propertiesOf<{ readonly Name: string }>(kafka, 'AWS::SecretsManager::Secret')).map(
        (its) => its.Name,
      ),
    ).toEqual(['AmazonMSK_shop_web_scram']);
    expect(ownOutputs(kafka)).toEqual(['BootstrapServers', 'BootstrapServersScram', 'ClusterArn']);
  });
});

describe('the plan for AWS', () => {
  test('msk-instance-type: a size of the other tier', () => {
    const aws = { kafkaTier: 'standard', kafkaInstanceType: 'express.m7g.large' } as const;

    expect(problems({ name: 'shop', kafka: {}, aws })).toEqual(['msk-instance-type aws.kafkaInstanceType']);
    expect(problems({ name: 'shop', kafka: {}, aws: { kafkaTier: 'standard' } })).toEqual([]);
  });

  test('lets standard brokers promise that records survive a loss of power', () => {
    const options: MessagingOptions = {
      name: 'shop',
      durability: 'survives-power-loss',
      kafka: { topics: { clicks: {} } },
    };

    expect(problems(options)).toEqual(['msk-power-loss kafka.durability']);
    expect(problems({ ...options, aws: { kafkaTier: 'standard' } })).toEqual([]);
  });

  test('is refused where its promise needs the disks of Kafka, unless the file says what is enough', () => {
    const options: MessagingOptions = {
      name: 'shop',
      kafka: { topics: { clicks: {}, alerts: { durability: 'survives-power-loss', cleanupPolicy: 'compact' } } },
    };

    expect(problems(options)).toEqual(['msk-power-loss kafka.topics.alerts.durability']);
    const { kafka } = soundAwsPlan({ ...options, aws: { kafkaDurability: 'survives-zone-loss' } });
    expect(kafka?.settings.topics.map(({ name, profile }) => [name, profile.name])).toEqual([
      ['clicks', 'survives-zone-loss'],
      ['alerts', 'survives-zone-loss'],
    ]);
    expect(kafka?.settings.topics[1]?.cleanupPolicy).toBe('compact');
  });

  test('takes what is enough for the whole file too, and leaves RabbitMQ its promise', () => {
    const plan = soundAwsPlan({
      name: 'shop',
      durability: 'survives-power-loss',
      kafka: { topics: { clicks: {} } },
      rabbitmq: {},
      aws: { kafkaDurability: 'survives-zone-loss' },
    });

    expect(plan.kafka?.settings.profile.name).toBe('survives-zone-loss');
    expect(plan.kafka?.settings.topics[0]?.flushMessages).toBe('never');
    expect(plan.rabbitmq?.settings.profile.name).toBe('survives-power-loss');
  });

  test('does not let what is enough weaken or strengthen another promise', () => {
    const plan = soundAwsPlan({
      name: 'shop',
      durability: 'survives-node-loss',
      kafka: { topics: { clicks: {} } },
      aws: { kafkaDurability: 'survives-zone-loss' },
    });

    expect(plan.kafka?.settings.profile.name).toBe('survives-node-loss');
  });

  test('amazon-mq-storage-size-not-available: named as the file names it', () => {
    const rabbitmq = { name: 'shop', rabbitmq: {} };

    expect(problems({ ...rabbitmq, aws: { rabbitMqStorageSize: 80 } })).toEqual([
      'amazon-mq-storage-size-not-available aws.rabbitMqStorageSize',
    ]);
    expect(problems({ ...rabbitmq, aws: { rabbitMqStorageSize: 80, rabbitMqInstanceType: 'mq.m7g.xlarge' } })).toEqual(
      [],
    );
  });

  test('does not care for the zones of a Kubernetes cluster', () => {
    const options: MessagingOptions = { name: 'shop', kafka: { brokers: 6 }, kubernetes: { zones: ['a', 'b'] } };

    expect(problems(options)).toEqual([]);
  });

  test.each([
    [['eu-central-1a', 'eu-central-1a', 'eu-central-1b']],
    [['eu-central-1a', 'eu-central-1b', 'us-east-1c']],
  ])('aws-zones-not-three: %s', (availabilityZones) => {
    expect(problems({ name: 'shop', kafka: {}, aws: { availabilityZones } })).toEqual([
      'aws-zones-not-three aws.availabilityZones',
    ]);
  });

  test('reports both brokers and the workloads at once', () => {
    const options: MessagingOptions = {
      name: 'shop',
      durability: 'development',
      kafka: {},
      rabbitmq: {},
      workloads: { web: { program: 'kafka-producer', kafka: { produce: ['clicks'] } } },
    };

    expect(problems(options)).toEqual([
      'aws-profile-not-available kafka.durability',
      'aws-profile-not-available rabbitmq.durability',
      'grant-to-undeclared workloads.web.kafka.produce.0',
    ]);
  });
});

/** Runs the app of cdk.json as the command line of CDK does. */
function runApp(config: string): {
  readonly stderr: string;
  readonly exitCode: unknown;
  readonly files: readonly string[];
} {
  const folder = mkdtempSync(join(tmpdir(), 'brokerkit-aws-'));
  const file = join(folder, 'messaging.yaml');
  writeFileSync(file, config);
  const { exitCode } = process;
  const given = { CDK_OUTDIR: join(folder, 'out'), CDK_CONTEXT_JSON: JSON.stringify({ config: file }) };
  const stderr: string[] = [];
  const write = jest.spyOn(process.stderr, 'write').mockImplementation((text) => stderr.push(String(text)) > 0);
  try {
    Object.assign(process.env, given);
    aws();
    return { stderr: stderr.join(''), exitCode: process.exitCode, files: readdirSync(given.CDK_OUTDIR).sort() };
  } finally {
    write.mockRestore();
    for (const name of Object.keys(given)) delete process.env[name];
    process.exitCode = exitCode;
    rmSync(folder, { recursive: true });
  }
}

describe('the app of cdk.json', () => {
  test('writes the templates of the file that it is given', () => {
    const { stderr, exitCode, files } = runApp('{ name: shop, kafka: {}, rabbitmq: {} }');

    expect(stderr).toBe('');
    expect(exitCode).toBeUndefined();
    expect(files.filter((name) => name.endsWith('.template.json'))).toEqual([
      'ShopKafka.template.json',
      'ShopNetwork.template.json',
      'ShopRabbitMq.template.json',
      'ShopWatch.template.json',
    ]);
  });

  test('tells every problem of a bad file in a line of its own, and writes nothing', () => {
    const { stderr, exitCode, files } = runApp('{ name: shop, kafka: { brokers: 4, minInsyncReplicas: 3 } }');

    expect(stderr.match(/^\[[\w-]+\]/gm)).toEqual(['[kafka-min-insync-blocks-restart]', '[msk-uneven-brokers]']);
    expect(stderr).toMatch(/2 problems; nothing was written\n$/);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(exitCode).toBe(1);
    expect(files).toEqual([]);
  });

  test('is compiled, strict, and has every flag that is recommended', () => {
    const { app, context } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')) as {
      readonly app: string;
      readonly context: Readonly<Record<string, unknown>>;
    };
    const recommended = JSON.parse(
      readFileSync(require.resolve('aws-cdk-lib/recommended-feature-flags.json'), 'utf8'),
    ) as Readonly<Record<string, unknown>>;

    expect(app).toBe('node dist/bin/aws.js');
    // Where the two differ, the kit's own say why.
    expect(context).toEqual({ ...recommended, ...featureFlags });
  });
});
