import type { MessagingOptions, WorkloadOptions } from '../../../lib/plan/options';

/** Nothing but `orders` copies goes here, and nobody consumes it: what it holds in the end is what RabbitMQ kept. */
export const auditedQueue = 'shipping';
/** Promises less than its cluster: the control group of the power loss, which must lose. */
export const controlTopic = 'control';

const everyWorkload = (
  options: MessagingOptions,
  change: (its: WorkloadOptions, name: string) => WorkloadOptions,
): MessagingOptions => ({
  ...options,
  workloads: Object.fromEntries(
    Object.entries(options.workloads ?? {}).map(([name, its]) => [name, change(its, name)]),
  ),
});

/** Another promise and another broker setting: each Kafka broker and each RabbitMQ node restarts. */
export function survivingPowerLoss(options: MessagingOptions): MessagingOptions {
  return {
    ...options,
    durability: 'survives-power-loss',
    kafka: {
      ...options.kafka,
      topics: { ...options.kafka?.topics, [controlTopic]: { partitions: 3, durability: 'survives-zone-loss' } },
    },
    rabbitmq: { ...options.rabbitmq, consumerTimeoutMs: 1_200_000 },
    workloads: {
      ...options.workloads,
      'control-producer': {
        program: 'kafka-producer',
        kafka: { produce: [controlTopic] },
        env: { MESSAGES_PER_SECOND: '20' },
      },
    },
  };
}

/** The same without producers. */
export const quiet = (options: MessagingOptions): MessagingOptions =>
  everyWorkload(options, (its, name) => (name.endsWith('-producer') ? { ...its, replicas: 0 } : its));

/** The same with a consumer of what nobody consumed so far. */
export const withAudit = (options: MessagingOptions): MessagingOptions => ({
  ...options,
  workloads: {
    ...options.workloads,
    'orders-audit': { program: 'rabbitmq-consumer', rabbitmq: { consume: [auditedQueue] } },
  },
});
