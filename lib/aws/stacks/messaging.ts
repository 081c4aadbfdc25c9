import type { App } from 'aws-cdk-lib/core';
import { EksMessagingStack } from './eks-messaging-stack';
import { EksStack } from './eks-stack';
import { KafkaStack } from './kafka-stack';
import { NetworkStack } from './network-stack';
import { region, type AwsPlan } from '../plan';
import { RabbitMqStack } from './rabbitmq-stack';
import { readsOf } from '../watch/watched';
import { WatchStack, type WatchStackProps } from './watch-stack';
import { WorkloadsStack } from './workloads-stack';

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
    secretsManager: false,
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

/** A network, a stack for each broker, one that watches them, and one for the workloads: those two never touch a broker. */
function addManagedStacks(app: App, plan: AwsPlan): void {
  const { name, kafka, rabbitmq, aws, workloads } = plan;
  const prefix = pascalCase(name);
  const hasWorkloads = Object.keys(workloads).length > 0;
  // The region is in the names of the zones: whoever deploys with another one set is told, and nothing goes astray.
  const env = { region: region(plan) };
  const network = new NetworkStack(app, `${prefix}Network`, {
    env,
    availabilityZones: aws.availabilityZones,
    egress: hasWorkloads,
    secretsManager: rabbitmq !== undefined,
  });
  const place = { env, vpc: network.vpc, vpcSubnets: network.brokerSubnets };
  const kafkaStack = kafka && new KafkaStack(app, `${prefix}Kafka`, { ...kafka.options, ...place, ...mskProps(plan) });
  const rabbitMqStack =
    rabbitmq &&
    new RabbitMqStack(app, `${prefix}RabbitMq`, {
      ...rabbitmq.options,
      ...place,
      brokerName: name,
      instanceType: aws.rabbitMqInstanceType,
      ...(aws.rabbitMqStorageSize !== undefined && { storageSize: aws.rabbitMqStorageSize }),
    });
  if (aws.kafkaScram)
    for (const [user, its] of Object.entries(workloads)) if (its.kafka) kafkaStack?.kafka.scramUser(user);

  const watch = new WatchStack(app, `${prefix}Watch`, { env, ...watched(plan) });
  // Before there are figures, an alarm would go off for what is not there yet.
  for (const stack of [kafkaStack, rabbitMqStack]) if (stack) watch.addStackDependency(stack);
  if (hasWorkloads) {
    const { workloadSubnets: vpcSubnets } = network;
    new WorkloadsStack(app, `${prefix}Workloads`, {
      env,
      vpc: network.vpc,
      ...(vpcSubnets && { vpcSubnets }),
      ...(kafkaStack && { kafka: kafkaStack.kafka }),
      ...(rabbitMqStack && { rabbitMq: rabbitMqStack.rabbit }),
      workloads,
    });
  }
}

const mskProps = ({ name, aws }: AwsPlan) => ({
  clusterName: name,
  instanceType: aws.kafkaInstanceType,
  tier: aws.kafkaTier,
  scram: aws.kafkaScram,
});

/** What of a plan is watched, and who is told. */
const watched = ({ name, kafka, rabbitmq, aws, workloads }: AwsPlan): WatchStackProps => ({
  ...(kafka && {
    kafka: { clusterName: name, tier: aws.kafkaTier, brokers: kafka.settings.size.nodes, reads: readsOf(workloads) },
  }),
  ...(rabbitmq && { rabbitmq: { brokerName: name } }),
  ...(aws.alarmTopicArn === undefined ? {} : { alarmTopicArn: aws.alarmTopicArn }),
});
