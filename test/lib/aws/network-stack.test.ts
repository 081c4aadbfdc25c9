import { Match, type Template } from 'aws-cdk-lib/assertions';
import { NetworkStack } from '../../../lib/aws/stacks/network-stack';
import { awsApp, kept, propertiesOf, templateOf } from '../../support/aws';

const availabilityZones = ['eu-central-1a', 'eu-central-1b', 'eu-central-1c'];

interface Subnet {
  readonly CidrBlock: string;
  readonly AvailabilityZone: string;
  readonly MapPublicIpOnLaunch: boolean;
}

const network = (egress: boolean): Template =>
  templateOf(new NetworkStack(awsApp(), 'Network', { env: { region: 'eu-central-1' }, availabilityZones, egress }));
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
