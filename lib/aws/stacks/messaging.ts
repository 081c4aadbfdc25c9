import { Annotations, type App, type Stack } from 'aws-cdk-lib/core';
import { KafkaStack } from './kafka-stack';
import { NetworkStack } from './network-stack';
import { region, type AwsPlan } from '../plan';
import { RabbitMqStack } from './rabbitmq-stack';
import { readsOf } from '../watch/watched';
import { WatchStack, type WatchStackProps } from './watch-stack';

const pascalCase = (name: string): string =>
  name.replaceAll(/(?:^|-+)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** What of a plan is watched, and who is told. */
const watched = ({ name, kafka, rabbitmq, aws, workloads }: AwsPlan): WatchStackProps => ({
  ...(kafka && {
    kafka: { clusterName: name, tier: aws.kafkaTier, brokers: kafka.settings.size.nodes, reads: readsOf(workloads) },
  }),
  ...(rabbitmq && { rabbitmq: { brokerName: name } }),
  ...(aws.alarmTopicArn === undefined ? {} : { alarmTopicArn: aws.alarmTopicArn }),
});

/** Adds a stack for the network, one for each broker of the plan, and one that watches them: the same that a team would write by hand. */
export function addMessagingStacks(app: App, plan: AwsPlan): void {
  const { name, kafka, rabbitmq, aws, workloads } = plan;
  const prefix = pascalCase(name);
  // The region is in the names of the zones: whoever deploys with another one set is told, and nothing goes astray.
  const env = { region: region(plan) };
  const network = new NetworkStack(app, `${prefix}Network`, { env, availabilityZones: aws.availabilityZones });
  const place = { env, vpc: network.vpc };
  const brokers: Stack[] = [];
  if (kafka) {
    const stack = new KafkaStack(app, `${prefix}Kafka`, {
      ...kafka.options,
      ...place,
      clusterName: name,
      instanceType: aws.kafkaInstanceType,
    });
    brokers.push(stack);
  }
  if (rabbitmq) {
    const stack = new RabbitMqStack(app, `${prefix}RabbitMq`, {
      ...rabbitmq.options,
      ...place,
      brokerName: name,
      instanceType: aws.rabbitMqInstanceType,
    });
    brokers.push(stack);
    Annotations.of(stack).addInfo('exchanges, queues and their users are not made on AWS yet');
  }
  const watch = new WatchStack(app, `${prefix}Watch`, { env, ...watched(plan) });
  // Before there are figures, an alarm would go off for what is not there yet.
  for (const stack of brokers) watch.addStackDependency(stack);
  if (Object.keys(workloads).length > 0) Annotations.of(network).addInfo('workloads are not made on AWS yet');
}
