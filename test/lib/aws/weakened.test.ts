import { CfnBroker } from 'aws-cdk-lib/aws-amazonmq';
import { Vpc, type IVpc } from 'aws-cdk-lib/aws-ec2';
import { CfnCluster } from 'aws-cdk-lib/aws-msk';
import { Stack, Validations, type CfnResource } from 'aws-cdk-lib/core';
import { AmazonMqBroker } from '../../../lib/aws/amazon-mq/amazon-mq-broker';
import { EksCluster } from '../../../lib/aws/eks/eks-cluster';
import { EksMessaging } from '../../../lib/aws/eks/eks-messaging';
import { onEks } from '../../../lib/aws/eks/eks-options';
import { durabilityPack } from '../../../lib/aws/guard/pack';
import { MskCluster } from '../../../lib/aws/msk/msk-cluster';
import { checkAws, planAws } from '../../../lib/aws/plan';
import { DurabilityError } from '../../../lib/durability/problem';
import { parseMessaging } from '../../../lib/plan/parse';
import { awsApp, templateOf, zones } from '../../support/aws';

/** What a promise of three copies must never become, however somebody asks for it. */
const weakenings = ['two zones', 'single', 'public', 'unauthenticated', 'unclean election', 'two copies'] as const;
type Weakening = (typeof weakenings)[number];

const twoZones = 'availabilityZones: [eu-central-1a, eu-central-1a, eu-central-1b]';
const unclean = 'uncleanLeaderElectionEnable: true';
const twoOfClicks = 'topics: { clicks: { replicationFactor: 2 } }';
const twoOfPayment = 'queues: { payment: { members: 2 } }';

/** What a file says of a service, and the rule that refuses it. `unknown-key`, `wrong-type`: there is no way to ask for it. */
const byFile: Readonly<Record<Weakening, readonly (readonly [on: string, file: string, answer: string])[]>> = {
  'two zones': [
    ['MSK', `{ kafka: {}, aws: { ${twoZones} } }`, 'aws-zones-not-three aws.availabilityZones'],
    ['Amazon MQ', `{ rabbitmq: {}, aws: { ${twoZones} } }`, 'aws-zones-not-three aws.availabilityZones'],
    ['EKS', `{ kafka: {}, aws: { target: eks, ${twoZones} } }`, 'aws-zones-not-three aws.availabilityZones'],
  ],
  single: [
    ['MSK', '{ kafka: { brokers: 1 } }', 'kafka-copies-too-few kafka.brokers'],
    ['MSK', '{ kafka: {}, durability: development }', 'aws-profile-not-available kafka.durability'],
    ['Amazon MQ', '{ rabbitmq: { nodes: 1 } }', 'rabbitmq-nodes-too-few rabbitmq.nodes'],
    ['Amazon MQ', '{ rabbitmq: {}, durability: development }', 'aws-profile-not-available rabbitmq.durability'],
    ['EKS', '{ kafka: { brokers: 1 }, aws: { target: eks } }', 'kafka-copies-too-few kafka.brokers'],
    ['EKS', '{ rabbitmq: { nodes: 1 }, aws: { target: eks } }', 'rabbitmq-nodes-too-few rabbitmq.nodes'],
  ],
  public: [
    ['MSK', '{ kafka: { publicAccess: true } }', 'unknown-key kafka.publicAccess'],
    ['Amazon MQ', '{ rabbitmq: { publiclyAccessible: true } }', 'unknown-key rabbitmq.publiclyAccessible'],
    ['EKS', '{ kafka: {}, aws: { target: eks, eksAccessFrom: [0.0.0.0/0] } }', 'eks-open-to-all aws.eksAccessFrom.0'],
  ],
  unauthenticated: [
    ['MSK', '{ kafka: { unauthenticated: true } }', 'unknown-key kafka.unauthenticated'],
    ['MSK', '{ kafka: { clientSecurityProtocol: PLAINTEXT } }', 'wrong-type kafka.clientSecurityProtocol'],
    [
      'Amazon MQ',
      '{ rabbitmq: { config: { anonymous_login_user: guest } } }',
      'aws-line-not-read rabbitmq.config.anonymous_login_user',
    ],
    [
      'EKS',
      '{ kafka: { clientSecurityProtocol: PLAINTEXT }, aws: { target: eks } }',
      'wrong-type kafka.clientSecurityProtocol',
    ],
    [
      'EKS',
      '{ rabbitmq: { config: { anonymous_login_user: guest } }, aws: { target: eks } }',
      'rabbitmq-config-is-the-kits rabbitmq.config.anonymous_login_user',
    ],
  ],
  'unclean election': [
    ['MSK', `{ kafka: { ${unclean} } }`, 'kafka-unclean-election kafka.uncleanLeaderElectionEnable'],
    [
      'MSK, standard',
      `{ kafka: { ${unclean} }, aws: { kafkaTier: standard } }`,
      'kafka-unclean-election kafka.uncleanLeaderElectionEnable',
    ],
    [
      'EKS',
      `{ kafka: { ${unclean} }, aws: { target: eks } }`,
      'kafka-unclean-election kafka.uncleanLeaderElectionEnable',
    ],
  ],
  'two copies': [
    ['MSK', `{ kafka: { ${twoOfClicks} } }`, 'kafka-copies-too-few kafka.topics.clicks.replicationFactor'],
    [
      'MSK, standard',
      `{ kafka: { defaultReplicationFactor: 2 }, aws: { kafkaTier: standard } }`,
      'kafka-copies-too-few kafka.defaultReplicationFactor',
    ],
    ['Amazon MQ', `{ rabbitmq: { ${twoOfPayment} } }`, 'rabbitmq-members-too-few rabbitmq.queues.payment.members'],
    [
      'EKS',
      `{ kafka: { ${twoOfClicks} }, aws: { target: eks } }`,
      'kafka-copies-too-few kafka.topics.clicks.replicationFactor',
    ],
    [
      'EKS',
      `{ rabbitmq: { ${twoOfPayment} }, aws: { target: eks } }`,
      'rabbitmq-members-too-few rabbitmq.queues.payment.members',
    ],
  ],
};

