import type { Problem } from '../durability/problem';
import type { Profile } from '../durability/profile';
import { toMebibytes } from '../durability/quantity';
import { check, when, type Finding, type Rule } from '../durability/rule';
import type { Resources } from '../durability/schema';
import type { Trait } from '../durability/trait';
import { choose, type BrokerName } from './choose';
import type { Plan } from './plan';

/**
 * What a pod should ask for at least where messages count. Cores are a request without a limit, so these are no machine sizes.
 *
 * - Kafka's broker: Apache Kafka names no minimum; the smallest size that Amazon MSK recommends for production (m7g.large) has 2
 *   cores and 8 GiB. Amazon MSK Developer Guide, broker sizes.
 * - Kafka's controller: a core of its own and a heap of at least 1 GB, which is half of its memory here. Confluent's
 *   documentation, KRaft configuration; the 4 GB it names beside that are those of a whole server.
 * - RabbitMQ: "less than 2 full CPUs cannot be considered production" (RabbitMQ Cluster Operator, production-ready example); 4 GiB
 *   for each node (RabbitMQ documentation, production deployment guidelines, which name 4 cores for the machine).
 */
export const recommended = {
  kafkaBroker: { cpu: 2, memory: '8Gi' },
  kafkaController: { cpu: 1, memory: '2Gi' },
  rabbitMqNode: { cpu: 2, memory: '4Gi' },
} as const satisfies Readonly<Record<string, Resources>>;

function belowMinimum(profile: Profile, path: string, asked: Resources, least: Resources): readonly Finding[] {
  const small = asked.cpu < least.cpu || toMebibytes(asked.memory) < toMebibytes(least.memory);
  const fix = `ask for at least { cpu: ${least.cpu}, memory: ${least.memory} } where messages count`;
  return when(small && profile.name !== 'development', path, asked, fix);
}

interface Stream {
  readonly name: string;
  readonly traits: readonly Trait[];
}

function fitsOther(
  streams: readonly Stream[],
  place: string,
  other: BrokerName,
  otherPlace: string,
): readonly Finding[] {
  return streams
    .filter(({ traits }) => traits.length > 0 && choose(traits).broker === other)
    .map(({ name, traits }) => ({
      path: `${place}.${name}.traits`,
      value: traits,
      why: choose(traits)
        .because.map(({ trait, reason }) => `${trait} is at home on ${other}, where ${reason}`)
        .join('; '),
      fix: `declare it under ${otherPlace}, or take away the traits that do not matter here`,
    }));
}

/** Warnings: the plan keeps its promise, and still somebody should look at this. They refuse nothing. */
export const planAdvice: readonly Rule<Plan>[] = [
  {
    id: 'stream-fits-other-broker',
    why: 'all that its events need is at home on the other broker',
    check: ({ kafka, rabbitmq }) => [
      ...fitsOther(kafka?.settings.topics ?? [], 'kafka.topics', 'rabbitmq', 'rabbitmq.queues'),
      ...fitsOther(rabbitmq?.settings.queues ?? [], 'rabbitmq.queues', 'kafka', 'kafka.topics'),
    ],
  },
  {
    id: 'kafka-resources-below-recommended',
    why: 'a broker with less falls behind under load: replicas leave the in-sync set, and writes stall',
    check: ({ kafka }) =>
      kafka === undefined
        ? []
        : belowMinimum(kafka.settings.profile, 'kafka.resources', kafka.settings.resources, recommended.kafkaBroker),
  },
  {
    id: 'kafka-controller-resources-below-recommended',
    why: 'a controller with less elects leaders late, and writes wait for that',
    check: ({ kafka }) =>
      kafka === undefined || kafka.settings.controllers === 0
        ? []
        : belowMinimum(
            kafka.settings.profile,
            'kafka.controllerResources',
            kafka.settings.controllerResources,
            recommended.kafkaController,
          ),
  },
  {
    id: 'rabbitmq-resources-below-recommended',
    why: 'a node with less raises its memory alarm early, and blocks whoever publishes',
    check: ({ rabbitmq }) =>
      rabbitmq === undefined
        ? []
        : belowMinimum(
            rabbitmq.settings.profile,
            'rabbitmq.resources',
            rabbitmq.settings.resources,
            recommended.rabbitMqNode,
          ),
  },
];

/** Everything worth a warning in a plan that is sound. */
export const advise = (plan: Plan): readonly Problem[] => check(planAdvice, plan);
