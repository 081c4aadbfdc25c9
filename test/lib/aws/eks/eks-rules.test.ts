import { Fn, Stack, Token } from 'aws-cdk-lib/core';
import { Template } from 'aws-cdk-lib/assertions';
import { Vpc, type IVpc } from 'aws-cdk-lib/aws-ec2';
import { EksCluster } from '../../../../lib/aws/eks/eks-cluster';
import { checkEksCluster } from '../../../../lib/aws/eks/eks-rules';
import { checkAws, planAws } from '../../../../lib/aws/plan';
import { awsApp, zones } from '../../../support/aws';

/** What is wrong with the networks of a file. */
const inFile = (...eksAccessFrom: readonly string[]): readonly string[] =>
  checkAws(planAws({ name: 'shop', kafka: {}, aws: { target: 'eks', eksAccessFrom } })).map(
    ({ rule, path }) => `${rule} ${path}`,
  );

/** The synthesis of a cluster alone. */
const cluster = (availabilityZones: string[], accessFrom: readonly string[] = []) => {
  const stack = new Stack(awsApp(), 'Stack', { env: { region: 'eu-central-1' } });
  const vpc = new Vpc(stack, 'Vpc', { availabilityZones }) as IVpc;
  new EksCluster(stack, 'Eks', { vpc, clusterName: 'shop', accessFrom });
  return () => Template.fromStack(stack);
};

describe('a cluster of EKS is refused', () => {
  test('aws-zones-not-three: in a network with two zones, not in one whose zones are not known', () => {
    expect(cluster(zones.slice(1))).toThrow('[aws-zones-not-three] Eks.vpcSubnets is 2 subnets in 2 zones');
    const some = [0, 1, 2].map((index) => Fn.select(index, Fn.getAzs()));
    expect(cluster(some)).not.toThrow();
    expect(cluster(some.slice(1))).toThrow('[aws-zones-not-three] Eks.vpcSubnets is 2 subnets:');
  });

  test.each(['0.0.0.0/0', '128.0.0.0/1'])('eks-open-to-all: %s', (cidr) => {
    expect(cluster(zones, [cidr])).toThrow(`[eks-open-to-all] Eks.accessFrom.0 is ${cidr}`);
    expect(inFile('203.0.113.0/24', cidr)).toEqual(['eks-open-to-all aws.eksAccessFrom.1']);
  });

  test.each([
    ['eks-network-malformed', '300.1.1.1/45'],
    ['eks-network-malformed', '203.0.113.256/32'],
    ['eks-network-malformed', '203.0.113.0/33'],
    ['eks-network-malformed', '0203.0.113.0/24'],
    ['eks-network-not-public', '10.0.0.0/8'],
    ['eks-network-not-public', '172.31.255.0/24'],
    ['eks-network-not-public', '192.168.1.7/32'],
    ['eks-network-not-public', '192.0.0.0/8'],
    ['eks-network-not-public', '100.100.0.0/16'],
    ['eks-network-not-public', '169.254.169.254/32'],
    ['eks-network-not-public', '127.0.0.1/32'],
    ['eks-network-not-public', '240.0.0.0/8'],
  ])('%s: %s', (rule, cidr) => {
    expect(cluster(zones, [cidr])).toThrow(`[${rule}] Eks.accessFrom.0 is ${cidr}`);
    expect(inFile('203.0.113.0/24', cidr)).toEqual([`${rule} aws.eksAccessFrom.1`]);
  });

  test('in no case for networks that people come from, single addresses, and what only the deployment knows', () => {
    expect(inFile('8.0.0.0/8', '172.15.255.255/32', '172.32.0.0/16', '192.167.0.0/16', '100.128.0.0/9')).toEqual([]);
    const known = { path: 'Eks', spread: { subnets: 3, zones: 3 } };
    for (const accessFrom of [[Fn.ref('Office')], Token.asList(Fn.ref('Offices'))]) {
      expect(checkEksCluster({ ...known, accessFrom })).toEqual([]);
    }
  });
});
