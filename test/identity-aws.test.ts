import { Match } from 'aws-cdk-lib/assertions';
import { kept, messagingTemplates, propertiesOf } from './support/aws';

/** What is named here holds data, or is what something that holds data is replaced with: nothing of it may ever change. */
describe('what holds data on AWS', () => {
  const stacks = messagingTemplates({
    name: 'shop',
    kafka: { topics: { clicks: {}, 'page.views': {} } },
    rabbitmq: {},
  });
  const [network, kafka, rabbitMq] = ['ShopNetwork', 'ShopKafka', 'ShopRabbitMq'].map((name) => stacks.get(name)!);

  test('has the logical ids that it always had', () => {
    expect(kept(kafka!)).toEqual({
      KafkaSecurityGroup4C1F93F4: 'AWS::EC2::SecurityGroup',
      KafkaCluster21A1BE89: 'AWS::MSK::Cluster',
      KafkaConfiguration2E1CE142: 'AWS::MSK::Configuration',
      KafkaTopicsclicksA328E5C1: 'AWS::MSK::Topic',
      KafkaTopicspageviews4FFD1DA0: 'AWS::MSK::Topic',
    });
    expect(kept(rabbitMq!)).toEqual({
      RabbitMqSecurityGroupB2FD6B08: 'AWS::EC2::SecurityGroup',
      RabbitMqAdministrator5EE72D19: 'AWS::SecretsManager::Secret',
      RabbitMqConfigurationB8D72A19: 'AWS::AmazonMQ::Configuration',
      RabbitMqBroker1E5EDA58: 'AWS::AmazonMQ::Broker',
    });
  });

  test('is in the subnets that it always was in', () => {
    const subnets = propertiesOf<{ readonly CidrBlock: string; readonly AvailabilityZone: string }>(
      network!,
      'AWS::EC2::Subnet',
    );

    expect(Object.entries(subnets).map(([id, its]) => [id, its.CidrBlock, its.AvailabilityZone])).toEqual([
      ['VpcBrokersSubnet1Subnet39BB1405', '10.0.0.0/24', 'eu-central-1a'],
      ['VpcBrokersSubnet2Subnet1373C4AE', '10.0.1.0/24', 'eu-central-1b'],
      ['VpcBrokersSubnet3SubnetDCC94714', '10.0.2.0/24', 'eu-central-1c'],
    ]);
  });

  test('has every property that makes another cluster, broker, topic or group when it changes', () => {
    kafka!.hasResourceProperties('AWS::EC2::SecurityGroup', { GroupDescription: 'Brokers of Kafka' });
    kafka!.hasResourceProperties('AWS::MSK::Cluster', {
      ClusterName: 'shop',
      BrokerNodeGroupInfo: { SecurityGroups: [{ 'Fn::GetAtt': ['KafkaSecurityGroup4C1F93F4', 'GroupId'] }] },
      EncryptionInfo: { EncryptionInTransit: { InCluster: true } },
    });
    kafka!.hasResourceProperties('AWS::MSK::Topic', { TopicName: 'clicks', ReplicationFactor: 3 });
    rabbitMq!.hasResourceProperties('AWS::EC2::SecurityGroup', { GroupDescription: 'Nodes of RabbitMQ' });
    rabbitMq!.hasResourceProperties('AWS::AmazonMQ::Broker', {
      BrokerName: 'shop',
      EngineType: 'RABBITMQ',
      DeploymentMode: 'CLUSTER_MULTI_AZ',
      PubliclyAccessible: false,
      SecurityGroups: [{ 'Fn::GetAtt': ['RabbitMqSecurityGroupB2FD6B08', 'GroupId'] }],
      SubnetIds: ['1Subnet', '2Subnet', '3Subnet'].map((its) => ({
        'Fn::ImportValue': Match.stringLikeRegexp(`VpcBrokersSubnet${its}`),
      })),
    });
    rabbitMq!.hasResourceProperties('AWS::AmazonMQ::Configuration', { Name: 'shop-4-2', EngineVersion: '4.2' });
  });
});
