import { Annotations, type App } from 'aws-cdk-lib/core';
import { EksMessagingStack } from './eks-messaging-stack';
import { EksStack } from './eks-stack';
import { KafkaStack } from './kafka-stack';
import { NetworkStack } from './network-stack';
import { region, type AwsPlan } from '../plan';
import { RabbitMqStack } from './rabbitmq-stack';

const pascalCase = (name: string): string =>
  name.replaceAll(/(?:^|-+)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** Adds the stacks of a plan: the same that a team would write by hand. */
export function addMessagingStacks(app: App, plan: AwsPlan): void {
  if (plan.aws.target === 'eks') addEksStacks(app, plan);
  else addManagedStacks(app, plan);
}

/** A network, a cluster of EKS, and what runs on it. */
function addEksStacks(app: App, plan: AwsPlan): void {
  const { name, aws, messaging } = plan;
  const prefix = pascalCase(name);
  const env = { region: region(plan) };
  const { vpc } = new NetworkStack(app, `${prefix}Network`, {
    env,
    availabilityZones: aws.availabilityZones,
    egress: true,
    terminationProtection: true,
  });
  const { eks } = new EksStack(app, `${prefix}Eks`, {
    env,
    vpc,
    clusterName: name,
    administrators: aws.eksAdministrators ?? [],
    accessFrom: aws.eksAccessFrom ?? [],
  });
  new EksMessagingStack(app, `${prefix}Messaging`, { env, cluster: eks, messaging });
}

/** A network, and a stack for each broker. */
function addManagedStacks(app: App, plan: AwsPlan): void {
  const { name, kafka, rabbitmq, aws, workloads } = plan;
  const prefix = pascalCase(name);
  // The region is in the names of the zones: whoever deploys with another one set is told, and nothing goes astray.
  const env = { region: region(plan) };
  const network = new NetworkStack(app, `${prefix}Network`, { env, availabilityZones: aws.availabilityZones });
  const place = { env, vpc: network.vpc };
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
