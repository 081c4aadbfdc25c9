import { Match, type Template } from 'aws-cdk-lib/assertions';
import { SecurityGroup, Vpc, type IVpc } from 'aws-cdk-lib/aws-ec2';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { CfnParameter, Stack } from 'aws-cdk-lib/core';
import { AmazonMqBroker, type AmazonMqBrokerProps } from '../../../../lib/aws/amazon-mq/amazon-mq-broker';
import { amazonMqTopology } from '../../../../lib/aws/amazon-mq/topology';
import type { RabbitMqOptions } from '../../../../lib/rabbitmq/options';
import { resolveRabbitMq } from '../../../../lib/rabbitmq/settings';
import { unpackTopology } from '../../../../lib/rabbitmq/topology-resource';
import type { RabbitMqTopology } from '../../../../lib/rabbitmq/topology';
import { awsApp, kept, propertiesOf, templateOf, zones } from '../../../support/aws';

const options = {
  exchanges: { orders: { type: 'topic' } },
  queues: { payment: { bindings: [{ exchange: 'orders', routingKey: 'order.*' }] } },
} as const satisfies RabbitMqOptions;

function made(
  stack = new Stack(awsApp(), 'RabbitMq'),
  more: Pick<AmazonMqBrokerProps, 'caCertificate' | 'administrator' | 'passwordsAsOf'> = {},
) {
  const vpc = new Vpc(stack, 'Vpc', { availabilityZones: zones }) as IVpc;
  return { stack, vpc, broker: new AmazonMqBroker(stack, 'RabbitMq', { ...options, ...more, vpc }) };
}

interface FunctionProperties {
  readonly Timeout: number;
  readonly VpcConfig?: { readonly SubnetIds: readonly unknown[] };
}
interface BrokerProperties {
  readonly SubnetIds: readonly unknown[];
}
interface PolicyProperties {
  readonly PolicyDocument: {
    readonly Statement: readonly { readonly Action: readonly string[]; readonly Resource: unknown }[];
  };
}
interface RoleProperties {
  readonly ManagedPolicyArns?: unknown;
  readonly Policies: readonly PolicyProperties[];
}
interface IngressProperties {
  readonly FromPort: number;
  readonly Description: string;
}

interface TopologyProperties {
  readonly Topology: string;
  readonly UserSecretArns?: Readonly<Record<string, { readonly Ref: string }>>;
}
const resourceIn = (template: Template): TopologyProperties =>
  Object.values(propertiesOf<TopologyProperties>(template, 'Custom::RabbitMqTopology'))[0]!;

const policyOf = (topology: RabbitMqTopology, name: string) => topology.policies.find((its) => its.name === name);

describe('the topology that Amazon MQ is brought to', () => {
  const settings = resolveRabbitMq('rabbitmq', options);

  test('wins over the policies of the service, which have priority 1, and is of quorum queues alone', () => {
    const { vhost, queues, policies } = amazonMqTopology(settings, [], '4.2');

    expect(vhost).toBe('/');
    expect(queues.map((queue) => queue.arguments['x-queue-type'])).toEqual(['quorum', 'quorum']);
    expect(policies.map(({ priority, applyTo }) => [priority, applyTo])).toEqual([
      [10, 'quorum_queues'],
      [10, 'quorum_queues'],
    ]);
  });

  test('has no key that its version does not know: one of them, and the whole policy is refused', () => {
    expect(policyOf(amazonMqTopology(settings, [], '4.2'), 'payment')?.definition).toEqual({
      'dead-letter-exchange': 'dead-letters',
      'dead-letter-routing-key': 'payment',
      'dead-letter-strategy': 'at-least-once',
      overflow: 'reject-publish',
      'delivery-limit': 20,
      'target-group-size': 3,
      'max-length-bytes': 5_368_709_120,
    });
    expect(policyOf(amazonMqTopology(settings, [], '4.3'), 'payment')?.definition).toMatchObject({
      'delayed-retry-type': 'failed',
      'delayed-retry-min': 1_000,
    });
  });
});

