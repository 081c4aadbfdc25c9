import { Match, type Template } from 'aws-cdk-lib/assertions';
import { Peer, Vpc, type IVpc } from 'aws-cdk-lib/aws-ec2';
import { CfnParameter, Stack } from 'aws-cdk-lib/core';
import { AmazonMqBroker, type AmazonMqBrokerProps } from '../../../../lib/aws/amazon-mq/amazon-mq-broker';
import type { EngineVersion } from '../../../../lib/aws/amazon-mq/engine';
import { diskOf } from '../../../../lib/aws/amazon-mq/volume';
import { checkAmazonMq } from '../../../../lib/aws/plan';
import type { RabbitMqOptions } from '../../../../lib/rabbitmq/options';
import { resolveRabbitMq } from '../../../../lib/rabbitmq/settings';
import { awsApp, kept, propertiesOf, templateOf, zones } from '../../../support/aws';

function broker(props: Omit<AmazonMqBrokerProps, 'vpc'> = {}, availabilityZones = zones): AmazonMqBroker {
  const stack = new Stack(awsApp(), 'RabbitMq');
  const vpc = new Vpc(stack, 'Vpc', { availabilityZones }) as IVpc;
  return new AmazonMqBroker(stack, 'RabbitMq', { ...props, vpc });
}

const synth = (its: AmazonMqBroker): Template => templateOf(Stack.of(its));

const volume = { path: 'storageSize', storageSize: undefined, instanceType: 'mq.m7g.large' };
const problems = (options: RabbitMqOptions, engineVersion: EngineVersion = '4.2'): readonly string[] =>
  checkAmazonMq(resolveRabbitMq('rabbitmq', options, diskOf(volume)), { engineVersion, volume }).map(
    ({ rule, path }) => `${rule} ${path}`,
  );

interface BrokerProperties {
  readonly SubnetIds: readonly { readonly Ref: string }[];
  readonly Users: readonly { readonly Username: string; readonly Password: unknown }[];
}