function answers(file: string): readonly string[] {
  const words = ({ problems }: Pick<DurabilityError, 'problems'>) => problems.map((its) => `${its.rule} ${its.path}`);
  try {
    return words({ problems: checkAws(planAws(parseMessaging(file.replace('{', '{ name: shop,')))) });
  } catch (error) {
    if (error instanceof DurabilityError) return words(error);
    throw error;
  }
}

type Make = (stack: Stack, vpc: IVpc) => unknown;
const network = (stack: Stack, count: number): IVpc =>
  new Vpc(stack, 'Vpc', { availabilityZones: zones.slice(0, count) }) as IVpc;
const kafka =
  (props: object): Make =>
  (stack, vpc) =>
    new MskCluster(stack, 'Kafka', { ...props, vpc });
const rabbit =
  (props: object): Make =>
  (stack, vpc) =>
    new AmazonMqBroker(stack, 'RabbitMq', { ...props, vpc });
const eks =
  (props: object): Make =>
  (stack, vpc) =>
    new EksCluster(stack, 'Eks', { clusterName: 'shop', ...props, vpc });

/** The same of constructs; where no prop asks for it, through CDK's own way around them, which the pack of rules sees. */
const overridden =
  (make: Make, type: typeof CfnCluster | typeof CfnBroker, path: string, value: unknown): Make =>
  (stack, vpc) => {
    make(stack, vpc);
    Validations.of(stack.node.root).addPlugins(durabilityPack());
    const found = stack.node.findAll().filter((its): its is CfnResource => its instanceof type);
    for (const its of found) its.addPropertyOverride(path, value);
  };

