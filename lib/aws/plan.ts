import { DurabilityError, type Problem } from '../durability/problem';
import type { ProfileName } from '../durability/profile';
import { accept, type Acceptable } from '../durability/risk';
import { check, when, type Rule } from '../durability/rule';
import type { KafkaOptions } from '../kafka/options';
import { kafkaAcceptances, kafkaRules } from '../kafka/rules';
import { awsDefaults, kafkaInstanceTypes, type AwsOptions } from '../plan/aws-options';
import { checkPlan } from '../plan/check-plan';
import type { MessagingOptions } from '../plan/options';
import { awsPlacement } from '../plan/placement';
import { planMessaging, type Plan } from '../plan/plan';
import { planRules } from '../plan/rules';
import { rabbitMqAcceptances, rabbitMqRules } from '../rabbitmq/rules';
import type { RabbitMqSettings } from '../rabbitmq/settings';
import { amazonMqRules } from './amazon-mq/amazon-mq-rules';
import { onEks } from './eks/eks-options';
import { defaultEngineVersion, type EngineVersion } from './amazon-mq/engine';
import { queueRules, storageRules } from './amazon-mq/storage-rules';
import { diskOf, type VolumeAsked } from './amazon-mq/volume';
import { toldOnce } from './managed';
import { onMsk } from './msk/msk-options';
import { mskRules } from './msk/msk-rules';
import { kafkaVersions, type MskSettings } from './msk/tiers';
import { networkRules } from './network-rules';
import { targetRules } from './target-rules';
import { topicRules } from './watch/topic-rules';
import { workloadRules } from './workload/workload-rules';

type MayBeAbsent = 'rabbitMqStorageSize' | 'alarmTopicArn' | 'eksAdministrators' | 'eksAccessFrom';

/** Both brokers as they will be on AWS. */
export interface AwsPlan extends Plan {
  readonly aws: Required<Omit<AwsOptions, 'kafkaDurability' | MayBeAbsent>> & Pick<AwsOptions, MayBeAbsent>;
  /** What the file says, as its target takes it: the charts are made from it. */
  readonly messaging: MessagingOptions;
}

const regionOf = (zone: string): string => zone.replace(/[a-z]$/, '');

/** The region that all of it is in. */
export const region = ({ aws: { availabilityZones } }: AwsPlan): string => regionOf(availabilityZones[0] ?? '');

const zoneRules: readonly Rule<AwsPlan>[] = [
  {
    id: 'aws-zones-not-three',
    why: 'the three copies would not all be in zones of their own, or not near each other',
    check: ({ aws: { availabilityZones: zones } }) =>
      when(
        new Set(zones).size !== 3 || new Set(zones.map(regionOf)).size !== 1,
        'aws.availabilityZones',
        zones,
        'name three different zones of one region',
      ),
  },
];

/** A risk that Kubernetes needs may be none here: only what AWS alone judges must be needed. */
const judgedHere = (own: Acceptable['judged'], shared: Acceptable['judged']): Acceptable => ({
  judged: [...own, ...shared],
  elsewhere: (id) => !own.some((rule) => rule.id === id),
});

/** Every problem of a cluster of MSK. */
export function checkMsk(msk: MskSettings): readonly Problem[] {
  const { kafka, tier } = msk;
  // The storage of express brokers grows by itself: no topic is too large for it.
  const size = tier === 'express' ? { ...kafka.size, storageMiB: Infinity } : kafka.size;
  const problems = accept(
    [...check(kafkaRules, { settings: { ...kafka, size }, placement: awsPlacement }), ...check(mskRules, msk)],
    kafkaAcceptances(kafka),
    judgedHere(mskRules, kafkaRules),
  );
  return toldOnce(problems, mskRules);
}

/** The nodes of Amazon MQ, as far as RabbitMQ's settings are judged by them. */
interface AmazonMqNodes {
  readonly engineVersion: EngineVersion;
  /** Nothing where it is known only when it is deployed: then nobody can say whether the queues fit it. */
  readonly volume: VolumeAsked | undefined;
}

/** Every problem of RabbitMQ's settings on Amazon MQ. */
export function checkAmazonMq(
  settings: RabbitMqSettings,
  { engineVersion, volume }: AmazonMqNodes,
): readonly Problem[] {
  const own = [...amazonMqRules(engineVersion), ...(volume ? queueRules(volume) : [])];
  const problems = accept(
    [...check(rabbitMqRules, { settings, placement: awsPlacement }), ...check(own, settings)],
    rabbitMqAcceptances(settings),
    judgedHere(own, rabbitMqRules),
  );
  return toldOnce(problems, own);
}

