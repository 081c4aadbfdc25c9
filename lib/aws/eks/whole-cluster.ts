import { AccessPolicy, AccessPolicyArn, AccessScopeType, type IAccessPolicy } from 'aws-cdk-lib/aws-eks-v2';

/**
 * The right to do everything in a cluster.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html
 */
export const wholeCluster = (): IAccessPolicy =>
  new AccessPolicy({
    policy: AccessPolicyArn.AMAZON_EKS_CLUSTER_ADMIN_POLICY,
    accessScope: { type: AccessScopeType.CLUSTER },
  });