const byConstruct: Readonly<Record<Weakening, readonly (readonly [on: string, answer: string, make: Make])[]>> = {
  'two zones': [
    ['MskCluster', '[aws-zones-not-three] Kafka.vpcSubnets is 2 subnets in 2 zones', kafka({})],
    ['AmazonMqBroker', '[aws-zones-not-three] RabbitMq.vpcSubnets is 2 subnets in 2 zones', rabbit({})],
    ['EksCluster', '[aws-zones-not-three] Eks.vpcSubnets is 2 subnets in 2 zones', eks({})],
  ],
  single: [
    ['MskCluster', '[kafka-copies-too-few] kafka.brokers is 1', kafka({ brokers: 1 })],
    ['AmazonMqBroker', '[rabbitmq-nodes-too-few] rabbitmq.nodes is 1', rabbit({ nodes: 1 })],
    [
      'AmazonMqBroker, overridden',
      'brokerkit::amazon-mq-single-instance',
      overridden(rabbit({}), CfnBroker, 'DeploymentMode', 'SINGLE_INSTANCE'),
    ],
  ],
  public: [
    [
      'MskCluster, overridden',
      'brokerkit::msk-public',
      overridden(
        kafka({}),
        CfnCluster,
        'BrokerNodeGroupInfo.ConnectivityInfo.PublicAccess.Type',
        'SERVICE_PROVIDED_EIPS',
      ),
    ],
    [
      'AmazonMqBroker, overridden',
      'brokerkit::amazon-mq-public',
      overridden(rabbit({}), CfnBroker, 'PubliclyAccessible', true),
    ],
    ['EksCluster', '[eks-open-to-all] Eks.accessFrom.0 is 0.0.0.0/0', eks({ accessFrom: ['0.0.0.0/0'] })],
  ],
  unauthenticated: [
    [
      'MskCluster, overridden',
      'brokerkit::msk-unauthenticated',
      overridden(kafka({}), CfnCluster, 'ClientAuthentication.Unauthenticated.Enabled', true),
    ],
    [
      'AmazonMqBroker, overridden',
      'brokerkit::amazon-mq-guest',
      overridden(rabbit({}), CfnBroker, 'Users.0.Username', 'guest'),
    ],
  ],
  'unclean election': [
    [
      'MskCluster, express',
      '[kafka-unclean-election] kafka.uncleanLeaderElectionEnable is true',
      kafka({ uncleanLeaderElectionEnable: true }),
    ],
    [
      'MskCluster, standard',
      '[kafka-unclean-election] kafka.uncleanLeaderElectionEnable is true',
      kafka({ tier: 'standard', uncleanLeaderElectionEnable: true }),
    ],
  ],
  'two copies': [
    [
      'MskCluster',
      '[kafka-copies-too-few] kafka.topics.clicks.replicationFactor is 2',
      kafka({ topics: { clicks: { replicationFactor: 2 } } }),
    ],
    [
      'AmazonMqBroker',
      '[rabbitmq-members-too-few] rabbitmq.queues.payment.members is 2',
      rabbit({ queues: { payment: { members: 2 } } }),
    ],
  ],
};

describe.each(weakenings)('%s', (weakening) => {
  test.each(byFile[weakening])('by a file, on %s: %s', (_, file, answer) => {
    expect(answers(file)).toContain(answer);
  });

  test.each(byConstruct[weakening])('by a construct, %s: %s', (_, answer, make) => {
    const stack = new Stack(awsApp(), 'Shop', { env: { region: 'eu-central-1' } });
    make(stack, network(stack, weakening === 'two zones' ? 2 : 3));

    expect(() => templateOf(stack)).toThrow(answer);
  });
});

test('what is made of charts on EKS is judged as on Kubernetes before anything is made', () => {
  const stack = new Stack(awsApp(), 'Shop', { env: { region: 'eu-central-1' } });
  const cluster = new EksCluster(stack, 'Eks', { clusterName: 'shop', vpc: network(stack, 3) });
  const messaging = onEks({ name: 'shop', kafka: { topics: { clicks: { replicationFactor: 2 } } } }, zones);

  expect(() => {
    new EksMessaging(stack, 'Messaging', { cluster, messaging });
    templateOf(stack);
  }).toThrow('[kafka-copies-too-few] kafka.topics.clicks.replicationFactor is 2');
});
