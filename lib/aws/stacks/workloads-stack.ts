import { Stack, type Environment } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { problemText, type Problem } from '../../durability/problem';
import type { WorkloadOptions } from '../../plan/options';
import { refuse } from '../refuse';
import { tooManyResources } from '../resource-limit';
import type { KafkaBroker, RabbitMqBroker } from '../workload/brokers';
import { MessagingWorkload } from '../workload/messaging-workload';
import { WorkloadCluster, type WorkloadClusterProps } from '../workload/workload-cluster';

export interface WorkloadsStackProps extends WorkloadClusterProps {
  /**
   * Account and region.
   *
   * @default - those of whoever deploys
   */
  readonly env?: Environment;
  /**
   * The Kafka that workloads are granted topics of.
   *
   * @default - none
   */
  readonly kafka?: KafkaBroker;
  /**
   * The RabbitMQ that workloads are granted exchanges and queues of.
   *
   * @default - none
   */
  readonly rabbitMq?: RabbitMqBroker;
  /** Producers and consumers by name, as messaging.yaml has them. */
  readonly workloads: Readonly<Record<string, WorkloadOptions>>;
}

/**
 * Workloads on Fargate, each with its rights and network paths. It can be deleted and made again: what they keep is on a file system that
 * stays, and what they read and write is in the stacks of the brokers.
 *
 * Refused at synthesis, beside what each workload is refused for: `aws-grant-without-broker`, `aws-call-to-nobody`, and
 * `aws-stack-too-large`: about 50 workloads fit into one.
 */
export class WorkloadsStack extends Stack {
  readonly cluster: WorkloadCluster;
  readonly workloads: ReadonlyMap<string, MessagingWorkload>;

  constructor(scope: Construct, id: string, props: WorkloadsStackProps) {
    const { env, kafka, rabbitMq, workloads, ...place } = props;
    super(scope, id, { env: env ?? {}, description: 'Producers and consumers' });
    this.cluster = new WorkloadCluster(this, 'Workloads', place);
    const made = new Map<string, MessagingWorkload>();
    for (const [name, options] of Object.entries(workloads)) {
      const { kafka: topics, rabbitmq: queues, calls: _, ...its } = options;
      const workload = new MessagingWorkload(this, name, { ...its, cluster: this.cluster });
      if (kafka !== undefined) grantTopics(workload, kafka, topics);
      if (rabbitMq !== undefined) grantQueues(workload, rabbitMq, queues);
      made.set(name, workload);
    }
    for (const [name, { calls = [] }] of Object.entries(workloads)) {
      const caller = made.get(name);
      for (const callee of calls) if (caller !== undefined) made.get(callee)?.grantCall(caller);
    }
    this.workloads = made;
    refuse(this, missing(props));
    this.node.addValidation({ validate: () => tooMany(this, made.size).map(problemText) });
  }
}

function grantTopics(workload: MessagingWorkload, kafka: KafkaBroker, granted: WorkloadOptions['kafka']): void {
  for (const topic of granted?.produce ?? []) workload.produceTo(kafka, topic);
  const group = granted?.group === undefined ? {} : { group: granted.group };
  for (const topic of granted?.consume ?? []) workload.consumeTopic(kafka, topic, group);
}

function grantQueues(
  workload: MessagingWorkload,
  rabbitMq: RabbitMqBroker,
  granted: WorkloadOptions['rabbitmq'],
): void {
  for (const exchange of granted?.publish ?? []) workload.publishTo(rabbitMq, exchange);
  for (const queue of granted?.consume ?? []) workload.consumeQueue(rabbitMq, queue);
}

const tooMany = (stack: Stack, count: number): readonly Problem[] =>
  tooManyResources(stack, { path: 'workloads', what: 'workloads', count });

/** What workloads are given by whoever is not there. */
function missing({ kafka, rabbitMq, workloads }: WorkloadsStackProps): readonly Problem[] {
  const there = { kafka: kafka !== undefined, rabbitmq: rabbitMq !== undefined };
  return Object.entries(workloads).flatMap(([name, its]) => [
    ...(['kafka', 'rabbitmq'] as const)
      .filter((broker) => its[broker] !== undefined && !there[broker])
      .map((broker) => ({
        rule: 'aws-grant-without-broker',
        path: `workloads.${name}.${broker}`,
        value: its[broker],
        why: 'the stack was given no such broker, so the workload would start without its rights',
        fix: `give the stack one, or leave ${broker} out`,
      })),
    ...(its.calls ?? [])
      .filter((callee) => workloads[callee] === undefined)
      .map((callee) => ({
        rule: 'aws-call-to-nobody',
        path: `workloads.${name}.calls`,
        value: callee,
        why: 'no workload of the stack has that name',
        fix: `name one of ${Object.keys(workloads).join(', ')}`,
      })),
  ]);
}
