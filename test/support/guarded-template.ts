/** A template that somebody wrote without the kit, as JSON: everything in it is right. */
export const soundTemplate = {
  Resources: {
    Group: {
      Type: 'AWS::EC2::SecurityGroup',
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
      Properties: { GroupDescription: 'Brokers of Kafka', VpcId: { 'Fn::ImportValue': 'Vpc' } },
    },
    OtherGroup: {
      Type: 'AWS::EC2::SecurityGroup',
      Properties: { GroupDescription: 'Others', VpcId: { 'Fn::ImportValue': 'Vpc' } },
    },
    Configuration: {
      Type: 'AWS::MSK::Configuration',
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        Name: 'shop',
        ServerProperties: [
          '# copies',
          'default.replication.factor=3',
          'min.insync.replicas = 2',
          'unclean.leader.election.enable=false',
        ].join('\n'),
      },
    },
    Kafka: {
      Type: 'AWS::MSK::Cluster',
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        ClusterName: 'shop',
        KafkaVersion: '3.9.x.kraft',
        NumberOfBrokerNodes: 6,
        BrokerNodeGroupInfo: {
          ClientSubnets: [{ 'Fn::ImportValue': 'A' }, { 'Fn::ImportValue': 'B' }, 'subnet-0c'],
          SecurityGroups: [{ 'Fn::GetAtt': ['Group', 'GroupId'] }],
          InstanceType: 'kafka.m7g.large',
          ConnectivityInfo: { PublicAccess: { Type: 'DISABLED' } },
          StorageInfo: { EBSStorageInfo: { VolumeSize: 100 } },
        },
        ConfigurationInfo: {
          Arn: { Ref: 'Configuration' },
          Revision: { 'Fn::GetAtt': ['Configuration', 'LatestRevision.Revision'] },
        },
        EncryptionInfo: { EncryptionInTransit: { ClientBroker: 'TLS', InCluster: 'true' } },
        ClientAuthentication: { Sasl: { Iam: { Enabled: true } }, Unauthenticated: { Enabled: false } },
        LoggingInfo: { BrokerLogs: { S3: { Enabled: true, Bucket: 'logs' } } },
      },
    },
    Express: {
      Type: 'AWS::MSK::Cluster',
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        ClusterName: 'fast',
        KafkaVersion: '3.9.x.kraft',
        NumberOfBrokerNodes: '3',
        BrokerNodeGroupInfo: {
          ClientSubnets: ['subnet-0a', 'subnet-0b', 'subnet-0c'],
          InstanceType: 'express.m7g.large',
        },
        ClientAuthentication: { Sasl: { Iam: { Enabled: true } } },
      },
    },
    Clicks: {
      Type: 'AWS::MSK::Topic',
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        ClusterArn: { Ref: 'Kafka' },
        TopicName: 'clicks',
        PartitionCount: 12,
        ReplicationFactor: 3,
        Configs: { 'Fn::Base64': '{"min.insync.replicas":"2","retention.ms":"1000"}' },
      },
    },
    Rabbit: {
      Type: 'AWS::AmazonMQ::Broker',
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        BrokerName: 'shop',
        EngineType: 'RabbitMQ',
        EngineVersion: '4.2',
        DeploymentMode: 'CLUSTER_MULTI_AZ',
        HostInstanceType: 'mq.m7g.large',
        PubliclyAccessible: false,
        AutoMinorVersionUpgrade: true,
        SubnetIds: ['subnet-0a', 'subnet-0b', 'subnet-0c'],
        SecurityGroups: ['sg-1'],
        Users: [{ Username: 'admin', Password: '{{resolve:secretsmanager:shop:SecretString:password}}' }],
      },
    },
  },
};

type Json = Record<string, unknown>;

/** A copy of the sound template with other values at some paths, such as `Kafka.Properties.ClusterName`; undefined takes one away. */
export function changed(...changes: readonly (readonly [path: string, value: unknown])[]): typeof soundTemplate {
  const copy = structuredClone(soundTemplate);
  for (const [path, value] of changes) {
    const keys = path.split('.');
    const last = keys.pop() ?? '';
    const parent = keys.reduce<Json>((node, key) => (node[key] ??= {}) as Json, copy.Resources as Json);
    if (value === undefined) delete parent[last];
    else parent[last] = value;
  }
  return copy;
}

/** Every path of the sound template below the properties of its resources. */
export function propertyPaths(
  node: unknown = soundTemplate.Resources,
  path: readonly string[] = [],
): readonly string[] {
  const own = path.length > 2 ? [path.join('.')] : [];
  if (typeof node !== 'object' || node === null) return own;
  return [
    ...own,
    ...Object.entries(node)
      .filter(([key]) => path.length !== 1 || key === 'Properties')
      .flatMap(([key, value]) => propertyPaths(value, [...path, key])),
  ];
}
