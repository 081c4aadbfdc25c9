import { Stack, type Environment } from 'aws-cdk-lib/core';
import {
  InterfaceVpcEndpointAwsService,
  IpAddresses,
  SubnetType,
  Vpc,
  type IVpc,
  type SubnetSelection,
} from 'aws-cdk-lib/aws-ec2';
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
   * Whether Secrets Manager can be reached from within: what makes the queues and users of RabbitMQ needs it. An endpoint in each zone,
   * paid by the hour.
   *
   * @default true
   */
  readonly secretsManager?: boolean;
}

const brokers = { subnetGroupName: 'Brokers' } as const;

/**
 * A network for the brokers: one subnet in each zone, and no way out of it.
 *
 * There is no NAT gateway: the services reach their own brokers without one, and three of them would cost more than they give.
 * Subnets for workloads, with their own way out, can be added after these without moving them.
 */
export class NetworkStack extends Stack {
  readonly vpc: IVpc;
  /** The subnets of the brokers, whatever is added beside them: brokers can't be moved. */
  readonly brokerSubnets: SubnetSelection = brokers;

  constructor(scope: Construct, id: string, props: NetworkStackProps) {
    super(scope, id, { env: props.env ?? {}, description: 'The network of the brokers' });
    const vpc = new Vpc(this, 'Vpc', {
      ipAddresses: IpAddresses.cidr('10.0.0.0/16'),
      availabilityZones: [...props.availabilityZones],
      natGateways: 0,
      // Said here, not left to a feature flag: the same template with flags and without.
      restrictDefaultSecurityGroup: true,
      subnetConfiguration: [{ name: brokers.subnetGroupName, subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 24 }],
    });
    if (props.secretsManager ?? true) {
      vpc.addInterfaceEndpoint('SecretsManager', {
        service: InterfaceVpcEndpointAwsService.SECRETS_MANAGER,
        subnets: brokers,
      });
    }
    // CDK's own types disagree where an optional property may not be undefined.
    this.vpc = vpc as IVpc;
  }
}
