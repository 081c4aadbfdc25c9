import type { App } from 'aws-cdk-lib/core';
import { KafkaStack } from './kafka-stack';
import { NetworkStack } from './network-stack';
import { region, type AwsPlan } from '../plan';
import { RabbitMqStack } from './rabbitmq-stack';
import { readsOf, servicesOf } from '../watch/watched';
import { WatchStack, type WatchStackProps } from './watch-stack';
import { WorkloadsStack } from './workloads-stack';

const pascalCase = (name: string): string =>
  name.replaceAll(/(?:^|-+)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** Adds the stacks of a plan: the same that a team would write by hand. */
export function addMessagingStacks(app: App, plan: AwsPlan): void {
  const prefix = pascalCase(plan.name);
  if (plan.aws.target === 'managed') return addManagedStacks(app, prefix, plan);
  // Loaded by need: an app with managed brokers starts without EKS.
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- at this moment, and only where it is needed
  const { addEksStacks } = require('./eks-stacks') as typeof import('./eks-stacks');
  addEksStacks(app, prefix, plan);
}

/** A network, a stack for each broker, one for the workloads, and one that watches: those two never touch a broker. */
function addManagedStacks(app: App, prefix: string, plan: AwsPlan): void {
  const { name, kafka, rabbitmq, aws, workloads } = plan;
  const hasWorkloads = Object.keys(workloads).length > 0;
  // The region is in the names of the zones: whoever deploys with another one set is told, and nothing goes astray.
  const env = { region: region(plan) };
  const network = new NetworkStack(app, `${prefix}Network`, {
    env,
    availabilityZones: aws.availabilityZones,
    cidr: aws.networkCidr,
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

  const { workloadSubnets: vpcSubnets } = network;
  const workloadsStack = hasWorkloads
    ? new WorkloadsStack(app, `${prefix}Workloads`, {
        env,
        vpc: network.vpc,
        ...(vpcSubnets && { vpcSubnets }),
        clusterName: name,
        ...(kafkaStack && { kafka: kafkaStack.kafka }),
        ...(rabbitMqStack && { rabbitMq: rabbitMqStack.rabbit }),
        workloads,
      })
    : undefined;

  const watch = new WatchStack(app, `${prefix}Watch`, { env, ...watched(plan) });
  // Before there are figures, an alarm would go off for what is not there yet.
  for (const stack of [kafkaStack, rabbitMqStack, workloadsStack]) if (stack) watch.addStackDependency(stack);
}

const mskProps = ({ name, aws }: AwsPlan) => ({
  clusterName: name,
  instanceType: aws.kafkaInstanceType,
  tier: aws.kafkaTier,
  scram: aws.kafkaScram,
});

/** What of a plan is watched, and who is told. */
function watched({ name, kafka, rabbitmq, aws, workloads }: AwsPlan): WatchStackProps {
  const services = servicesOf(workloads);
  return {
    ...(kafka && {
      kafka: { clusterName: name, tier: aws.kafkaTier, brokers: kafka.settings.size.nodes, reads: readsOf(workloads) },
    }),
    ...(rabbitmq && { rabbitmq: { brokerName: name } }),
    ...(services.length > 0 && { workloads: { ecsCluster: name, services } }),
    ...(aws.alarmTopicArn === undefined ? {} : { alarmTopicArn: aws.alarmTopicArn }),
  };
}