describe('the exchanges, queues and users of an AmazonMqBroker', () => {
  const { stack, vpc, broker } = made();
  const role = new Role(stack, 'TillRole', { assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') });
  const { connections } = new SecurityGroup(stack, 'TillGroup', { vpc, allowAllOutbound: false });
  broker.grantPublish({ user: 'till', connections, grantPrincipal: role }, 'orders');
  broker.grantConsume({ user: 'till' }, 'payment.dead-letters');
  broker.grantConsume({ user: 'payment' }, 'payment');
  const template = templateOf(stack);
  const secrets = propertiesOf<{ readonly Description: string }>(template, 'AWS::SecretsManager::Secret');
  const secretIdOf = (user: string): string =>
    Object.entries(secrets).find(([, its]) => its.Description === `User ${user} of RabbitMQ`)?.[0] ?? 'none';

  test('are in the resource whenever they were granted, with exactly these rights', () => {
    const topology = unpackTopology(resourceIn(template).Topology);

    expect(topology.exchanges.map(({ name }) => name)).toEqual(['orders', 'dead-letters']);
    expect(topology.queues.map(({ name }) => name)).toEqual(['payment', 'payment.dead-letters']);
    expect(topology.users).toEqual([
      { name: 'payment', configure: '^$', write: '^$', read: '^(payment)$' },
      { name: 'till', configure: '^$', write: '^(orders)$', read: String.raw`^(payment\.dead-letters)$` },
    ]);
  });

  test('have a secret for each user, which stays, and of which the event of the resource knows the ARN alone', () => {
    const [administrator] = Object.entries(secrets).filter(([, its]) => its.Description.startsWith('Administrator'));

    expect(Object.values(kept(template)).filter((type) => type === 'AWS::SecretsManager::Secret')).toHaveLength(3);
    expect(resourceIn(template)).toMatchObject({
      ConsoleUrl: { 'Fn::Select': [0, { 'Fn::GetAtt': ['RabbitMqBroker1E5EDA58', 'ConsoleURLs'] }] },
      AdministratorSecretArn: { Ref: administrator?.[0] },
      UserSecretArns: { payment: { Ref: secretIdOf('payment') }, till: { Ref: secretIdOf('till') } },
    });
    expect(JSON.stringify(resourceIn(template))).not.toContain('resolve:secretsmanager');
    expect(broker.secretOf('till')).not.toBe(broker.secretOf('payment'));
    expect(() => broker.secretOf('nobody')).toThrow('has no user nobody: grant it something first');
  });

  test('are made by a function in the subnets of the broker, which may read these secrets and nothing else', () => {
    const functions = Object.values(propertiesOf<FunctionProperties>(template, 'AWS::Lambda::Function'));
    const [inside, ...others] = functions.filter((its) => its.VpcConfig !== undefined);
    const subnets = Object.values(propertiesOf<BrokerProperties>(template, 'AWS::AmazonMQ::Broker'))[0]?.SubnetIds;

    expect(others).toEqual([]);
    expect(inside?.VpcConfig?.SubnetIds).toEqual(subnets);
    expect(inside?.Timeout).toBe(840);
    const [administrator] = Object.keys(secrets).filter((id) => id.includes('Administrator'));
    const [[policyId, { PolicyDocument: document }]] = Object.entries(
      propertiesOf<PolicyProperties>(template, 'AWS::IAM::Policy'),
    ).filter(([id]) => id.includes('Provisioner')) as [[string, PolicyProperties]];
    const policy = document.Statement;

    expect(new Set(policy.flatMap(({ Action }) => Action))).toEqual(
      new Set(['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret']),
    );
    expect(policy.map(({ Resource }) => Resource)).toEqual([
      { Ref: administrator },
      { Ref: secretIdOf('till') },
      { Ref: secretIdOf('payment') },
    ]);
    template.hasResource('Custom::RabbitMqTopology', { DependsOn: Match.arrayWith([policyId]) });
  });

  test('are made with the roles of two functions that write to one log, and to no other of the account', () => {
    const [logId] = Object.keys(template.findResources('AWS::Logs::LogGroup'));
    const log = { 'Fn::GetAtt': [logId, 'Arn'] };
    const roles = Object.entries(propertiesOf<RoleProperties>(template, 'AWS::IAM::Role')).filter(([id]) =>
      id.startsWith('RabbitMqTopology'),
    );
    const writes = roles.map(([, { Policies: policies }]) =>
      policies.flatMap((its) => its.PolicyDocument.Statement).at(-1)!,
    );

    expect(roles.map(([, its]) => its.ManagedPolicyArns)).toEqual([undefined, undefined]);
    expect(new Set(writes.flatMap(({ Action }) => Action))).toEqual(
      new Set(['logs:CreateLogStream', 'logs:PutLogEvents']),
    );
    expect(writes.map(({ Resource }) => Resource)).toEqual([log, log]);
  });

  test('open the console to that function alone, and the port for clients to whoever was granted something', () => {
    const rules = Object.values(propertiesOf<IngressProperties>(template, 'AWS::EC2::SecurityGroupIngress'));

    expect(rules.map(({ FromPort, Description }) => [FromPort, Description]).sort()).toEqual([
      [443, 'provisioner'],
      [5671, expect.stringMatching(/TillGroup/)],
    ]);
  });

  test('let the grantee read its own secret', () => {
    template.hasResourceProperties('AWS::IAM::Policy', {
      Roles: [{ Ref: Match.stringLikeRegexp('TillRole') }],
      PolicyDocument: { Statement: [Match.objectLike({ Resource: { Ref: secretIdOf('till') } })] },
    });
  });

  test('have no name or logical id that moves with the code of the function', () => {
    const asset = JSON.stringify(propertiesOf(template, 'AWS::Lambda::Function')).match(/[0-9a-f]{64}(?=\.zip)/)?.[0];
    const moving = JSON.stringify(template.toJSON()).split(asset ?? 'none').length - 1;

    expect(moving).toBe(1);
  });

  test('take an authority of their own, the secret of an administrator who is there already, and a day to read secrets again', () => {
    const own = new Stack(awsApp(), 'Own');
    const administrator = Secret.fromSecretNameV2(own, 'Known', 'rabbitmq/provisioner');
    const its = templateOf(made(own, { caCertificate: 'PEM', administrator, passwordsAsOf: '2027-03-01' }).stack);

    expect(resourceIn(its)).toMatchObject({ CaCertificate: 'PEM', PasswordsAsOf: '2027-03-01' });
    its.resourceCountIs('AWS::SecretsManager::Secret', 0);
  });
});

describe('a grant', () => {
  const { stack, broker } = made();

  test.each([
    [
      () => broker.grantPublish({ user: 'till' }, 'payments' as 'orders'),
      'has no exchange payments: declare it in exchanges',
    ],
    [() => broker.grantConsume({ user: 'till' }, 'mail' as 'payment'), 'has no queue mail: declare it in queues'],
    [() => broker.grantPublish({ user: 'provisioner' }, 'orders'), 'the user provisioner belongs to the broker itself'],
    [
      () => broker.grantPublish({ user: new CfnParameter(stack, 'User').valueAsString }, 'orders'),
      'a user needs a name that is known at synthesis',
    ],
  ])('is refused where it would lead nowhere: %#', (grant, message) => {
    expect(grant).toThrow(message);
  });

  test('to whoever is in a stack of its own leaves the stack of the broker without a need of that one', () => {
    const app = awsApp();
    const { vpc, broker: its } = made(new Stack(app, 'Rabbit'));
    const workloads = new Stack(app, 'Workloads');
    const { connections } = new SecurityGroup(workloads, 'Group', { vpc, allowAllOutbound: false });
    const grantPrincipal = new Role(workloads, 'Role', { assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') });
    its.grantPublish({ user: 'till', connections, grantPrincipal }, 'orders');

    templateOf(workloads).resourceCountIs('AWS::EC2::SecurityGroupIngress', 1);
    expect(workloads.dependencies.map(({ stackName }) => stackName)).toEqual(['Rabbit']);
    expect(Stack.of(its).dependencies).toEqual([]);
  });

  test('on a broker of somebody else opens the way and the secret, and leaves the rights to its owner', () => {
    const app = awsApp();
    const theirs = new Stack(app, 'Theirs');
    const vpc = new Vpc(theirs, 'Vpc', { availabilityZones: zones }) as IVpc;
    const { connections } = new SecurityGroup(theirs, 'Group', { vpc, allowAllOutbound: false });
    const secret = Secret.fromSecretNameV2(theirs, 'Secret', 'till');
    const imported = AmazonMqBroker.fromBrokerAttributes(theirs, 'Broker', {
      amqpEndpoint: 'amqps://rabbit.example:5671',
      securityGroups: [SecurityGroup.fromSecurityGroupId(theirs, 'BrokerGroup', 'sg-1')],
      users: { till: secret },
    });
    imported.grantPublish({ user: 'till', connections }, 'orders');

    expect(imported.secretOf('till')).toBe(secret);
    expect(() => imported.grantConsume({ user: 'other' }, 'mail')).toThrow('knows no user other');
    templateOf(theirs).hasResourceProperties('AWS::EC2::SecurityGroupIngress', { GroupId: 'sg-1', FromPort: 5671 });
  });
});

describe('a topology that is too large for an event', () => {
  test('amazon-mq-topology-too-large', () => {
    const stack = new Stack(awsApp(), 'RabbitMq');
    const vpc = new Vpc(stack, 'Vpc', { availabilityZones: zones }) as IVpc;
    const broker = new AmazonMqBroker(stack, 'RabbitMq', { ...options, vpc });
    for (let user = 0; user < 151; user += 1) broker.grantPublish({ user: `till-${user}` }, 'orders');

    expect(() => templateOf(stack)).toThrow(
      /\[amazon-mq-topology-too-large\] RabbitMq\/RabbitMq\/Topology is 151 users: .*let workloads share users/,
    );
  });
});
