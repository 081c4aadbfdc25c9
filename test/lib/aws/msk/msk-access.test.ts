import { Peer, SecurityGroup, Vpc, type ISecurityGroup, type IVpc } from 'aws-cdk-lib/aws-ec2';
import { Role, ServicePrincipal, type IRole } from 'aws-cdk-lib/aws-iam';
import { Match } from 'aws-cdk-lib/assertions';
import { CfnOutput, Fn, Stack, Token, type App, type CfnElement } from 'aws-cdk-lib/core';
import type { MskClusterAttributes } from '../../../../lib/aws/msk/imported-cluster';
import { MskCluster } from '../../../../lib/aws/msk/msk-cluster';
import { awsApp, kept, propertiesOf, templateOf, templates, zones } from '../../../support/aws';
import { mskCluster } from '../../../support/msk';

interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}
interface Policy {
  readonly PolicyDocument: { readonly Statement: readonly Statement[] };
}

const clusterArn = 'arn:aws:kafka:eu-central-1:111122223333:cluster/shop/0a1b-2';

const roleIn = (stack: Stack, id = 'Role'): IRole =>
  new Role(stack, id, { assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') });

/** A stack with a cluster that runs already. */
function imported(attributes: Partial<MskClusterAttributes> = { bootstrapServers: 'b-1.example:9098' }) {
  const stack = new Stack(awsApp(), 'Orders');
  const vpc = new Vpc(stack, 'Vpc', { availabilityZones: zones }) as IVpc;
  const group = new SecurityGroup(stack, 'Group', { vpc }) as ISecurityGroup;
  const given = { clusterArn, securityGroups: [group], ...attributes };
  return { stack, group, kafka: MskCluster.fromClusterAttributes(stack, 'Kafka', given) };
}

/** Statements that were granted in a stack, `kafka-cluster:` left out. */
const granted = (stack: Stack): readonly (readonly [actions: string, resource: unknown])[] =>
  Object.values(propertiesOf<Policy>(templateOf(stack), 'AWS::IAM::Policy'))
    .flatMap((its) => its.PolicyDocument.Statement)
    .map((its) => [[its.Action].flat().join(' ').replaceAll('kafka-cluster:', ''), its.Resource]);

describe('a grant on a topic of MSK', () => {
  test('lets a producer write to that topic, repetitions told apart, and nothing else', () => {
    const { stack, kafka } = imported();
    kafka.grantProduce(roleIn(stack), 'clicks').assertSuccess();

    expect(granted(stack)).toEqual([
      ['Connect WriteDataIdempotently', clusterArn],
      ['DescribeTopic WriteData', 'arn:aws:kafka:eu-central-1:111122223333:topic/shop/0a1b-2/clicks'],
    ]);
  });

  test('lets a consumer read that topic in that group, and nothing else', () => {
    const { stack, kafka } = imported();
    kafka.grantConsume(roleIn(stack), 'clicks', 'web').assertSuccess();

    expect(granted(stack)).toEqual([
      ['Connect', clusterArn],
      ['DescribeTopic ReadData', 'arn:aws:kafka:eu-central-1:111122223333:topic/shop/0a1b-2/clicks'],
      ['DescribeGroup AlterGroup', 'arn:aws:kafka:eu-central-1:111122223333:group/shop/0a1b-2/web'],
    ]);
  });

  test('is made of an ARN that only the deployment knows', () => {
    const kafka = mskCluster({ topics: { clicks: {} } });
    const stack = Stack.of(kafka);
    kafka.grantProduce(roleIn(stack), 'clicks');
    const arn = { 'Fn::GetAtt': ['KafkaCluster21A1BE89', 'Arn'] };
    const part = (index: number) => ({ 'Fn::Select': [index, { 'Fn::Split': [':cluster/', arn] }] });

    expect(granted(stack)).toEqual([
      ['Connect WriteDataIdempotently', arn],
      ['DescribeTopic WriteData', { 'Fn::Join': ['', [part(0), ':topic/', part(1), '/clicks']] }],
    ]);
  });

  test.each(['*', 'click?', '${aws:username}', ''])('msk-grant-too-wide: %s', (name) => {
    const produce = imported();
    produce.kafka.grantProduce(roleIn(produce.stack), name);
    const consume = imported();
    consume.kafka.grantConsume(roleIn(consume.stack), 'clicks', name);

    expect(() => templateOf(produce.stack)).toThrow(/\[msk-grant-too-wide\] Kafka\.grantProduce\.topic/);
    expect(() => templateOf(consume.stack)).toThrow(/\[msk-grant-too-wide\] Kafka\.grantConsume\.group/);
  });

  test('grant-to-undeclared: a topic that the cluster does not have', () => {
    const kafka = mskCluster({ topics: { clicks: {} } });
    kafka.grantProduce(roleIn(Stack.of(kafka)), 'klicks');

    expect(() => templateOf(Stack.of(kafka))).toThrow(/\[grant-to-undeclared\] kafka\.topics\.klicks/);
  });

  test('takes names that only the deployment knows', () => {
    const kafka = mskCluster({ topics: { clicks: {} } });
    const name = Token.asString(Fn.ref('Name'));
    kafka.grantConsume(roleIn(Stack.of(kafka)), name, name);

    expect(granted(Stack.of(kafka))).toHaveLength(3);
  });
});

describe('MskCluster.fromClusterAttributes', () => {
  test('makes nothing where the addresses are given, and opens the port for IAM in the groups', () => {
    const { stack, group, kafka } = imported({
      bootstrapServers: 'b-1.example:9098',
      bootstrapServersScram: 'b-1.example:9096',
    });
    kafka.connections.allowDefaultPortFrom(Peer.ipv4('10.0.9.0/24'));
    const template = templateOf(stack);

    expect([kafka.bootstrapServers, kafka.bootstrapServersScram]).toEqual(['b-1.example:9098', 'b-1.example:9096']);
    template.resourceCountIs('AWS::Lambda::Function', 0);
    expect(Object.entries(propertiesOf(template, 'AWS::EC2::SecurityGroup'))).toEqual([
      [
        stack.getLogicalId(group.node.defaultChild as CfnElement),
        expect.objectContaining({
          SecurityGroupIngress: [expect.objectContaining({ CidrIp: '10.0.9.0/24', FromPort: 9098, ToPort: 9098 })],
        }),
      ],
    ]);
  });

  test('asks MSK where they are not', () => {
    const { stack, kafka } = imported({});

    expect(stack.resolve(kafka.bootstrapServers)).toEqual({ 'Fn::GetAtt': ['KafkaBootstrapBC13CD00', 'Iam'] });
    expect(kafka.bootstrapServersScram).toBeUndefined();
    templateOf(stack).hasResourceProperties('Custom::MskBootstrapBrokers', { ClusterArn: clusterArn, Logins: ['Iam'] });
  });
});

interface Asked {
  readonly ServiceToken: { readonly 'Fn::GetAtt': readonly string[] };
  readonly AskedAgainWhenChanged: unknown;
}

/** What MSK is asked for in a stack. */
const asked = (stack: Stack): readonly Asked[] =>
  Object.values(propertiesOf<Asked>(templateOf(stack), 'Custom::MskBootstrapBrokers'));

describe('the addresses of a cluster', () => {
  test('are asked of MSK, for each way to log in', () => {
    const kafka = mskCluster({ scram: true });
    const stack = Stack.of(kafka);

    expect(asked(stack)).toEqual([
      {
        ServiceToken: { 'Fn::GetAtt': ['MskBootstrapHandlerD6EA5119', 'Arn'] },
        ServiceTimeout: '300',
        ClusterArn: { 'Fn::GetAtt': ['KafkaCluster21A1BE89', 'Arn'] },
        Logins: ['Iam', 'Scram'],
        AskedAgainWhenChanged: { Brokers: 3, InstanceType: 'express.m7g.large', KafkaVersion: '3.9.x.kraft' },
      },
    ]);
    expect([kafka.bootstrapServers, kafka.bootstrapServersScram].map((its) => stack.resolve(its) as unknown)).toEqual([
      { 'Fn::GetAtt': ['KafkaBootstrapBC13CD00', 'Iam'] },
      { 'Fn::GetAtt': ['KafkaBootstrapBC13CD00', 'Scram'] },
    ]);
  });

  test('may change while another stack reads them: it takes what was said last, and nothing is exported', () => {
    const kafka = mskCluster({ scram: true });
    const reader = new Stack(Stack.of(kafka).node.root, 'Reader');
    new CfnOutput(reader, 'Iam', { value: kafka.bootstrapServers });
    new CfnOutput(reader, 'Scram', { value: kafka.bootstrapServersScram! });
    const stacks = templates(Stack.of(kafka).node.root as App);
    const published = stacks.get('Kafka')!.findOutputs('*');

    for (const login of ['Iam', 'Scram']) {
      const [[output, its] = []] = Object.entries(published).filter(([id]) => id.includes(`BC13CD00${login}`));
      const read = { StackName: 'Kafka', OutputName: output, Region: { Ref: 'AWS::Region' } };
      expect(its).toEqual({ Value: { 'Fn::GetAtt': ['KafkaBootstrapBC13CD00', login] } });
      expect(stacks.get('Reader')!.findOutputs(login)).toEqual({ [login]: { Value: { 'Fn::GetStackOutput': read } } });
    }
    expect(reader.dependencies.map((its) => its.stackName)).toEqual(['Kafka']);
  });

  test('are asked again when brokers or their size change', () => {
    const shape = (props: Parameters<typeof mskCluster>[0]) =>
      asked(Stack.of(mskCluster(props)))[0]?.AskedAgainWhenChanged;
    const before = shape({ topics: { clicks: {} } });

    expect(shape({})).toEqual(before);
    expect(shape({ brokers: 6 })).not.toEqual(before);
    expect(shape({ instanceType: 'express.m7g.xlarge' })).not.toEqual(before);
    expect(shape({ kafkaVersion: '4.2.x.kraft' })).not.toEqual(before);
  });

  test('are asked by one function for all clusters of a stack, which may do nothing else and logs for a month', () => {
    const kafka = mskCluster();
    MskCluster.fromClusterAttributes(Stack.of(kafka), 'Other', { clusterArn, securityGroups: [] });
    const template = templateOf(Stack.of(kafka));
    const logs = { 'Fn::GetAtt': ['MskBootstrapLogs96726DD3', 'Arn'] };

    template.resourceCountIs('Custom::MskBootstrapBrokers', 2);
    template.resourceCountIs('AWS::Lambda::Function', 1);
    template.hasResourceProperties('AWS::Lambda::Function', {
      Runtime: 'nodejs24.x',
      Timeout: 180,
      VpcConfig: Match.absent(),
    });
    template.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 30 });
    template.hasResourceProperties('AWS::IAM::Role', {
      ManagedPolicyArns: Match.absent(),
      Policies: [
        {
          PolicyDocument: {
            Statement: [
              { Effect: 'Allow', Action: 'kafka:GetBootstrapBrokers', Resource: '*' },
              { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: logs },
            ],
          },
        },
      ],
    });
  });
});

