import { Peer } from 'aws-cdk-lib/aws-ec2';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { Stack, Token } from 'aws-cdk-lib/core';
import type { MskCluster } from '../../../../lib/aws/msk/msk-cluster';
import { kept, propertiesOf, templateOf, zones } from '../../../support/aws';
import { mskCluster, topicConfigs } from '../../../support/msk';

const synth = (its: MskCluster): Template => templateOf(Stack.of(its));

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

describe('MskCluster', () => {
  const whole = synth(
    mskCluster({
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

  test('has copies read in the zone of whoever names it, unless the leader was asked for', () => {
    const leaders = synth(mskCluster({ replicaSelectorClass: 'LeaderSelector' }));
    const linesOf = (template: Template) =>
      Object.values(propertiesOf<{ ServerProperties: string }>(template, 'AWS::MSK::Configuration')).map(
        ({ ServerProperties: text }) => text.trim().split('\n'),
      );

    expect(linesOf(whole)).toEqual([
      [
        'allow.everyone.if.no.acl.found=false',
        'replica.selector.class=org.apache.kafka.common.replica.RackAwareReplicaSelector',
      ],
    ]);
    expect(linesOf(leaders)).toEqual([['allow.everyone.if.no.acl.found=false']]);
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
      'AWS::MSK::Configuration',
      'AWS::MSK::Topic',
      'AWS::MSK::Topic',
    ]);
  });

  test('opens the port for IAM, and only to whom it is opened', () => {
    const opened = mskCluster();
    opened.connections.allowDefaultPortFrom(Peer.ipv4('10.0.9.0/24'));

    whole.hasResourceProperties('AWS::EC2::SecurityGroup', { SecurityGroupIngress: Match.absent() });
    synth(opened).hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupIngress: [Match.objectLike({ CidrIp: '10.0.9.0/24', FromPort: 9098, ToPort: 9098 })],
    });
  });

  test('takes a size, a name and more brokers', () => {
    const template = synth(mskCluster({ brokers: 6, clusterName: 'shop', instanceType: 'express.m7g.4xlarge' }));

    template.hasResourceProperties('AWS::MSK::Cluster', {
      ClusterName: 'shop',
      NumberOfBrokerNodes: 6,
      BrokerNodeGroupInfo: { InstanceType: 'express.m7g.4xlarge' },
    });
  });

  test('refuses two zones, with everything else that is wrong', () => {
    const wrong = mskCluster({ brokers: 4, uncleanLeaderElectionEnable: true }, zones.slice(0, 2));

    expect(() => synth(wrong)).toThrow(/kafka-unclean-election[^]*msk-uneven-brokers[^]*aws-zones-not-three/);
  });

  test('tells what alarms need of each broker', () => {
    whole.hasResourceProperties('AWS::MSK::Cluster', { EnhancedMonitoring: 'PER_BROKER' });
  });

  test('takes values that only the deployment knows', () => {
    const unknown = (name: string): string => Token.asString({ Ref: name });
    const template = synth(
      mskCluster({ clusterName: unknown('Name'), instanceType: unknown('Size'), kafkaVersion: unknown('Version') }),
    );

    template.hasResourceProperties('AWS::MSK::Cluster', {
      ClusterName: { Ref: 'Name' },
      KafkaVersion: { Ref: 'Version' },
      BrokerNodeGroupInfo: { InstanceType: { Ref: 'Size' } },
    });
  });

  test('can not be built with a tier that there is not', () => {
    expect(() => mskCluster({ tier: 'serverless' as 'express' })).toThrow(/kafka\.kafkaTier is serverless/);
  });
});

describe('MskCluster of standard brokers', () => {
  const whole = synth(
    mskCluster({
      tier: 'standard',
      clusterName: 'shop',
      storage: '2Ti',
      replicaLagTimeMaxMs: 20_000,
      numIoThreads: 16,
      brokerProperties: { 'num.replica.fetchers': '4' },
      topics: { clicks: { partitions: 12 }, alerts: { durability: 'survives-power-loss', cleanupPolicy: 'compact' } },
    }),
  );
  const [configuration] = Object.entries(
    propertiesOf<{ readonly Name: string; readonly ServerProperties: string }>(whole, 'AWS::MSK::Configuration'),
  );

  test('have a volume of the size that is asked for, and a newer Kafka', () => {
    whole.hasResourceProperties('AWS::MSK::Cluster', {
      KafkaVersion: '4.1.x.kraft',
      NumberOfBrokerNodes: 3,
      EnhancedMonitoring: 'PER_BROKER',
      BrokerNodeGroupInfo: {
        InstanceType: 'kafka.m7g.large',
        StorageInfo: { EBSStorageInfo: { VolumeSize: 2_048 } },
        ConnectivityInfo: { PublicAccess: { Type: 'DISABLED' } },
      },
    });
  });

  test('log to a group that keeps a month', () => {
    const [group] = Object.entries(propertiesOf(whole, 'AWS::Logs::LogGroup')).filter(([id]) => /BrokerLogs/.test(id));

    expect(group?.[1]).toEqual({ RetentionInDays: 30 });
    whole.hasResourceProperties('AWS::MSK::Cluster', {
      LoggingInfo: { BrokerLogs: { CloudWatchLogs: { Enabled: true, LogGroup: { Ref: group?.[0] } } } },
    });
  });

  test('are told every setting that MSK lets anybody write, and the lines without a knob', () => {
    expect(configuration?.[1].Name).toBe('shop');
    expect(configuration?.[1].ServerProperties.split('\n')).toEqual([
      'allow.everyone.if.no.acl.found=false',
      'replica.selector.class=org.apache.kafka.common.replica.RackAwareReplicaSelector',
      'min.insync.replicas=2',
      'default.replication.factor=3',
      'offsets.topic.replication.factor=3',
      'transaction.state.log.replication.factor=3',
      'transaction.state.log.min.isr=2',
      'unclean.leader.election.enable=false',
      'auto.create.topics.enable=false',
      'log.flush.interval.messages=9223372036854775807',
      'log.retention.ms=604800000',
      'offsets.retention.minutes=43200',
      'num.partitions=6',
      'message.max.bytes=1048588',
      // The other threads, which nobody has chosen, are left to MSK.
      'num.io.threads=16',
      'replica.lag.time.max.ms=20000',
      'num.replica.fetchers=4',
      '',
    ]);
  });

  test('follow the newest revision of their configuration', () => {
    whole.hasResourceProperties('AWS::MSK::Cluster', {
      ConfigurationInfo: {
        Arn: { 'Fn::GetAtt': [configuration?.[0], 'Arn'] },
        Revision: { 'Fn::GetAtt': [configuration?.[0], 'LatestRevision.Revision'] },
      },
    });
  });

  test('take every config of a topic, also what makes it survive a loss of power', () => {
    const shared = {
      'min.insync.replicas': '2',
      'retention.ms': '604800000',
      'retention.bytes': '-1',
      'max.message.bytes': '1048588',
    };

    expect(topicConfigs(whole)).toEqual({
      clicks: { ...shared, 'cleanup.policy': 'delete', 'flush.messages': '9223372036854775807' },
      alerts: { ...shared, 'cleanup.policy': 'compact', 'flush.messages': '1' },
    });
  });

  test('are kept when the stack is deleted, with their configuration and their logs', () => {
    expect(Object.values(kept(whole)).sort()).toEqual([
      'AWS::EC2::SecurityGroup',
      'AWS::Logs::LogGroup',
      'AWS::MSK::Cluster',
      'AWS::MSK::Configuration',
      'AWS::MSK::Topic',
      'AWS::MSK::Topic',
    ]);
  });
});
