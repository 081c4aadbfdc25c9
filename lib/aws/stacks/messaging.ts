import { Annotations, type App } from 'aws-cdk-lib/core';
import { KafkaStack } from './kafka-stack';
import { NetworkStack } from './network-stack';
import { region, type AwsPlan } from '../plan';
import { RabbitMqStack } from './rabbitmq-stack';

const pascalCase = (name: string): string =>
  name.replaceAll(/(?:^|-+)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** Adds a stack for the network and one for each broker of the plan: the same that a team would write by hand. */
export function addMessagingStacks(app: App, plan: AwsPlan): void {
  const { name, kafka, rabbitmq, aws, workloads } = plan;
  const prefix = pascalCase(name);
  // The region is in the names of the zones: whoever deploys with another one set is told, and nothing goes astray.
  const env = { region: region(plan) };
  const network = new NetworkStack(app, `${prefix}Network`, { env, availabilityZones: aws.availabilityZones });
  const place = { env, vpc: network.vpc, vpcSubnets: network.brokerSubnets };
  if (kafka) {
    new KafkaStack(app, `${prefix}Kafka`, {
      ...kafka.options,
      ...place,
      clusterName: name,
      instanceType: aws.kafkaInstanceType,
    });
  }
  if (rabbitmq) {
    const stack = new RabbitMqStack(app, `${prefix}RabbitMq`, {
      ...rabbitmq.options,
      ...place,
      brokerName: name,
      instanceType: aws.rabbitMqInstanceType,
    });
    Annotations.of(stack).addInfo('exchanges, queues and their users are not made on AWS yet');
  }
  if (Object.keys(workloads).length > 0) Annotations.of(network).addInfo('workloads are not made on AWS yet');
}
