import { RemovalPolicy } from 'aws-cdk-lib/core';
import { Connections, SecurityGroup, type IVpc, type Port, type SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import type { Problem } from '../durability/problem';
import { copiesTogether, notThreeZones, spreadOf } from './spread';

/** Where a broker is. */
export interface BrokerPlace {
  readonly vpc: IVpc;
  /**
   * Subnets of the brokers: one in each of three zones.
   *
   * @default - one private subnet in each zone
   */
  readonly vpcSubnets?: SubnetSelection;
}

export interface BrokerNetwork {
  readonly subnetIds: string[];
  readonly connections: Connections;
  readonly securityGroupId: string;
  readonly problems: readonly Problem[];
}

/**
 * The subnets and the one security group of a broker.
 *
 * @param description never change it: another text is another group, and another group is another cluster
 */
export function brokerNetwork(
  scope: Construct,
  place: BrokerPlace,
  description: string,
  defaultPort: Port,
): BrokerNetwork {
  const subnets = place.vpc.selectSubnets(place.vpcSubnets ?? { onePerAz: true });
  // Outbound stays open, as the services expect it; no route leads out of the kit's own subnets.
  const securityGroup = new SecurityGroup(scope, 'SecurityGroup', { vpc: place.vpc, description });
  // It can't be removed while the broker, which is retained, is in it.
  securityGroup.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
  const spread = spreadOf(subnets);
  const { subnets: count = 3, zones = 3 } = spread;
  const fix = 'select one subnet in each of three zones';
  return {
    subnetIds: subnets.subnetIds,
    connections: new Connections({ securityGroups: [securityGroup], defaultPort }),
    securityGroupId: securityGroup.securityGroupId,
    problems: zones === 3 && count === 3 ? [] : [notThreeZones(scope.node.id, spread, copiesTogether, fix)],
  };
}
