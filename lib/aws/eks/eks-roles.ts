import { RemovalPolicy } from 'aws-cdk-lib/core';
import { ManagedPolicy, Role, ServicePrincipal, type IRole } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { acknowledge, finding } from '../guard/acknowledged';

/** @see https://docs.aws.amazon.com/eks/latest/userguide/auto-learn-iam.html */
const policiesOfCluster = [
  'AmazonEKSClusterPolicy',
  'AmazonEKSComputePolicy',
  'AmazonEKSBlockStoragePolicy',
  'AmazonEKSLoadBalancingPolicy',
  'AmazonEKSNetworkingPolicy',
];

/** @see https://docs.aws.amazon.com/eks/latest/userguide/auto-create-node-role.html */
const policiesOfNodes = ['AmazonEKSWorkerNodeMinimalPolicy', 'AmazonEC2ContainerRegistryPullOnly'];

/**
 * What the nodes of a cluster do by: they find their cluster and fetch images. The one that CDK makes by itself may also look at the
 * network of the whole account, and list what is in its registries.
 */
export function nodeRole(scope: Construct): Role {
  const role = new Role(scope, 'NodeRole', {
    assumedBy: new ServicePrincipal('ec2.amazonaws.com'),
    managedPolicies: policiesOfNodes.map((name) => ManagedPolicy.fromAwsManagedPolicyName(name)),
  });
  // A cluster that is kept without it can't start a node.
  role.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
  acknowledge(role, 'policiesOfEksAutoMode', ...policiesOfNodes.map(finding.managedPolicy));
  return role;
}

/** Says that the role of a cluster, as CDK makes it, has the policies that Auto Mode asks for. */
export const acknowledgeClusterRole = (role: IRole): void =>
  acknowledge(role, 'policiesOfEksAutoMode', ...policiesOfCluster.map(finding.managedPolicy));
