import { RemovalPolicy, Token, Validations } from 'aws-cdk-lib/core';
import type { Connections, IConnectable, ISubnet, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import { SubnetType } from 'aws-cdk-lib/aws-ec2';
import {
  AccessEntry,
  Cluster,
  ClusterLoggingTypes,
  EndpointAccess,
  KubernetesVersion,
  type CfnCluster,
  type ICluster,
} from 'aws-cdk-lib/aws-eks-v2';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { refuse } from '../refuse';
import { spreadOf } from '../spread';
import { kubernetesVersion } from './eks-options';
import { acknowledgeClusterRole, nodeRole } from './eks-roles';
import { checkEksCluster } from './eks-rules';
import { wholeCluster } from './whole-cluster';

export interface EksClusterProps {
  readonly vpc: IVpc;
  /**
   * Subnets of the nodes, and of the addresses of the cluster's API: in three zones, with a way out for images.
   *
   * @default - the private subnets with a way out
   */
  readonly vpcSubnets?: SubnetSelection;
  /** Name of the cluster in its account and region. It can't be changed: another name is another, empty cluster. */
  readonly clusterName: string;
  /**
   * ARNs of IAM roles, or users, that may do everything in the cluster.
   *
   * @default - nobody but what deploys
   */
  readonly administrators?: readonly string[];
  /**
   * Networks (CIDR) that reach the cluster's API through the internet.
   *
   * @default - none: it has no public address
   */
  readonly accessFrom?: readonly string[];
}

/** Both kinds of nodes that EKS Auto Mode comes with: for what belongs to the cluster, and for everything else. */
const nodePools = ['system', 'general-purpose'];

const kept = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;

/**
 * A cluster of EKS for the charts: nodes that come and go by themselves (Auto Mode) in three zones, its API inside the network,
 * Secrets encrypted by a key of its own, every log of its control plane.
 *
 * It holds the passwords, certificates and claims of the brokers, so neither it nor what it needs to run is ever deleted, and the
 * service refuses to delete it until its protection is taken away by hand.
 */
export class EksCluster extends Construct implements IConnectable {
  readonly cluster: ICluster;
  readonly connections: Connections;
  readonly vpc: IVpc;
  /** Those of the nodes. */
  readonly subnets: readonly ISubnet[];

  constructor(scope: Construct, id: string, props: EksClusterProps) {
    super(scope, id);
    const { vpc, accessFrom = [], vpcSubnets = { subnetType: SubnetType.PRIVATE_WITH_EGRESS } } = props;
    const selected = vpc.selectSubnets(vpcSubnets);
    refuse(this, checkEksCluster({ path: this.node.id, spread: spreadOf(selected), accessFrom }));
    this.vpc = vpc;
    this.subnets = selected.subnets;

    const log = this.log(props.clusterName);
    const cluster = this.make(props, vpcSubnets, accessFrom);
    // Made before the service makes one that keeps everything for ever.
    cluster.node.addDependency(log);
    // CDK's own types disagree where an optional property may not be undefined.
    this.cluster = cluster as ICluster;
    this.connections = cluster.connections;
    for (const [index, arn] of [...new Set(props.administrators)].entries()) this.administrator(arn, index);
  }

  private make(
    { vpc, clusterName }: EksClusterProps,
    vpcSubnets: SubnetSelection,
    accessFrom: readonly string[],
  ): Cluster {
    const cluster = new Cluster(this, 'Resource', {
      clusterName,
      version: KubernetesVersion.of(kubernetesVersion),
      vpc,
      vpcSubnets: [vpcSubnets],
      compute: { nodePools, nodeRole: nodeRole(this) },
      // Nodes and the function that applies manifests reach it without leaving the network. A public address would be a way in for
      // stolen credentials, so it is there only where somebody says from where.
      endpointAccess:
        accessFrom.length === 0 ? EndpointAccess.PRIVATE : EndpointAccess.PUBLIC_AND_PRIVATE.onlyFrom(...accessFrom),
      clusterLogging: Object.values(ClusterLoggingTypes),
      secretsEncryptionKey: this.key(),
      // Else whoever deploys first, or takes that role later, could do everything in it, and no list would say so.
      bootstrapClusterCreatorAdminPermissions: false,
      // Its own role and its security group too: a cluster that is kept without them can't start a node.
      removalPolicy: kept,
    });
    acknowledgeClusterRole(cluster.role);
    const resource = cluster.node.defaultChild as CfnCluster;
    resource.deletionProtection = true;
    Validations.of(resource).acknowledge({
      id: 'CloudFormation-Validate::W9009',
      reason:
        'CDK says which resources the key encrypts: the only ones there are, and what the service would take anyhow',
    });
    return cluster;
  }

  private key(): Key {
    return new Key(this, 'SecretsKey', {
      description: 'Encrypts the Secrets of a cluster of EKS',
      enableKeyRotation: true,
      // A cluster whose key is gone can't be read any more.
      removalPolicy: kept,
    });
  }

  /** The name is the service's own. */
  private log(clusterName: string): LogGroup {
    return new LogGroup(this, 'ControlPlaneLog', {
      logGroupName: `/aws/eks/${clusterName}/cluster`,
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: kept,
    });
  }

  /** Beside the cluster, not within it: who leaves the list must lose the right, not keep it as the cluster is kept. */
  private administrator(arn: string, index: number): void {
    // By the name, so that another order of the list changes nothing.
    const name = Token.isUnresolved(arn) ? String(index) : arn.split(':').slice(4).join(' ');
    new AccessEntry(this, `Administrator ${name}`, {
      cluster: this.cluster,
      principal: arn,
      accessPolicies: [wholeCluster()],
    });
  }
}