describe('a user who logs in with a password', () => {
  const kafka = mskCluster({ scram: true, clusterName: 'shop' });
  const secrets = ['web-orders', 'checkout', 'web-orders'].map((user) => kafka.scramUser(user));
  const template = templateOf(Stack.of(kafka));

  test('is off unless it is asked for', () => {
    const none = mskCluster();

    expect(none.bootstrapServersScram).toBeUndefined();
    expect(() => none.scramUser('checkout')).toThrow(/\[msk-scram-off\] kafka\.scramUser is checkout/);
    for (const type of ['AWS::SecretsManager::Secret', 'AWS::KMS::Key', 'AWS::MSK::BatchScramSecret']) {
      templateOf(Stack.of(none)).resourceCountIs(type, 0);
    }
  });

  test('has one secret, made by Secrets Manager under a key of its own and named as MSK wants it', () => {
    expect(secrets[0]).toBe(secrets[2]);
    const made = Object.values(propertiesOf(template, 'AWS::SecretsManager::Secret'));
    const keys = Object.entries(propertiesOf(template, 'AWS::KMS::Key'));

    expect(keys).toEqual([[expect.any(String), expect.objectContaining({ EnableKeyRotation: true })]]);
    expect(made).toEqual(
      ['web-orders', 'checkout'].map((username) => ({
        Name: `AmazonMSK_shop_${username}_scram`,
        Description: `User ${username} of Kafka`,
        KmsKeyId: { 'Fn::GetAtt': [keys[0]?.[0], 'Arn'] },
        GenerateSecretString: {
          SecretStringTemplate: JSON.stringify({ username }),
          GenerateStringKey: 'password',
          PasswordLength: 40,
          ExcludePunctuation: true,
        },
      })),
    );
  });

  test('is known to MSK, in an order that does not depend on who was asked for first', () => {
    template.hasResourceProperties('AWS::MSK::BatchScramSecret', {
      ClusterArn: { 'Fn::GetAtt': ['KafkaCluster21A1BE89', 'Arn'] },
      SecretArnList: [
        { Ref: Match.stringLikeRegexp('Scramcheckout') },
        { Ref: Match.stringLikeRegexp('Scramweborders') },
      ],
    });
  });

  test('may do nothing without ACLs, on express brokers too', () => {
    template.hasResourceProperties('AWS::MSK::Cluster', {
      ClientAuthentication: { Sasl: { Iam: { Enabled: true }, Scram: { Enabled: true } } },
      ConfigurationInfo: { Arn: Match.anyValue() },
    });
    template.hasResourceProperties('AWS::MSK::Configuration', {
      ServerProperties: Match.stringLikeRegexp('^allow\\.everyone\\.if\\.no\\.acl\\.found=false\n'),
    });
  });

  test('stays with the cluster when the stack is deleted', () => {
    expect(Object.values(kept(template)).sort()).toEqual([
      'AWS::EC2::SecurityGroup',
      'AWS::KMS::Key',
      'AWS::MSK::BatchScramSecret',
      'AWS::MSK::Cluster',
      'AWS::MSK::Configuration',
      'AWS::SecretsManager::Secret',
      'AWS::SecretsManager::Secret',
    ]);
  });

  test.each(['', 'Web', '../x', Token.asString(Fn.ref('Name'))])('msk-scram-user-unreadable: %s', (name) => {
    expect(() => mskCluster({ scram: true }).scramUser(name)).toThrow(/\[msk-scram-user-unreadable\]/);
  });
});