describe('AmazonMqBroker', () => {
  const whole = synth(broker({ queues: { payment: {} } }));
  const [its] = Object.values(propertiesOf<BrokerProperties>(whole, 'AWS::AmazonMQ::Broker'));

  test('is a cluster of three nodes in three zones, which nobody reaches from outside', () => {
    const subnets = propertiesOf<{ readonly AvailabilityZone: string }>(whole, 'AWS::EC2::Subnet');

    whole.hasResourceProperties('AWS::AmazonMQ::Broker', {
      EngineType: 'RABBITMQ',
      DeploymentMode: 'CLUSTER_MULTI_AZ',
      HostInstanceType: 'mq.m7g.large',
      PubliclyAccessible: false,
    });
    expect(its?.SubnetIds.map(({ Ref }) => subnets[Ref]?.AvailabilityZone)).toEqual(zones);
  });

  test('names the engine without its patch, which the service keeps up to date in a window', () => {
    whole.hasResourceProperties('AWS::AmazonMQ::Broker', {
      EngineVersion: '4.2',
      AutoMinorVersionUpgrade: true,
      MaintenanceWindowStartTime: { DayOfWeek: 'SUNDAY', TimeOfDay: '03:00', TimeZone: 'UTC' },
    });
  });

  test('writes its general log, and not the audit log that RabbitMQ has none of', () => {
    whole.hasResourceProperties('AWS::AmazonMQ::Broker', { Logs: { General: true, Audit: Match.absent() } });
  });

  test('has one administrator, whose password only Secrets Manager knows', () => {
    const [secret] = Object.keys(whole.findResources('AWS::SecretsManager::Secret'));

    expect(its?.Users).toEqual([
      {
        Username: 'provisioner',
        Password: {
          'Fn::Join': ['', ['{{resolve:secretsmanager:', { Ref: secret }, ':SecretString:password::}}']],
        },
      },
    ]);
    whole.hasResourceProperties('AWS::SecretsManager::Secret', {
      SecretString: Match.absent(),
      GenerateSecretString: {
        GenerateStringKey: 'password',
        SecretStringTemplate: '{"username":"provisioner"}',
        PasswordLength: 40,
        ExcludeCharacters: ',:=~',
        ExcludePunctuation: true,
      },
    });
  });

  test('keeps the broker, its configuration, its secret and its security group when the stack is deleted', () => {
    expect(Object.values(kept(whole)).sort()).toEqual([
      'AWS::AmazonMQ::Broker',
      'AWS::AmazonMQ::Configuration',
      'AWS::EC2::SecurityGroup',
      'AWS::SecretsManager::Secret',
    ]);
  });

  test('opens the port for clients, and only to whom it is opened', () => {
    const opened = broker();
    opened.connections.allowDefaultPortFrom(Peer.ipv4('10.0.9.0/24'));

    whole.hasResourceProperties('AWS::EC2::SecurityGroup', { SecurityGroupIngress: Match.absent() });
    synth(opened).hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupIngress: [Match.objectLike({ CidrIp: '10.0.9.0/24', FromPort: 5671, ToPort: 5671 })],
    });
  });

  test('is configured by the settings, and a changed text is a revision that its nodes are told of', () => {
    const [id] = Object.keys(whole.findResources('AWS::AmazonMQ::Configuration'));

    whole.hasResourceProperties('AWS::AmazonMQ::Broker', {
      Configuration: { Id: { Ref: id }, Revision: { 'Fn::GetAtt': [id, 'Revision'] } },
    });
    whole.hasResourceProperties('AWS::AmazonMQ::Configuration', {
      Name: Match.stringLikeRegexp('-4-2$'),
      EngineType: 'RABBITMQ',
      EngineVersion: '4.2',
      Data: {
        'Fn::Base64': [
          'max_message_size = 16777216',
          'heartbeat = 60',
          'consumer_timeout = 1800000',
          'management.restrictions.operator_policy_changes.disabled = true',
          '',
        ].join('\n'),
      },
    });
  });

  test('takes another version, with a configuration of its own, and lines that the service reads', () => {
    const template = synth(
      broker({ engineVersion: '4.3', brokerName: 'shop', heartbeatSeconds: 90, config: { connection_max: '3000' } }),
    );

    template.hasResourceProperties('AWS::AmazonMQ::Broker', { BrokerName: 'shop', EngineVersion: '4.3' });
    template.hasResourceProperties('AWS::AmazonMQ::Configuration', {
      Name: 'shop-4-3',
      EngineVersion: '4.3',
      Data: { 'Fn::Base64': Match.stringLikeRegexp('heartbeat = 90\n[^]*connection_max = 3000\n$') },
    });
  });

  test('has volumes of the size that comes with its nodes, or of another', () => {
    const size = (template: Template): unknown =>
      Object.values(propertiesOf<{ readonly StorageSize?: number }>(template, 'AWS::AmazonMQ::Broker'))[0]?.StorageSize;

    expect(size(whole)).toBeUndefined();
    expect(size(synth(broker({ storageSize: 75 })))).toBe(75);
  });

  test.each([
    ['a size between two steps', { storageSize: 72 }, 'use a multiple of 5, from 15 to 75 for mq.m7g.large'],
    ['more than its nodes take', { storageSize: 80 }, 'use a multiple of 5, from 15 to 75 for mq.m7g.large'],
    ['less than comes with its nodes', { storageSize: 10 }, 'use a multiple of 5, from 15 to 75 for mq.m7g.large'],
    ['more than the smallest nodes take', { instanceType: 'mq.m7g.medium', storageSize: 30 }, 'from 5 to 25'],
    [
      'more than larger ones take',
      { instanceType: 'mq.m7g.xlarge', storageSize: 130 },
      'from 25 to 125 for mq.m7g.xlarge',
    ],
  ])('amazon-mq-storage-size-not-available: %s', (_, props, fix) => {
    const refused = () => synth(broker(props));

    expect(refused).toThrow('[amazon-mq-storage-size-not-available] RabbitMq.storageSize');
    expect(refused).toThrow(fix);
  });

  test('refuses two zones, with everything else that is wrong', () => {
    const wrong = broker(
      { nodes: 5, defaultQueueType: 'classic', engineVersion: '4.2.1' as EngineVersion, instanceType: 'mq.m5.large' },
      zones.slice(0, 2),
    );
    const rules = [
      'rabbitmq-classic-queue',
      'amazon-mq-nodes-decided',
      'amazon-mq-unknown-version\\] RabbitMq.engineVersion is 4.2.1',
      'amazon-mq-instance-type\\] RabbitMq.instanceType is mq.m5.large',
      'aws-zones-not-three',
    ];

    expect(() => synth(wrong)).toThrow(new RegExp(rules.join('[^]*')));
  });

  test('lets values pass that are known only when it is deployed', () => {
    const stack = new Stack(awsApp(), 'RabbitMq');
    const parameter = (id: string): string => new CfnParameter(stack, id).valueAsString;
    new AmazonMqBroker(stack, 'RabbitMq', {
      vpc: new Vpc(stack, 'Vpc', { availabilityZones: zones }) as IVpc,
      brokerName: parameter('Name'),
      instanceType: parameter('Type'),
      storageSize: new CfnParameter(stack, 'Size', { type: 'Number' }).valueAsNumber,
      engineVersion: parameter('Version') as EngineVersion,
    });

    const template = templateOf(stack);
    template.hasResourceProperties('AWS::AmazonMQ::Broker', { StorageSize: { Ref: 'Size' } });
    template.hasResourceProperties('AWS::AmazonMQ::Configuration', {
      Name: { 'Fn::Join': ['', [{ Ref: 'Name' }, '-', { Ref: 'Version' }]] },
    });
  });
});

