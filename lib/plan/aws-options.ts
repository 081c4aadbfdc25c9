import { z } from 'zod';
import { whole } from '../durability/schema';
import { diskStep, largestDisk } from './size/amazon-mq-sizes';

/** What runs the brokers on AWS. */
export const awsTargets = ['managed', 'eks'] as const;
export type AwsTarget = (typeof awsTargets)[number];

/** Kinds of brokers of MSK. */
export const kafkaTiers = ['express', 'standard'] as const;
export type KafkaTier = (typeof kafkaTiers)[number];

const sizes = '(large|xlarge|2xlarge|4xlarge|8xlarge|12xlarge|16xlarge)';

/**
 * Sizes of brokers by tier: no schema of AWS knows them, so a mistyped one would fail only when it is deployed. Not `kafka.t3.small`,
 * which does not run without ZooKeeper.
 *
 * @see Amazon MSK developer guide, "Amazon MSK broker sizes"
 */
export const kafkaInstances = {
  express: {
    pattern: new RegExp(`^express\\.m7g\\.${sizes}$`),
    words: 'express.m7g.large to express.m7g.16xlarge',
  },
  standard: {
    pattern: new RegExp(`^kafka\\.(m7g\\.${sizes}|m5\\.(${sizes}|24xlarge))$`),
    words: 'kafka.m7g.large to kafka.m7g.16xlarge, or kafka.m5.large to kafka.m5.24xlarge',
  },
} as const satisfies Record<KafkaTier, { readonly pattern: RegExp; readonly words: string }>;

/** @see Amazon MQ developer guide, "RabbitMQ 4" and "Amazon MQ for RabbitMQ sizing guidelines" */
export const rabbitMqInstance = new RegExp(`^mq\\.m7g\\.(medium|${sizes})$`);

export interface AwsOptions {
  /**
   * What runs the brokers: Amazon MSK and Amazon MQ (`managed`), or the very manifests of Kubernetes on a cluster of EKS that is made
   * for them (`eks`).
   *
   * @default 'managed'
   */
  readonly target?: AwsTarget;
  /**
   * Three availability zones of one region, by name, so that nothing has to be looked up.
   *
   * @default ['eu-central-1a', 'eu-central-1b', 'eu-central-1c']
   */
  readonly availabilityZones?: readonly string[];
  /**
   * Brokers of MSK: `express` keeps records on storage of its own that grows by itself, and decides most settings; `standard` has a
   * volume for each broker (`kafka.storage`) and takes every setting that MSK lets anybody write.
   *
   * @default 'express'
   */
  readonly kafkaTier?: KafkaTier;
  /**
   * Size of the brokers of MSK: `express.m7g.large` to `express.m7g.16xlarge`, or for standard brokers `kafka.m7g.large` to
   * `kafka.m7g.16xlarge`.
   *
   * @default - express.m7g.large, for standard brokers kafka.m7g.large
   */
  readonly kafkaInstanceType?: string;
  /**
   * Whether clients may also log in to MSK with a name and a password (SCRAM), beside IAM. For programs that can't use IAM. Such a user
   * may do nothing until somebody gives it ACLs with the tools of Kafka: CloudFormation can't.
   *
   * @default false
   */
  readonly kafkaScram?: boolean;
  /**
   * Nodes of Amazon MQ, `mq.m7g.medium` to `mq.m7g.16xlarge`: RabbitMQ 4 runs on the m7g family only. A medium one takes 300
   * connections, and is for tests.
   *
   * @default 'mq.m7g.large'
   */
  readonly rabbitMqInstanceType?: string;
  /**
   * Volume of each node of Amazon MQ, in GB: a multiple of 5, at most what the size of the nodes allows (75 for `mq.m7g.large`, 500 for
   * the largest). A larger one costs more each month and carries a longer backlog. A change is made when the nodes are restarted, one
   * after the other: in the maintenance window, or by `aws mq reboot-broker`, which is refused once a disk is too full.
   *
   * @default - what comes with the size of the nodes: 15 for `mq.m7g.large`
   */
  readonly rabbitMqStorageSize?: number;
  /**
   * What Kafka promises on MSK where it asks for `survives-power-loss`. Express brokers decide themselves when they write records to
   * a disk, so that promise can't be made there: a file that asks for it is refused, unless it says here what is enough on AWS.
   *
   * @default - what Kafka promises elsewhere
   */
  readonly kafkaDurability?: 'survives-zone-loss';
  /**
   * The SNS topic that is told of every alarm.
   *
   * @default - a topic of its own, that nobody listens to yet
   */
  readonly alarmTopicArn?: string;
  /**
   * ARNs of IAM roles, or users, that may do everything in the cluster of EKS: who keeps it with `kubectl`. Nobody gets in by having
   * made it.
   *
   * @default - nobody but what deploys
   */
  readonly eksAdministrators?: readonly string[];
  /**
   * Networks (CIDR) that the API of the cluster of EKS can be reached from through the internet, by those whom IAM lets in. Each one
   * is a way in for stolen credentials; without any, `kubectl` works inside the network only: over a VPN, or from CloudShell there.
   *
   * @default - none: the API has no public address
   */
  readonly eksAccessFrom?: readonly string[];
}

export const awsDefaults = {
  target: 'managed',
  availabilityZones: ['eu-central-1a', 'eu-central-1b', 'eu-central-1c'],
  kafkaTier: 'express',
  kafkaScram: false,
  rabbitMqInstanceType: 'mq.m7g.large',
} as const satisfies AwsOptions;

/** Brokers of MSK that nobody has chosen, by tier. */
export const kafkaInstanceTypes = {
  express: 'express.m7g.large',
  standard: 'kafka.m7g.large',
} as const satisfies Record<KafkaTier, string>;

const kafkaInstance = new RegExp(kafkaTiers.map((tier) => kafkaInstances[tier].pattern.source).join('|'));

export const awsOptionsSchema = z.strictObject({
  target: z.enum(awsTargets).optional(),
  availabilityZones: z
    .array(z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d[a-z]$/, { error: 'an availability zone, such as eu-central-1a' }))
    .length(3)
    .optional(),
  kafkaTier: z.enum(kafkaTiers).optional(),
  kafkaInstanceType: z
    .string()
    .regex(kafkaInstance, { error: 'an instance type of MSK, such as express.m7g.large or kafka.m7g.large' })
    .optional(),
  kafkaScram: z.boolean().optional(),
  rabbitMqInstanceType: z
    .string()
    .regex(rabbitMqInstance, { error: 'an instance type of the m7g family, such as mq.m7g.large' })
    .optional(),
  rabbitMqStorageSize: whole(diskStep, largestDisk).optional(),
  kafkaDurability: z.enum(['survives-zone-loss']).optional(),
  alarmTopicArn: z
    .string()
    .regex(/^arn:aws[\w-]*:sns:[\w-]+:\d{12}:[\w.-]+$/, { error: 'the ARN of an SNS topic' })
    .optional(),
  eksAdministrators: z
    .array(
      z.string().regex(/^arn:aws[\w-]*:iam::\d{12}:(role|user)\/[\w+=,.@/-]+$/, {
        error: 'the ARN of an IAM role or user',
      }),
    )
    .optional(),
  eksAccessFrom: z
    .array(z.string().regex(/^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}$/, { error: 'a network, such as 203.0.113.0/24' }))
    .optional(),
});
