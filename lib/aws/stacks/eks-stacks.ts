import type { App } from 'aws-cdk-lib/core';
import { region, type AwsPlan } from '../plan';
import { EksMessagingStack } from './eks-messaging-stack';
import { EksStack } from './eks-stack';
import { NetworkStack } from './network-stack';

/**
 * A network, a cluster of EKS, and what runs on it.
 *
 * @param prefix of the names of the stacks
 */
export function addEksStacks(app: App, prefix: string, plan: AwsPlan): void {
  const { name, aws, messaging } = plan;
  const env = { region: region(plan) };
  const { vpc } = new NetworkStack(app, `${prefix}Network`, {
    env,
    availabilityZones: aws.availabilityZones,
    cidr: aws.networkCidr,
    egress: true,
    secretsManager: false,
  });
  const { eks } = new EksStack(app, `${prefix}Eks`, {
    env,
    vpc,
    clusterName: name,
    administrators: aws.eksAdministrators ?? [],
    accessFrom: aws.eksAccessFrom ?? [],
  });
  new EksMessagingStack(app, `${prefix}Messaging`, { env, cluster: eks, messaging });
}
