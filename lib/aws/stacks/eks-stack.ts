import { CfnOutput, Stack, type Environment } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { EksCluster, type EksClusterProps } from '../eks/eks-cluster';

export interface EksStackProps extends EksClusterProps {
  /**
   * Account and region.
   *
   * @default - those of whoever deploys
   */
  readonly env?: Environment;
}

/**
 * The cluster of EKS that the brokers run on. The stack can't be deleted by accident, and the cluster stays even when it is.
 *
 * What runs on it is a stack of its own: if its first deployment fails, that one is rolled back, and not a cluster that the service
 * refuses to delete.
 */
export class EksStack extends Stack {
  readonly eks: EksCluster;

  constructor(scope: Construct, id: string, props: EksStackProps) {
    const { env, ...cluster } = props;
    super(scope, id, {
      env: env ?? {},
      description: 'The cluster that the brokers run on',
      terminationProtection: true,
    });
    this.eks = new EksCluster(this, 'Eks', cluster);
    new CfnOutput(this, 'UpdateKubeconfig', {
      description: 'How an administrator gets in',
      value: `aws eks update-kubeconfig --name ${this.eks.cluster.clusterName} --region ${this.region}`,
    });
  }
}