/** Kafka's options, with the promise that was said to be enough on AWS in place of a stronger one. */
function settle(kafka: KafkaOptions, whole: ProfileName | undefined, enough: ProfileName | undefined): KafkaOptions {
  if (enough === undefined) return kafka;
  const settled = <Options extends { readonly durability?: ProfileName }>(its: Options, asked = its.durability) =>
    asked === 'survives-power-loss' ? { ...its, durability: enough } : its;
  const topics = Object.entries(kafka.topics ?? {}).map(([name, its]) => [name, settled(its)]);
  return {
    ...settled(kafka, kafka.durability ?? whole),
    topics: Object.fromEntries(topics) as KafkaOptions['topics'] & {},
  };
}

/** The volume that each node of Amazon MQ has. */
const volumeOf = (aws: AwsPlan['aws']): VolumeAsked => ({
  path: 'aws.rabbitMqStorageSize',
  storageSize: aws.rabbitMqStorageSize,
  instanceType: aws.rabbitMqInstanceType,
});

/** Options → what is to be on AWS. Nothing is judged yet. */
export function planAws(options: MessagingOptions): AwsPlan {
  const { kafka, durability } = options;
  const aws = {
    ...awsDefaults,
    kafkaInstanceType: kafkaInstanceTypes[options.aws?.kafkaTier ?? awsDefaults.kafkaTier],
    ...options.aws,
  };
  const settled = kafka && { kafka: onMsk(settle(kafka, durability, options.aws?.kafkaDurability)) };
  const messaging = aws.target === 'eks' ? onEks(options, aws.availabilityZones) : { ...options, ...settled };
  const disk = aws.target === 'managed' ? diskOf(volumeOf(aws)) : undefined;
  return { ...planMessaging(messaging, disk), messaging, aws };
}

/** The cluster of MSK that a file describes. */
function mskOf({ kafka, aws }: AwsPlan): MskSettings | undefined {
  if (kafka === undefined) return undefined;
  return {
    kafka: kafka.settings,
    tier: aws.kafkaTier,
    kafkaVersion: kafkaVersions[aws.kafkaTier].chosen,
    instanceType: aws.kafkaInstanceType,
    instanceTypePath: 'aws.kafkaInstanceType',
  };
}

function checkTopicOf(plan: AwsPlan): readonly Problem[] {
  const { alarmTopicArn } = plan.aws;
  if (alarmTopicArn === undefined) return [];
  return check(topicRules, { path: 'aws.alarmTopicArn', alarmTopicArn, region: region(plan) });
}

/** Every problem of what the services run, and of what stands around it. */
function checkManaged(plan: AwsPlan): readonly Problem[] {
  const msk = mskOf(plan);
  const { settings } = plan.rabbitmq ?? {};
  const volume = volumeOf(plan.aws);
  return [
    ...(msk ? checkMsk(msk) : []),
    ...(settings ? checkAmazonMq(settings, { engineVersion: defaultEngineVersion, volume }) : []),
    ...check(storageRules, volume),
    ...check(planRules, plan),
    ...check(workloadRules, { path: 'workloads.', workloads: plan.workloads }),
    ...checkTopicOf(plan),
  ];
}

/**
 * Every problem of a plan at once: what is wrong anywhere, and what the target can't keep. On EKS that is what Kubernetes can't keep,
 * in three zones that each pod knows.
 */
export const checkAws = (plan: AwsPlan): readonly Problem[] => [
  ...(plan.aws.target === 'eks' ? checkPlan(plan) : checkManaged(plan)),
  ...check(zoneRules, plan),
  ...check(networkRules, { path: 'aws.networkCidr', cidr: plan.aws.networkCidr }),
  ...check(targetRules, { target: plan.aws.target, options: plan.messaging.aws ?? {} }),
];

/**
 * Options → a plan whose promise its target keeps.
 *
 * @throws DurabilityError with every problem.
 */
export function soundAwsPlan(options: MessagingOptions): AwsPlan {
  const plan = planAws(options);
  const problems = checkAws(plan);
  if (problems.length > 0) throw new DurabilityError(problems);
  return plan;
}
