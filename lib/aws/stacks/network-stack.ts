import { Stack, type Environment } from 'aws-cdk-lib/core';
import { IpAddresses, SubnetType, Vpc, type IVpc } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import { acknowledge } from '../guard/acknowledged';

export interface NetworkStackProps {
  /**
   * Account and region.
   *
   * @default - those of whoever deploys
   */
  readonly env?: Environment;
  /** Three zones by name. They are given, not looked up, so that synthesis needs no account and always says the same. */
  readonly availabilityZones: readonly string[];
}

/**
 * A network for the brokers: one subnet in each zone, and no way out of it.
 *
 * There is no NAT gateway: the services reach their own brokers without one, and three of them would cost more than they give.
 * Subnets for workloads, with their own way out, can be added after these without moving them.
 */
export class NetworkStack extends Stack {
  readonly vpc: IVpc;

  constructor(scope: Construct, id: string, props: NetworkStackProps) {
    super(scope, id, { env: props.env ?? {}, description: 'The network of the brokers' });
    const vpc = new Vpc(this, 'Vpc', {
      ipAddresses: IpAddresses.cidr('10.0.0.0/16'),
      availabilityZones: [...props.availabilityZones],
      natGateways: 0,
      // Said here, not left to a feature flag: the same template with flags and without.
      restrictDefaultSecurityGroup: true,
      subnetConfiguration: [{ name: 'Brokers', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 24 }],
    });
    acknowledge(vpc, 'networkWithoutFlowLogs');
    // CDK's own types disagree where an optional property may not be undefined.
    this.vpc = vpc as IVpc;
  }
}
