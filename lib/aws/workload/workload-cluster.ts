import { CfnSubnet, SubnetType, type IVpc, type SelectedSubnets, type SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import { Cluster, ContainerInsights, type ICluster } from 'aws-cdk-lib/aws-ecs';
import type { FileSystem } from 'aws-cdk-lib/aws-efs';
import { PrivateDnsNamespace, type INamespace } from 'aws-cdk-lib/aws-servicediscovery';
import { Construct } from 'constructs';
import type { Problem } from '../../durability/problem';
import { refuse } from '../refuse';
import { isTooNarrow, notThreeZones, spreadOf } from '../spread';
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
  private readonly domain: string;
  private namespace: INamespace | undefined;
  private fileSystem: FileSystem | undefined;

  constructor(scope: Construct, id: string, props: WorkloadClusterProps) {
    super(scope, id);
    this.vpc = props.vpc;
    this.domain = props.domain ?? 'workloads.internal';
    this.vpcSubnets = props.vpcSubnets ?? { subnetType: SubnetType.PRIVATE_WITH_EGRESS, onePerAz: true };
    refuse(this, zoneProblems(id, props.vpc.selectSubnets(this.vpcSubnets)));
    // CDK's own types disagree where an optional property may not be undefined.
    this.ecs = new Cluster(this, 'Resource', {
      vpc: props.vpc,
      containerInsightsV2: ContainerInsights.ENABLED,
    }) as ICluster;
  }

  /** Names in DNS, made when the first workload is called by another. */
  get names(): INamespace {
    this.namespace ??= new PrivateDnsNamespace(this, 'Names', { name: this.domain, vpc: this.vpc });
    return this.namespace;
  }

  /**
   * Id of each zone that tasks run in, by the name of the zone: tasks are told the name, and MSK calls racks by the id. `undefined`
   * for a network that is made elsewhere: only the deployment of its subnets tells the ids.
   *
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ec2-subnet.html
   */
  get zoneIds(): Readonly<Record<string, string>> | undefined {
    const { subnets } = this.vpc.selectSubnets(this.vpcSubnets);
    const made = subnets.flatMap(({ availabilityZone, node: { defaultChild } }) =>
      CfnSubnet.isCfnSubnet(defaultChild) ? [[availabilityZone, defaultChild.attrAvailabilityZoneId]] : [],
    );
    return made.length < subnets.length || made.length === 0
      ? undefined
      : (Object.fromEntries(made) as Record<string, string>);
  }

  /** The file system, made when the first workload keeps something. */
  get files(): FileSystem {
    this.fileSystem ??= workloadFiles(this, this.vpc, this.vpcSubnets);
    return this.fileSystem;
  }
}

function zoneProblems(id: string, subnets: SelectedSubnets): readonly Problem[] {
  const spread = spreadOf(subnets);
  const why = 'with one zone gone, the brokers would go on with too few left who write and read';
  const fix = 'select a private subnet with a way out in each of three zones';
  return isTooNarrow(spread) ? [notThreeZones(id, spread, why, fix)] : [];
}
