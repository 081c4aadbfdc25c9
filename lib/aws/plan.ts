import { DurabilityError, type Problem } from '../durability/problem';
import type { ProfileName } from '../durability/profile';
import { accept, type Acceptable } from '../durability/risk';
import { check, when, type Rule } from '../durability/rule';
import type { KafkaOptions } from '../kafka/options';
import { kafkaAcceptances, kafkaRules } from '../kafka/rules';
import type { KafkaSettings } from '../kafka/settings';
import { awsDefaults, kafkaInstanceTypes, type AwsOptions } from '../plan/aws-options';
import type { MessagingOptions } from '../plan/options';
import { awsPlacement } from '../plan/placement';
import { planMessaging, type Plan } from '../plan/plan';
import { planRules } from '../plan/rules';
import { rabbitMqAcceptances, rabbitMqRules } from '../rabbitmq/rules';
import type { RabbitMqSettings } from '../rabbitmq/settings';
import { amazonMqRules } from './amazon-mq/amazon-mq-rules';
import { mskRules } from './msk/msk-rules';

/** Both brokers as they will be on AWS. */
export interface AwsPlan extends Plan {
  readonly aws: Required<Omit<AwsOptions, 'kafkaDurability' | 'alarmTopicArn'>> & Pick<AwsOptions, 'alarmTopicArn'>;
}

/** Three zones, and brokers that know theirs: MSK tells each of them its rack. */
export const placement = awsPlacement;

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

/** Every problem of Kafka's settings on MSK. */
export const checkMsk = (settings: KafkaSettings): readonly Problem[] =>
  accept(
    [...check(kafkaRules, { settings, placement }), ...check(mskRules, settings)],
    kafkaAcceptances(settings),
    judgedHere(mskRules, kafkaRules),
  );

/** Every problem of RabbitMQ's settings on Amazon MQ. */
export const checkAmazonMq = (settings: RabbitMqSettings): readonly Problem[] =>
  accept(
    [...check(rabbitMqRules, { settings, placement }), ...check(amazonMqRules, settings)],
    rabbitMqAcceptances(settings),
    judgedHere(amazonMqRules, rabbitMqRules),
  );

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

/** Options → what is to be on AWS. Nothing is judged yet. */
export function planAws(options: MessagingOptions): AwsPlan {
  const { kafka, durability, aws = {} } = options;
  const settled = kafka && { kafka: settle(kafka, durability, aws.kafkaDurability) };
  return {
    ...planMessaging({ ...options, ...settled }),
    aws: {
      ...awsDefaults,
      kafkaInstanceType: kafkaInstanceTypes[aws.kafkaTier ?? awsDefaults.kafkaTier],
      ...aws,
    },
  };
}

/** Every problem of a plan at once: what is wrong anywhere, and what the managed services can't keep. */
export const checkAws = (plan: AwsPlan): readonly Problem[] => [
  ...(plan.kafka ? checkMsk(plan.kafka.settings) : []),
  ...(plan.rabbitmq ? checkAmazonMq(plan.rabbitmq.settings) : []),
  ...check(planRules, plan),
  ...check(zoneRules, plan),
];

/**
 * Options → a plan whose promise the managed services keep.
 *
 * @throws DurabilityError with every problem.
 */
export function soundAwsPlan(options: MessagingOptions): AwsPlan {
  const plan = planAws(options);
  const problems = checkAws(plan);
  if (problems.length > 0) throw new DurabilityError(problems);
  return plan;
}
