import { Peer, Vpc, type IVpc } from 'aws-cdk-lib/aws-ec2';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { Stack } from 'aws-cdk-lib/core';
import { MskCluster, type MskClusterProps } from '../../../../lib/aws/msk/msk-cluster';
import { checkMsk } from '../../../../lib/aws/plan';
import type { KafkaOptions } from '../../../../lib/kafka/options';
import { resolveKafka } from '../../../../lib/kafka/settings';
import { awsApp, kept, propertiesOf, templateOf } from '../../../support/aws';

const zones = ['eu-central-1a', 'eu-central-1b', 'eu-central-1c'];

function cluster(props: Omit<MskClusterProps, 'vpc'> = {}, availabilityZones = zones): MskCluster {
  const stack = new Stack(awsApp(), 'Kafka');
  const vpc = new Vpc(stack, 'Vpc', { availabilityZones }) as IVpc;
  return new MskCluster(stack, 'Kafka', { ...props, vpc });
}

const synth = (its: MskCluster): Template => templateOf(Stack.of(its));

const problems = (options: KafkaOptions): readonly string[] =>
  checkMsk(resolveKafka('kafka', options)).map(({ rule, path }) => `${rule} ${path}`);

interface ClusterProperties {
  readonly KafkaVersion: string;
  readonly NumberOfBrokerNodes: number;
  readonly BrokerNodeGroupInfo: {
    readonly ClientSubnets: readonly { readonly Ref: string }[];
    readonly InstanceType: string;
  };
}
interface SubnetProperties {
  readonly AvailabilityZone: string;
  readonly MapPublicIpOnLaunch: boolean;
}
interface TopicProperties {
  readonly TopicName: string;
  readonly Configs: { readonly 'Fn::Base64': string };
}

/** Topic → its configs, as they were before base64. */
const topicConfigs = (template: Template): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.values(propertiesOf<TopicProperties>(template, 'AWS::MSK::Topic')).map((its) => [
      its.TopicName,
      JSON.parse(its.Configs['Fn::Base64']) as unknown,
    ]),
  );

describe('MskCluster', () => {
  const whole = synth(
    cluster({
      topics: {
        clicks: { partitions: 12, retention: '7d' },
        alerts: { partitions: 3, cleanupPolicy: 'compact', maxMessageBytes: 2_048 },
      },
    }),
  );

  test('has three express brokers in three zones, without ZooKeeper', () => {
    const subnets = propertiesOf<SubnetProperties>(whole, 'AWS::EC2::Subnet');
    const [its] = Object.values(propertiesOf<ClusterProperties>(whole, 'AWS::MSK::Cluster'));
    const theirs = its?.BrokerNodeGroupInfo.ClientSubnets.map(({ Ref }) => subnets[Ref]);

    expect(its?.NumberOfBrokerNodes).toBe(3);
    expect(its?.KafkaVersion).toBe('3.9.x.kraft');
    expect(its?.BrokerNodeGroupInfo.InstanceType).toBe('express.m7g.large');
    expect(theirs?.map((subnet) => subnet?.AvailabilityZone)).toEqual(zones);
    expect(theirs?.map((subnet) => subnet?.MapPublicIpOnLaunch)).toEqual([false, false, false]);
  });

  test('leaves out what express brokers refuse to be given', () => {
    whole.hasResourceProperties('AWS::MSK::Cluster', {
      LoggingInfo: Match.absent(),
      StorageMode: Match.absent(),
      BrokerNodeGroupInfo: { StorageInfo: Match.absent() },
    });
  });

  test('lets in only those whom IAM knows, through TLS, and nobody from outside', () => {
    whole.hasResourceProperties('AWS::MSK::Cluster', {
      EncryptionInfo: { EncryptionInTransit: { ClientBroker: 'TLS', InCluster: true } },
      ClientAuthentication: {
        Sasl: { Iam: { Enabled: true }, Scram: { Enabled: false } },
        Tls: { Enabled: false },
        Unauthenticated: { Enabled: false },
      },
      BrokerNodeGroupInfo: { ConnectivityInfo: { PublicAccess: { Type: 'DISABLED' } } },
    });
  });

  test('makes every topic with three replicas', () => {
    for (const [name, partitions] of [
      ['clicks', 12],
      ['alerts', 3],
    ]) {
      whole.hasResourceProperties('AWS::MSK::Topic', {
        TopicName: name,
        PartitionCount: partitions,
        ReplicationFactor: 3,
      });
    }
  });

  test('gives topics exactly the configs that express brokers let be set', () => {
    expect(topicConfigs(whole)).toEqual({
      clicks: {
        'retention.ms': '604800000',
        'retention.bytes': '-1',
        'cleanup.policy': 'delete',
        'max.message.bytes': '1048588',
      },
      alerts: {
        'retention.ms': '604800000',
        'retention.bytes': '-1',
        'cleanup.policy': 'compact',
        'max.message.bytes': '2048',
      },
    });
  });

  test('keeps the cluster, its topics and its security group when the stack is deleted', () => {
    expect(Object.values(kept(whole)).sort()).toEqual([
      'AWS::EC2::SecurityGroup',
      'AWS::MSK::Cluster',
      'AWS::MSK::Topic',
      'AWS::MSK::Topic',
    ]);
  });

  test('opens the port for IAM, and only to whom it is opened', () => {
    const opened = cluster();
    opened.connections.allowDefaultPortFrom(Peer.ipv4('10.0.9.0/24'));

    whole.hasResourceProperties('AWS::EC2::SecurityGroup', { SecurityGroupIngress: Match.absent() });
    synth(opened).hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupIngress: [Match.objectLike({ CidrIp: '10.0.9.0/24', FromPort: 9098, ToPort: 9098 })],
    });
  });

  test('takes a size, a name and more brokers', () => {
    const template = synth(cluster({ brokers: 6, clusterName: 'shop', instanceType: 'express.m7g.4xlarge' }));

    template.hasResourceProperties('AWS::MSK::Cluster', {
      ClusterName: 'shop',
      NumberOfBrokerNodes: 6,
      BrokerNodeGroupInfo: { InstanceType: 'express.m7g.4xlarge' },
    });
  });

  test('refuses two zones, with everything else that is wrong', () => {
    const wrong = cluster({ brokers: 4, uncleanLeaderElectionEnable: true }, zones.slice(0, 2));

    expect(() => synth(wrong)).toThrow(/kafka-unclean-election[^]*msk-uneven-brokers[^]*aws-zones-not-three/);
  });
});

