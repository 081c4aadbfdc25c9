import type { KafkaTier } from '../../plan/aws-options';
import type { WorkloadOptions } from '../../plan/options';
import type { AlarmRow, Per } from './alarm-row';
import { amazonMqAlarms, type AmazonMqAlarm } from './amazon-mq-alarms';
import { mskAlarms, type MskAlarm } from './msk-alarms';
import { workloadAlarms, type WorkloadAlarm } from './workload-alarms';

/** More than MSK lets anybody have, and few enough to be drawn in one graph. */
export const mostBrokers = 500;

/** A consumer group and a topic that it reads. */
export interface Read {
  /** ASCII, and without a colon: of others MSK tells no lag. */
  readonly group: string;
  readonly topic: string;
}

/** A cluster of Amazon MSK to keep an eye on. */
export interface WatchedKafka {
  /** Its name, not its ARN. It may be a token. */
  readonly clusterName: string;
  readonly tier: KafkaTier;
  /** How many brokers it has, 1 to 500: there are alarms for each. A plain number, since templates can't count. */
  readonly brokers: number;
  /**
   * Who reads what: there are alarms for each pair.
   *
   * @default - nobody
   */
  readonly reads?: readonly Read[];
  /**
   * Other thresholds than the tables', by the name of the alarm, in the unit that the table says. Too low: alarms that nobody looks
   * at any more. Too high: an alarm when it is too late.
   *
   * @default - those of docs/aws-alarms.md
   */
  readonly thresholds?: Readonly<Partial<Record<MskAlarm, number>>>;
}

/** A broker of Amazon MQ to keep an eye on. */
export interface WatchedRabbitMq {
  /** Its name, not its id. It may be a token. */
  readonly brokerName: string;
  /**
   * Other thresholds than the table's, by the name of the alarm, in the unit that the table says. Too low: alarms that nobody looks
   * at any more. Too high: an alarm when it is too late.
   *
   * @default - those of docs/aws-alarms.md
   */
  readonly thresholds?: Readonly<Partial<Record<AmazonMqAlarm, number>>>;
}

/** Workloads on Fargate to keep an eye on. */
export interface WatchedWorkloads {
  /** Name of their cluster of ECS, not its ARN. It may be a token. Without Container Insights it tells nothing, so every alarm goes off. */
  readonly ecsCluster: string;
  /** Names of their services. One that should have no task is none to watch. */
  readonly services: readonly string[];
  /**
   * Other thresholds than the table's, by the name of the alarm, in the unit that the table says.
   *
   * @default - those of docs/aws-alarms.md
   */
  readonly thresholds?: Readonly<Partial<Record<WorkloadAlarm, number>>>;
}

export type Watched = WatchedKafka | WatchedRabbitMq | WatchedWorkloads;

/** What an alarm is about, and how CloudWatch calls it. */
export interface Subject {
  /** In a graph and in a message: `broker 2`. */
  readonly label: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** Whether there can be an alarm for each. A token is none: templates can't count. */
export const isCounted = (brokers: number): boolean =>
  Number.isInteger(brokers) && brokers >= 1 && brokers <= mostBrokers;

export const isKafka = (watched: Watched): watched is WatchedKafka => 'clusterName' in watched;

/** What is right for the kind of thing that is watched. */
export function byKind<Its>(
  watched: Watched,
  its: {
    readonly kafka: (watched: WatchedKafka) => Its;
    readonly rabbitmq: (watched: WatchedRabbitMq) => Its;
    readonly workloads: (watched: WatchedWorkloads) => Its;
  },
): Its {
  if (isKafka(watched)) return its.kafka(watched);
  return 'ecsCluster' in watched ? its.workloads(watched) : its.rabbitmq(watched);
}

export const nameOf = (watched: Watched): string =>
  byKind(watched, {
    kafka: ({ clusterName }) => clusterName,
    rabbitmq: ({ brokerName }) => brokerName,
    workloads: ({ ecsCluster }) => ecsCluster,
  });

export const namespaceOf = (watched: Watched): string =>
  byKind(watched, {
    kafka: () => 'AWS/Kafka',
    rabbitmq: () => 'AWS/AmazonMQ',
    workloads: () => 'ECS/ContainerInsights',
  });

/** Every row that there is for it, with the thresholds that were asked for. */
export function rowsOf(watched: Watched): readonly AlarmRow[] {
  const asked: Readonly<Partial<Record<string, number>>> = watched.thresholds ?? {};
  const rows = byKind<readonly AlarmRow[]>(watched, {
    kafka: ({ tier }) => mskAlarms[tier],
    rabbitmq: () => amazonMqAlarms,
    workloads: () => workloadAlarms,
  });
  return rows.map((row) => ({ ...row, threshold: asked[row.name] ?? row.threshold }));
}

/**
 * Everything in it that there is one alarm for.
 *
 * @see https://docs.aws.amazon.com/msk/latest/developerguide/metrics-details.html
 * @see https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/rabbitmq-logging-monitoring.html
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-metrics-ECS.html
 */
export const subjectsOf = (watched: Watched, per: Per): readonly Subject[] =>
  byKind(watched, {
    kafka: (its) => kafkaSubjects(its, per),
    rabbitmq: ({ brokerName }) => [{ label: 'broker', dimensions: { Broker: brokerName } }],
    workloads: ({ ecsCluster, services }) =>
      services.map((service) => ({
        label: service,
        dimensions: { ClusterName: ecsCluster, ServiceName: service },
      })),
  });

function kafkaSubjects({ clusterName, brokers, reads = [] }: WatchedKafka, per: Per): readonly Subject[] {
  const cluster = { 'Cluster Name': clusterName };
  switch (per) {
    case 'cluster':
      return [{ label: 'cluster', dimensions: cluster }];
    case 'broker':
      return Array.from({ length: isCounted(brokers) ? brokers : 0 }, (_, index) => ({
        label: `broker ${index + 1}`,
        dimensions: { ...cluster, 'Broker ID': String(index + 1) },
      }));
    case 'consumer group and topic':
      return reads.map(({ group, topic }) => ({
        label: `${group} on ${topic}`,
        dimensions: { ...cluster, 'Consumer Group': group, Topic: topic },
      }));
    case 'workload':
      return [];
  }
}

/** Who reads what by the plan's rights: each pair once, however many workloads share a group. */
export function readsOf(workloads: Readonly<Record<string, WorkloadOptions>>): readonly Read[] {
  const all = Object.entries(workloads).flatMap(([name, { kafka }]) =>
    (kafka?.consume ?? []).map((topic) => ({ group: kafka?.group ?? name, topic })),
  );
  return [...new Map(all.map((read) => [`${read.group}:${read.topic}`, read])).values()];
}

/** The services of a plan's workloads: not those that should have no task, which are quiet for that. */
export const servicesOf = (workloads: Readonly<Record<string, WorkloadOptions>>): readonly string[] =>
  Object.entries(workloads)
    .filter(([, { replicas }]) => replicas !== 0)
    .map(([name]) => name);
