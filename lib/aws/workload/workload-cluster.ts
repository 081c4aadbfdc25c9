import { Token } from 'aws-cdk-lib/core';
import { SubnetType, type IVpc, type SelectedSubnets, type SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import { Cluster, ContainerInsights, type ICluster } from 'aws-cdk-lib/aws-ecs';
import type { FileSystem } from 'aws-cdk-lib/aws-efs';
import { PrivateDnsNamespace, type INamespace } from 'aws-cdk-lib/aws-servicediscovery';
import { Construct } from 'constructs';
import type { Problem } from '../../durability/problem';
import { refuse } from '../refuse';
import { workloadFiles } from './workload-files';

export interface WorkloadClusterProps {
  readonly vpc: IVpc;
  /**
   * Subnets of the workloads: private, one in each of three zones, with a way out. They fetch images and programs, and write logs.
   *
   * @default - one private subnet with a way out in each zone
   */
  readonly vpcSubnets?: SubnetSelection;
  /**
   * Name of the cluster of ECS, of which there is one of a name in an account and region. Services are then called as their workloads
   * are: letters, digits, hyphens and underscores. By these names alarms find them.
   *
   * @default - made by CloudFormation, and so are those of the services
   */
  readonly clusterName?: string;
  /**
   * Domain that workloads find each other in: `order.workloads.internal`. It can't be changed, and there is one of a name in a VPC.
   *
   * @default 'workloads.internal'
   */
  readonly domain?: string;
}

/**
 * What workloads on Fargate share: a cluster of ECS, subnets in three zones, and, once somebody needs them, names in DNS and a file
 * system.
 *
 * Refused at synthesis: `aws-zones-not-three` for subnets in fewer zones.
 *
 * @throws Error of CDK where the VPC has no private subnets with a way out
 */
export class WorkloadCluster extends Construct {
  readonly vpc: IVpc;
  readonly ecs: ICluster;
  readonly vpcSubnets: SubnetSelection;
  /** Whether its services have names of their own. */
  readonly namesServices: boolean;
  private readonly domain: string;
  private namespace: INamespace | undefined;
  private fileSystem: FileSystem | undefined;

  constructor(scope: Construct, id: string, props: WorkloadClusterProps) {
    super(scope, id);
    this.vpc = props.vpc;
    this.domain = props.domain ?? 'workloads.internal';
    this.vpcSubnets = props.vpcSubnets ?? { subnetType: SubnetType.PRIVATE_WITH_EGRESS, onePerAz: true };
    refuse(this, zoneProblems(id, props.vpc.selectSubnets(this.vpcSubnets)));
    const { clusterName } = props;
    this.namesServices = clusterName !== undefined;
    // CDK's own types disagree where an optional property may not be undefined.
    this.ecs = new Cluster(this, 'Resource', {
      vpc: props.vpc,
      ...(clusterName === undefined ? {} : { clusterName }),
      containerInsightsV2: ContainerInsights.ENABLED,
    }) as ICluster;
  }

  /** Names in DNS, made when the first workload is called by another. */
  get names(): INamespace {
    this.namespace ??= new PrivateDnsNamespace(this, 'Names', { name: this.domain, vpc: this.vpc });
    return this.namespace;
  }

  /** The file system, made when the first workload keeps something. */
  get files(): FileSystem {
    this.fileSystem ??= workloadFiles(this, this.vpc, this.vpcSubnets);
    return this.fileSystem;
  }
}

function zoneProblems(id: string, { availabilityZones, isPendingLookup }: SelectedSubnets): readonly Problem[] {
  const zones = new Set(availabilityZones).size;
  const unknown = isPendingLookup === true || availabilityZones.some((zone) => Token.isUnresolved(zone));
  if (unknown || zones >= 3) return [];
  return [
    {
      rule: 'aws-zones-not-three',
      path: `${id}.vpcSubnets`,
      value: `subnets in ${zones} zones`,
      why: 'with one zone gone, the brokers would go on with too few left who write and read',
      fix: 'select a private subnet with a way out in each of three zones',
    },
  ];
}
