import { Match, type Template } from 'aws-cdk-lib/assertions';
import { checkReplacement } from '../../../lib/aws/guard/replacement';
import { checkAws, planAws } from '../../../lib/aws/plan';
import { NetworkStack } from '../../../lib/aws/stacks/network-stack';
import { awsApp, kept, messagingTemplates, propertiesOf, templateOf } from '../../support/aws';

const availabilityZones = ['eu-central-1a', 'eu-central-1b', 'eu-central-1c'];

interface Subnet {
  readonly CidrBlock: string;
  readonly AvailabilityZone: string;
  readonly MapPublicIpOnLaunch: boolean;
}

const network = (egress: boolean, cidr?: string): Template =>
  templateOf(
    new NetworkStack(awsApp(), 'Network', {
      env: { region: 'eu-central-1' },
      availabilityZones,
      egress,
      ...(cidr === undefined ? {} : { cidr }),
    }),
  );
const subnetsOf = (template: Template, group: string): readonly (readonly [id: string, subnet: Subnet])[] =>
  Object.entries(propertiesOf<Subnet>(template, 'AWS::EC2::Subnet')).filter(([id]) => id.startsWith(`Vpc${group}`));

describe('a network with a way out', () => {
  const closed = network(false);
  const open = network(true);

  test('leaves the subnets of the brokers where they were, without the way out', () => {
    expect(subnetsOf(open, 'Brokers')).toEqual(subnetsOf(closed, 'Brokers'));
    expect(subnetsOf(open, 'Brokers')).toHaveLength(3);
    const routes = propertiesOf<{ readonly RouteTableId: { readonly Ref: string } }>(open, 'AWS::EC2::Route');
    expect(Object.values(routes).filter(({ RouteTableId }) => RouteTableId.Ref.startsWith('VpcBrokers'))).toEqual([]);
  });

  test('has, in each zone, room for four thousand tasks, and a NAT gateway of its own that they leave by', () => {
    expect(subnetsOf(open, 'Workloads').map(([, its]) => [its.CidrBlock, its.AvailabilityZone])).toEqual([
      ['10.0.16.0/20', 'eu-central-1a'],
      ['10.0.32.0/20', 'eu-central-1b'],
      ['10.0.48.0/20', 'eu-central-1c'],
    ]);
    const gateways = propertiesOf<{ readonly SubnetId: { readonly Ref: string } }>(open, 'AWS::EC2::NatGateway');
    expect(Object.values(gateways).map(({ SubnetId }) => SubnetId.Ref)).toEqual(
      subnetsOf(open, 'Public').map(([id]) => id),
    );
    expect(Object.keys(gateways)).toHaveLength(3);
  });

  test('gives nobody a public address by itself', () => {
    for (const group of ['Brokers', 'Workloads', 'Public'])
      expect(subnetsOf(open, group).map(([, its]) => its.MapPublicIpOnLaunch)).toEqual([false, false, false]);
  });
});

test('a network writes down all that goes through it, for a month', () => {
  const template = network(false);

  template.hasResourceProperties('AWS::EC2::FlowLog', {
    ResourceType: 'VPC',
    TrafficType: 'ALL',
    LogDestinationType: 'cloud-watch-logs',
    LogGroupName: { Ref: Match.stringLikeRegexp('^FlowLogGroup') },
  });
  template.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 30 });
  expect(Object.values(kept(template))).toEqual(['AWS::Logs::LogGroup']);
});

describe('the addresses of a network', () => {
  const blocksOf = (template: Template): readonly string[] =>
    Object.values(propertiesOf<Subnet>(template, 'AWS::EC2::Subnet')).map((its) => its.CidrBlock);

  test('are those that are named: its subnets, and what may reach its endpoint', () => {
    const template = network(true, '172.20.0.0/16');

    template.hasResourceProperties('AWS::EC2::VPC', { CidrBlock: '172.20.0.0/16' });
    expect(blocksOf(template)).toEqual([
      ...['172.20.0.0/24', '172.20.1.0/24', '172.20.2.0/24'],
      ...['172.20.16.0/20', '172.20.32.0/20', '172.20.48.0/20'],
      ...['172.20.64.0/26', '172.20.64.64/26', '172.20.64.128/26'],
    ]);
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupIngress: [Match.objectLike({ CidrIp: '172.20.0.0/16' })],
    });
  });

  test('are divided so that the smallest network has room for brokers, workloads and the way out', () => {
    expect(blocksOf(network(true, '192.168.240.0/20'))).toEqual([
      ...['192.168.240.0/24', '192.168.241.0/24', '192.168.242.0/24'],
      ...['192.168.243.0/24', '192.168.244.0/24', '192.168.245.0/24'],
      ...['192.168.246.0/26', '192.168.246.64/26', '192.168.246.128/26'],
    ]);
    for (const prefix of [17, 18, 19]) expect(blocksOf(network(true, `10.64.0.0/${prefix}`))).toHaveLength(9);
  });

  test.each([
    ['10.1.2.0/16', ['aws-network-malformed']],
    ['10.256.0.0/16', ['aws-network-malformed']],
    ['10.01.0.0/16', ['aws-network-malformed']],
    ['10.0.0.0/33', ['aws-network-malformed']],
    ['10.0.0.0/8', ['aws-network-size']],
    ['10.0.0.0/21', ['aws-network-size']],
    ['172.32.0.0/16', ['aws-network-not-private']],
    ['172.16.0.0/12', ['aws-network-size']],
    ['8.8.8.0/24', ['aws-network-size', 'aws-network-not-private']],
  ])('%s is refused, in a file and of the construct: %j', (cidr, rules) => {
    const options = { name: 'shop', kafka: {}, aws: { networkCidr: cidr } };

    expect(checkAws(planAws(options)).map(({ rule, path }) => [rule, path])).toEqual(
      rules.map((rule) => [rule, 'aws.networkCidr']),
    );
    const synthesis = () => network(true, cidr);
    for (const rule of rules) expect(synthesis).toThrow(`[${rule}] Network.cidr is ${cidr}: `);
  });

  test('come from the file, whatever runs the brokers, and can not be changed later: the guard says so', () => {
    const of = (networkCidr: string, target: 'managed' | 'eks') =>
      messagingTemplates({ name: 'shop', rabbitmq: {}, aws: { networkCidr, target } }).get('ShopNetwork')!.toJSON();

    for (const target of ['managed', 'eks'] as const) {
      const [was, next] = [of('10.0.0.0/16', target), of('10.1.0.0/16', target)];
      expect(checkReplacement(was, was)).toEqual([]);
      expect(checkReplacement(was, next).map(({ rule, path, value }) => [rule, path, value])).toContainEqual([
        'aws-replaced',
        expect.stringMatching(/^Vpc\w+\.Properties\.CidrBlock$/),
        '10.1.0.0/16',
      ]);
    }
  });
});