describe('the rules of Amazon MQ', () => {
  test.each(['survives-node-loss', 'survives-zone-loss', 'survives-power-loss'] as const)(
    'have nothing against %s',
    (durability) => {
      expect(problems({ durability, queues: { payment: {} } })).toEqual([]);
    },
  );

  const one: readonly (readonly [rule: string, path: string, options: RabbitMqOptions])[] = [
    ['aws-profile-not-available', 'rabbitmq.durability', { durability: 'development' }],
    [
      'aws-profile-not-available',
      'rabbitmq.queues.payment.durability',
      { queues: { payment: { durability: 'development' } } },
    ],
    ['amazon-mq-nodes-decided', 'rabbitmq.nodes', { nodes: 5 }],
    ['amazon-mq-members-decided', 'rabbitmq.queues.payment.members', { nodes: 5, queues: { payment: { members: 5 } } }],
    ['amazon-mq-message-too-large', 'rabbitmq.maxMessageSizeBytes', { maxMessageSizeBytes: 134_217_729 }],
    [
      'amazon-mq-no-retry-delay',
      'rabbitmq.queues.payment.retryDelayMinMs',
      { queues: { payment: { retryDelayMinMs: 50 } } },
    ],
    ['aws-line-not-read', 'rabbitmq.config.log.console', { config: { 'log.console': 'true' } }],
  ];

  test.each(one)('%s: %s', (rule, path, options) => {
    expect(problems(options)).toContain(`${rule} ${path}`);
  });

  test('have nothing against what the version, or the service, can do', () => {
    expect(problems({ queues: { payment: { retryDelayMinMs: 50 } } }, '4.3')).toEqual([]);
    expect(problems({ maxMessageSizeBytes: 134_217_728, config: { cluster_queue_limit: '2000' } })).toEqual([]);
  });

  test('stand beside those of every RabbitMQ', () => {
    expect(problems({ defaultQueueType: 'classic' })).toEqual(['rabbitmq-classic-queue rabbitmq.defaultQueueType']);
  });

  test('say once what the service has decided', () => {
    const told = (options: RabbitMqOptions) =>
      checkAmazonMq(resolveRabbitMq('rabbitmq', options), { engineVersion: '4.3', volume: undefined });
    const payment = (members: number) => told({ queues: { payment: { members } } });
    const fix = 'use 3';

    expect(told({ nodes: 4 })).toMatchObject([{ rule: 'rabbitmq-even-nodes', value: 4, fix }]);
    expect(payment(2)).toMatchObject([{ rule: 'rabbitmq-members-too-few', value: 2, fix }]);
    expect(payment(5)).toMatchObject([{ rule: 'rabbitmq-members-exceed-nodes', value: 5, fix }]);
  });
});
