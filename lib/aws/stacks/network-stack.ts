import { RemovalPolicy, Stack, Token, type Environment } from 'aws-cdk-lib/core';
import {
  FlowLogDestination,
  FlowLogTrafficType,
  InterfaceVpcEndpointAwsService,
  IpAddresses,
  Peer,
  SubnetType,
  Vpc,
  type IVpc,
  type SubnetConfiguration,
  type SubnetSelection,
} from 'aws-cdk-lib/aws-ec2';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { check } from '../../durability/rule';
import { awsDefaults } from '../../plan/aws-options';
import { networkRules, workloadsMask } from '../network-rules';
import { refuse } from '../refuse';

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
   * The addresses of the network, `/16` to `/20` of a private range: a block that no other network has which is connected with it, now
   * or later. It can't be changed: another block is another network, without the brokers. Plain text, not a token: the
   * subnets are worked out of it.
   *
   * @default '10.0.0.0/16'
   */
  readonly cidr?: string;
  /**
   * Whether there are also subnets with a way out, for what fetches images or calls AWS: with a NAT gateway in each zone, so that the
   * loss of one zone takes nobody else's way. Each gateway costs by the hour.
   *
   * @default false
   */
  readonly egress?: boolean;
  /**
   * Whether Secrets Manager can be reached from the brokers' subnets: what makes the queues and users of RabbitMQ needs it. An endpoint
   * in each zone, paid by the hour.
   *
   * @default true
   */
  readonly secretsManager?: boolean;
}

const brokers = { subnetGroupName: 'Brokers' } as const;
const workloads = { subnetGroupName: 'Workloads' } as const;

/** After the brokers' own, so that these never move. Tasks take addresses by the dozen; a NAT gateway takes one. */
const egressSubnets = (cidr: string): readonly SubnetConfiguration[] => [
  { name: workloads.subnetGroupName, subnetType: SubnetType.PRIVATE_WITH_EGRESS, cidrMask: workloadsMask(cidr) },
  { name: 'Public', subnetType: SubnetType.PUBLIC, cidrMask: 26, mapPublicIpOnLaunch: false },
];

/**
 * A network for the brokers: one subnet in each zone, and no way out of it.
 *
 * Unless it is asked for there is no NAT gateway: the services reach their own brokers without one, and three of them would cost more
 * than they give. Who spoke to whom, and who was not let in, is written down for a month.
 *
 * Refused at synthesis: `aws-network-malformed`, `aws-network-size`, `aws-network-not-private`.
 */
export class NetworkStack extends Stack {
  readonly vpc: IVpc;
  /** The subnets of the brokers, whatever is added beside them: brokers can't be moved. */
  readonly brokerSubnets: SubnetSelection = brokers;
  /** The subnets with a way out; `undefined` where none were asked for. */
  readonly workloadSubnets: SubnetSelection | undefined;

  constructor(scope: Construct, id: string, props: NetworkStackProps) {
    super(scope, id, {
      env: props.env ?? {},
      description: 'The network of the brokers',
      // Brokers outlive their stacks: deleting their network would take the way to them first, and fail only then.
      terminationProtection: true,
    });
    const { cidr = awsDefaults.networkCidr, egress = false } = props;
    const problems = check(networkRules, { path: `${id}.cidr`, cidr: Token.isUnresolved(cidr) ? undefined : cidr });
    refuse(this, problems);
    // CDK would end with the first thing that is wrong, and nobody would be told of the rest.
    const range = problems.length === 0 ? cidr : awsDefaults.networkCidr;
    const vpc = new Vpc(this, 'Vpc', {
      ipAddresses: IpAddresses.cidr(range),
      availabilityZones: [...props.availabilityZones],
      natGateways: egress ? props.availabilityZones.length : 0,
      // Said here, not left to a feature flag: the same template with flags and without.
      restrictDefaultSecurityGroup: true,
      subnetConfiguration: [
        { name: brokers.subnetGroupName, subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 24 },
        ...(egress ? egressSubnets(range) : []),
      ],
    });
    this.workloadSubnets = egress ? workloads : undefined;
    vpc.addFlowLog('FlowLog', {
      trafficType: FlowLogTrafficType.ALL,
      destination: FlowLogDestination.toCloudWatchLogs(
        new LogGroup(this, 'FlowLogGroup', {
          retention: RetentionDays.ONE_MONTH,
          removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
        }),
      ),
    });
    if (props.secretsManager ?? true) {
      const endpoint = vpc.addInterfaceEndpoint('SecretsManager', {
        service: InterfaceVpcEndpointAwsService.SECRETS_MANAGER,
        subnets: brokers,
        open: false,
      });
      // The whole network: its name leads here from the subnets of the workloads, too. CDK's own rule is the same by a reference,
      // where nobody who reads the template, and no tool that judges it, sees how far it is open.
      endpoint.connections.allowDefaultPortFrom(Peer.ipv4(range), 'the network');
    }
    // CDK's own types disagree where an optional property may not be undefined.
    this.vpc = vpc as IVpc;
  }
}
