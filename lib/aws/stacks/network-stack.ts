import { Stack, type Environment } from 'aws-cdk-lib/core';
import { IpAddresses, SubnetType, Vpc, type IVpc, type SubnetConfiguration } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';

export interface NetworkStackProps {
  /**
   * Account and region.
   *
   * @default - those of whoever deploys
   */
  readonly env?: Environment;
  /** Three zones by name. They are given, not looked up, so that synthesis needs no account and always says the same. */
  readonly availabilityZones: readonly string[];
  /**
   * Whether there are also subnets with a way out, for what fetches images or calls AWS: with a NAT gateway in each zone, so that the
   * loss of one zone takes nobody else's way. Each gateway costs by the hour.
   *
   * @default false
   */
  readonly egress?: boolean;
  /**
   * Whether the stack can't be deleted by accident. Where a cluster outlives its stack, deleting its network would take the way out
   * first, and fail only then.
   *
   * @default false
   */
  readonly terminationProtection?: boolean;
}

/** After the brokers' own, so that these never move. Pods take addresses by the dozen; a NAT gateway takes one. */
const egressSubnets: readonly SubnetConfiguration[] = [
  { name: 'Workloads', subnetType: SubnetType.PRIVATE_WITH_EGRESS, cidrMask: 20 },
  { name: 'Public', subnetType: SubnetType.PUBLIC, cidrMask: 26, mapPublicIpOnLaunch: false },
];

/**
 * A network for the brokers: one subnet in each zone, and no way out of it.
 *
 * Unless it is asked for there is no NAT gateway: the services reach their own brokers without one, and three of them would cost more
 * than they give.
 */
export class NetworkStack extends Stack {
  readonly vpc: IVpc;

  constructor(scope: Construct, id: string, props: NetworkStackProps) {
    super(scope, id, {
      env: props.env ?? {},
      description: 'The network of the brokers',
      terminationProtection: props.terminationProtection ?? false,
    });
    const vpc = new Vpc(this, 'Vpc', {
      ipAddresses: IpAddresses.cidr('10.0.0.0/16'),
      availabilityZones: [...props.availabilityZones],
      natGateways: props.egress === true ? props.availabilityZones.length : 0,
      // Said here, not left to a feature flag: the same template with flags and without.
      restrictDefaultSecurityGroup: true,
      subnetConfiguration: [
        { name: 'Brokers', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 24 },
        ...(props.egress === true ? egressSubnets : []),
      ],
    });
    // CDK's own types disagree where an optional property may not be undefined.
    this.vpc = vpc as IVpc;
  }
}