describe('the rules of MSK', () => {
  test('have nothing against any profile that the express tier can keep', () => {
    expect(problems({ topics: { clicks: {} } })).toEqual([]);
    expect(problems({ durability: 'survives-node-loss', brokers: 6, topics: { clicks: {} } })).toEqual([]);
  });

  const one: readonly (readonly [rule: string, path: string, options: KafkaOptions])[] = [
    ['aws-profile-not-available', 'kafka.durability', { durability: 'development', topics: { clicks: {} } }],
    [
      'aws-profile-not-available',
      'kafka.topics.clicks.durability',
      { topics: { clicks: { durability: 'development' } } },
    ],
    ['msk-power-loss', 'kafka.durability', { durability: 'survives-power-loss', topics: { clicks: {} } }],
    ['msk-power-loss', 'kafka.topics.clicks.durability', { topics: { clicks: { durability: 'survives-power-loss' } } }],
    ['msk-uneven-brokers', 'kafka.brokers', { brokers: 5 }],
    ['msk-replicas-decided', 'kafka.defaultReplicationFactor', { brokers: 6, defaultReplicationFactor: 4 }],
    [
      'msk-replicas-decided',
      'kafka.topics.clicks.replicationFactor',
      { brokers: 6, topics: { clicks: { replicationFactor: 4 } } },
    ],
    ['msk-topic-decided', 'kafka.topics.clicks.flushMessages', { topics: { clicks: { flushMessages: 1 } } }],
    [
      'msk-topic-decided',
      'kafka.topics.clicks.minInsyncReplicas',
      { brokers: 6, topics: { clicks: { minInsyncReplicas: 3, replicationFactor: 3 } } },
    ],
    ['aws-line-not-read', 'kafka.brokerProperties.log.dirs', { brokerProperties: { 'log.dirs': '/elsewhere' } }],
    [
      'aws-line-not-read',
      'kafka.controllerProperties.log.dirs',
      { controllerProperties: { 'log.dirs': '/elsewhere' } },
    ],
  ];

  test.each(one)('%s: %s', (rule, path, options) => {
    expect(problems(options)).toContain(`${rule} ${path}`);
  });

  test('say once what a profile alone makes wrong', () => {
    expect(problems({ durability: 'survives-power-loss', topics: { clicks: {}, carts: {} } })).toEqual([
      'msk-power-loss kafka.durability',
    ]);
  });

  test('stand beside those of every Kafka', () => {
    expect(problems({ uncleanLeaderElectionEnable: true })).toEqual([
      'kafka-unclean-election kafka.uncleanLeaderElectionEnable',
    ]);
  });
});
