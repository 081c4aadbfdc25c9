import type { App } from 'aws-cdk-lib/core';
import { planAws } from '../../lib/aws/plan';
import { addMessagingStacks } from '../../lib/aws/stacks/messaging';
import type { AwsOptions } from '../../lib/plan/aws-options';
import type { MessagingOptions } from '../../lib/plan/options';
import { awsApp } from './aws';

/** Each form that the brokers have on AWS. A new one is a row here: every check of whole apps then judges it, too. */
const forms: Readonly<Record<string, AwsOptions>> = {
  'managed, express brokers': {},
  'managed, standard brokers': { kafkaTier: 'standard', kafkaScram: true },
  eks: { target: 'eks' },
};

const kafka: MessagingOptions = {
  name: 'shop',
  kafka: { topics: { clicks: { partitions: 12 }, alerts: { cleanupPolicy: 'compact' } } },
  workloads: {
    web: { program: 'kafka-producer', kafka: { produce: ['clicks'] } },
    keeper: {
      image: '111122223333.dkr.ecr.eu-central-1.amazonaws.com/keeper:1.0.0',
      storage: '1Gi',
      kafka: { consume: ['clicks'] },
    },
  },
};
const rabbitmq: MessagingOptions = {
  name: 'shop',
  rabbitmq: {
    exchanges: { orders: { type: 'topic' } },
    queues: { payment: { bindings: [{ exchange: 'orders', routingKey: 'order.placed' }], deliveryLimit: 5 } },
  },
  workloads: { till: { program: 'rabbitmq-producer', rabbitmq: { publish: ['orders'] } } },
};

const contents: Readonly<Record<string, MessagingOptions>> = {
  'both brokers': { ...kafka, ...rabbitmq, workloads: { ...kafka.workloads, ...rabbitmq.workloads } },
  Kafka: kafka,
  RabbitMQ: rabbitmq,
};

/** Every app that the kit makes of a file, by what it is. */
export const awsVariants: Readonly<Record<string, MessagingOptions>> = Object.fromEntries(
  Object.entries(forms).flatMap(([form, aws]) =>
    Object.entries(contents).map(([content, options]) => [`${form}: ${content}`, { ...options, aws }]),
  ),
);

/** One of them, made anew. */
export function variantApp(name: string): App {
  const options = awsVariants[name];
  if (options === undefined) throw new Error(`there is no variant ${name}`);
  const app = awsApp();
  addMessagingStacks(app, planAws(options));
  return app;
}
