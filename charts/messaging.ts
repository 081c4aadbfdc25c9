import type { Chart } from 'cdk8s';
import type { MessagingOptions, WorkloadOptions } from '../lib/plan/options';
import { planMessaging } from '../lib/plan/plan';
import { KafkaCluster } from './kafka-cluster';
import { MessagingWorkload } from './messaging-workload';
import { RabbitMqCluster } from './rabbitmq-cluster';

/** Adds everything that the options name to a chart: the same constructs that a team would write by hand. */
export function addMessaging(chart: Chart, options: MessagingOptions): void {
  const { kafka, rabbitmq, workloads, kubernetes } = planMessaging(options);
  const { namespace: _, ...where } = kubernetes;
  const kafkaCluster = kafka && new KafkaCluster(chart, 'kafka', { ...kafka.options, kubernetes: where });
  const rabbitMqCluster =
    rabbitmq && new RabbitMqCluster(chart, 'rabbitmq', { ...rabbitmq.options, kubernetes: where });
  const made = new Map<string, MessagingWorkload>();
  for (const [name, its] of Object.entries(workloads)) {
    const place = kubernetes.storageClass === undefined ? {} : { storageClass: kubernetes.storageClass };
    made.set(name, addWorkload(chart, name, { ...its, ...place }, kafkaCluster, rabbitMqCluster));
  }
  for (const [name, { calls = [] }] of Object.entries(workloads)) {
    const caller = made.get(name);
    for (const callee of calls) if (caller !== undefined) made.get(callee)?.grantCall(caller);
  }
}

function addWorkload(
  chart: Chart,
  name: string,
  { kafka, rabbitmq, calls: _, ...props }: WorkloadOptions & { readonly storageClass?: string },
  kafkaCluster: KafkaCluster | undefined,
  rabbitMqCluster: RabbitMqCluster | undefined,
): MessagingWorkload {
  const workload = new MessagingWorkload(chart, name, props);
  for (const topic of kafka?.produce ?? []) kafkaCluster?.topic(topic).grantProduce(workload);
  for (const topic of kafka?.consume ?? []) {
    kafkaCluster?.topic(topic).grantConsume(workload, kafka?.group === undefined ? {} : { group: kafka.group });
  }
  for (const exchange of rabbitmq?.publish ?? []) rabbitMqCluster?.exchange(exchange).grantPublish(workload);
  for (const queue of rabbitmq?.consume ?? []) rabbitMqCluster?.queue(queue).grantConsume(workload);
  return workload;
}
