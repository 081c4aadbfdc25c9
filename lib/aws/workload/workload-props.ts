import { Token } from 'aws-cdk-lib/core';
import type { ContainerImage } from 'aws-cdk-lib/aws-ecs';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Bytes } from '../../durability/quantity';
import type { Resources } from '../../durability/schema';
import { workloadDefaults } from '../../plan/options';
import type { ProgramName } from '../../plan/programs';
import type { WorkloadCluster } from './workload-cluster';

export interface MessagingWorkloadProps {
  /** Where it runs, and what it shares with other workloads. */
  readonly cluster: WorkloadCluster;
  /**
   * A program that comes with the kit. One of this, `entry` and `image` is needed.
   *
   * @default - none
   */
  readonly program?: ProgramName;
  /**
   * A TypeScript or JavaScript file of the team's own. It is bundled with all that it imports (by `esbuild`, which the project must
   * have), brought to S3 when the stack is deployed, and runs on the stock image of Node 24.
   *
   * @default - none
   */
  readonly entry?: string;
  /**
   * An image of the team's own; it starts with its own command, as its own user, who should not be root: nothing here can see that.
   * Together with `program`: an image built by the kit's Dockerfile. As text: one of ECR, or of a registry that anybody may fetch from.
   *
   * @default - none
   */
  readonly image?: string | ContainerImage;
  /**
   * Tasks of the workload, in as many zones as there are; at most 1 with `storage`.
   *
   * @default 1
   */
  readonly replicas?: number;
  /**
   * CPU and memory of each task: the smallest size of Fargate that has both is taken, and paid for, so more than asked for may be there.
   *
   * @default { cpu: 0.1, memory: '256Mi' }
   */
  readonly resources?: Resources;
  /**
   * That it keeps something, where `DATA_FOLDER` says: in a folder of its own on a file system that outlives task, zone and stack. It
   * grows by itself, so the number is not used here. A new version starts only after the old one has ended: for a minute or two
   * nobody works.
   *
   * @default - nothing is kept
   */
  readonly storage?: Bytes;
  /**
   * Port that it serves HTTP on, told to it as `PORT`.
   *
   * @default - 8080 for a program of the kit that serves pages, otherwise none
   */
  readonly port?: number;
  /**
   * Further environment variables. Nothing secret: they stand in the template.
   *
   * @default - none
   */
  readonly env?: Readonly<Record<string, string>>;
  /**
   * How long its log is kept. Longer costs by the GiB and month.
   *
   * @default RetentionDays.THREE_MONTHS
   */
  readonly logRetention?: RetentionDays;
}

/** A value that only the deployment knows chooses no size, and breaks no rule: the smallest one stands for it. */
const known = <Value>(value: Value, smallest: Value): Value => (Token.isUnresolved(value) ? smallest : value);

/** What is known at synthesis of how large a workload is. */
export function knownOf({ replicas, resources, storage }: MessagingWorkloadProps): {
  readonly replicas: number;
  readonly resources: Resources;
  readonly storage?: Bytes;
} {
  const { cpu, memory } = resources ?? workloadDefaults.resources;
  return {
    replicas: known(replicas ?? workloadDefaults.replicas, workloadDefaults.replicas),
    resources: { cpu: known(cpu, 0), memory: known<Bytes>(memory, '0Mi') },
    ...(storage === undefined ? {} : { storage }),
  };
}
