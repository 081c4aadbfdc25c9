import { z } from 'zod';
import type { ProfileName } from '../durability/profile';
import type { Bytes } from '../durability/quantity';
import {
  bytes,
  channelName,
  imageReference,
  objectName,
  profileName,
  resources,
  whole,
  type Resources,
} from '../durability/schema';
import { awsOptionsSchema, type AwsOptions } from './aws-options';
import { kafkaOptionsSchema, type KafkaOptions } from '../kafka/options';
import { programNames, type ProgramName } from './programs';
import { rabbitMqOptionsSchema, type RabbitMqOptions } from '../rabbitmq/options';

/** A program of the kit, a file or an image of the team's own, and what it may do with the brokers. */
export interface WorkloadOptions {
  /**
   * A program that comes with the kit. One of this, `entry` and `image` is needed.
   *
   * @default - none
   */
  readonly program?: ProgramName;
  /**
   * A TypeScript or JavaScript file of the team's own, read from the folder of the synthesis. It is bundled with all that it imports
   * (by `esbuild`, which the project must have) and runs on the stock image of Node 24.
   *
   * @default - none
   */
  readonly entry?: string;
  /**
   * An image of the team's own; it starts with its own command. Together with `program`: an image built by the kit's Dockerfile, which
   * has the program inside.
   *
   * @default - none
   */
  readonly image?: string;
  /**
   * Pods of the workload.
   *
   * @default 1
   */
  readonly replicas?: number;
  /**
   * CPU and memory of each pod.
   *
   * @default { cpu: 0.1, memory: '256Mi' }
   */
  readonly resources?: Resources;
  /**
   * Size of a volume of its own for each pod, mounted where `DATA_FOLDER` says. The pods then have names that stay (`order-0`).
   * Fixed once made, like a broker's.
   *
   * @default - no volume
   */
  readonly storage?: Bytes;
  /**
   * Port that it serves HTTP on, told to it as `PORT`: others may then call it by its name.
   *
   * @default - 8080 for a program of the kit that serves pages, otherwise none
   */
  readonly port?: number;
  /**
   * Other workloads that it sends HTTP requests to. Each brings a variable such as `ORDER_URL`, and the network path.
   *
   * @default - none
   */
  readonly calls?: readonly string[];
  /**
   * Further environment variables. Nothing secret: they stand in the manifest.
   *
   * @default - none
   */
  readonly env?: Readonly<Record<string, string>>;
  /**
   * Rights on Kafka topics: the user, its password and its network path come with them.
   *
   * @default - none
   */
  readonly kafka?: {
    /**
     * Topics to produce to.
     *
     * @default - none
     */
    readonly produce?: readonly string[];
    /**
     * Topics to consume from.
     *
     * @default - none
     */
    readonly consume?: readonly string[];
    /**
     * Consumer group.
     *
     * @default - the name of the workload
     */
    readonly group?: string;
  };
  /**
   * Rights on RabbitMQ exchanges and queues.
   *
   * @default - none
   */
  readonly rabbitmq?: {
    /**
     * Exchanges to publish to.
     *
     * @default - none
     */
    readonly publish?: readonly string[];
    /**
     * Queues to consume from.
     *
     * @default - none
     */
    readonly consume?: readonly string[];
  };
}

export interface KubernetesOptions {
  /**
   * Namespace of everything that is made.
   *
   * @default - the name of the whole
   */
  readonly namespace?: string;
  /**
   * StorageClass of all volumes.
   *
   * @default - the cluster's default class
   */
  readonly storageClass?: string;
  /**
   * Names of the zones the nodes are in.
   *
   * @default - three, of any name
   */
  readonly zones?: readonly string[];
  /**
   * Version of Kubernetes. From 1.35 on a pod knows its zone, so that Kafka can place copies by zone.
   *
   * @default - any
   */
  readonly version?: string;
}

/** Everything a team writes down: the same object as YAML and in code. */
export interface MessagingOptions {
  /** Name of the whole. */
  readonly name: string;
  /**
   * What acknowledged messages must survive, on both brokers.
   *
   * @default 'survives-zone-loss'
   */
  readonly durability?: ProfileName;
  /**
   * A Kafka cluster; none without this.
   *
   * @default - none
   */
  readonly kafka?: KafkaOptions;
  /**
   * A RabbitMQ cluster; none without this.
   *
   * @default - none
   */
  readonly rabbitmq?: RabbitMqOptions;
  /**
   * Producers and consumers by name.
   *
   * @default - none
   */
  readonly workloads?: Readonly<Record<string, WorkloadOptions>>;
  /**
   * The Kubernetes cluster that it runs on.
   *
   * @default - every default of its own
   */
  readonly kubernetes?: KubernetesOptions;
  /**
   * The AWS account that it runs in.
   *
   * @default - every default of its own
   */
  readonly aws?: AwsOptions;
}

export const workloadDefaults = {
  replicas: 1,
  resources: { cpu: 0.1, memory: '256Mi' },
} as const satisfies WorkloadOptions;

const workload = z.strictObject({
  program: z.enum(programNames).optional(),
  entry: z
    .string()
    .regex(/\.[cm]?[jt]s$/, { error: 'a file that ends in .ts, .mts, .js or .mjs' })
    .optional(),
  image: imageReference.optional(),
  replicas: whole(0, 1_000).optional(),
  resources: resources.optional(),
  storage: bytes.optional(),
  port: whole(1_024, 65_535).optional(),
  calls: z.array(objectName).optional(),
  env: z
    .record(z.string().regex(/^[A-Z][A-Z0-9_]*$/, { error: 'capital letters, digits and underscores' }), z.string())
    .optional(),
  kafka: z
    .strictObject({
      produce: z.array(channelName).optional(),
      consume: z.array(channelName).optional(),
      group: channelName.optional(),
    })
    .optional(),
  rabbitmq: z
    .strictObject({ publish: z.array(channelName).optional(), consume: z.array(channelName).optional() })
    .optional(),
});

const kubernetes = z.strictObject({
  namespace: objectName.optional(),
  storageClass: z.string().min(1).max(253).optional(),
  zones: z.array(z.string().min(1).max(63)).min(1).max(9).optional(),
  version: z
    .string()
    .regex(/^1\.\d{1,3}$/, { error: "a version in quotes, such as '1.36'" })
    .optional(),
});

// Typed by hand: zod's own type would let `undefined` in where a key may only be absent.
export const messagingOptionsSchema = z.strictObject({
  name: objectName,
  durability: profileName.optional(),
  kafka: kafkaOptionsSchema.optional(),
  rabbitmq: rabbitMqOptionsSchema.optional(),
  workloads: z.record(objectName, workload).optional(),
  kubernetes: kubernetes.optional(),
  aws: awsOptionsSchema.optional(),
}) as z.ZodType as z.ZodType<MessagingOptions>;
