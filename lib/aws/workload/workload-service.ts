import type { Connections } from 'aws-cdk-lib/aws-ec2';
import {
  AvailabilityZoneRebalancing,
  FargatePlatformVersion,
  FargateService,
  PropagatedTagSource,
  type FargateTaskDefinition,
} from 'aws-cdk-lib/aws-ecs';
import type { Construct } from 'constructs';
import type { WorkloadCluster } from './workload-cluster';

export interface WorkloadServiceOptions {
  readonly name: string;
  readonly cluster: WorkloadCluster;
  readonly definition: FargateTaskDefinition;
  readonly connections: Connections;
  readonly replicas: number;
  /** Whether there may never be two of it. */
  readonly alone: boolean;
}

/** How many tasks there are while versions change: all of them and the new ones beside, or none before the next one. */
const together = {
  minHealthyPercent: 100,
  maxHealthyPercent: 200,
  // Moves tasks back once a zone that was away is there again; needs room for one more than there should be.
  availabilityZoneRebalancing: AvailabilityZoneRebalancing.ENABLED,
} as const;
const oneByOne = {
  minHealthyPercent: 0,
  maxHealthyPercent: 100,
  availabilityZoneRebalancing: AvailabilityZoneRebalancing.DISABLED,
} as const;

/** Keeps the tasks of a workload running, in all zones of its cluster. */
export function workloadService(scope: Construct, options: WorkloadServiceOptions): FargateService {
  return new FargateService(scope, 'Service', {
    cluster: options.cluster.ecs,
    // What another service of that name would be needed for (another kind of launch or role), never changes here.
    ...(options.cluster.namesServices ? { serviceName: options.name } : {}),
    taskDefinition: options.definition,
    desiredCount: options.replicas,
    ...(options.alone ? oneByOne : together),
    // Tasks that don't start are given up, and the version that ran before comes back.
    circuitBreaker: { enable: true, rollback: true },
    vpcSubnets: options.cluster.vpcSubnets,
    securityGroups: options.connections.securityGroups,
    assignPublicIp: false,
    // What brought file systems; the next one shall not come by itself.
    platformVersion: FargatePlatformVersion.VERSION1_4,
    enableExecuteCommand: false,
    enableECSManagedTags: true,
    propagateTags: PropagatedTagSource.SERVICE,
  });
}
