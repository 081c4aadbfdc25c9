import type { Template } from 'aws-cdk-lib/assertions';
import { Stack } from 'aws-cdk-lib/core';
import { addMessagingStacks } from '../../../lib/aws/stacks/messaging';
import { planAws } from '../../../lib/aws/plan';
import type { MessagingOptions } from '../../../lib/plan/options';
import { unpackTopology } from '../../../lib/rabbitmq/topology-resource';
import { awsApp, messagingTemplates, propertiesOf } from '../../support/aws';

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
