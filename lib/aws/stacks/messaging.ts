import type { App } from 'aws-cdk-lib/core';
import { EksMessagingStack } from './eks-messaging-stack';
import { EksStack } from './eks-stack';
import { KafkaStack } from './kafka-stack';
import { NetworkStack } from './network-stack';
import { region, type AwsPlan } from '../plan';
import { RabbitMqStack } from './rabbitmq-stack';
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

/** A network, a stack for each broker, and one for the workloads, which can be made anew without touching a broker. */
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
  const brokers = {
    ...(kafka && {
      kafka: new KafkaStack(app, `${prefix}Kafka`, { ...kafka.options, ...place, ...mskProps(plan) }).kafka,
    }),
    ...(rabbitmq && {
      rabbitMq: new RabbitMqStack(app, `${prefix}RabbitMq`, {
        ...rabbitmq.options,
        ...place,
        brokerName: name,
        instanceType: aws.rabbitMqInstanceType,
      }).rabbit,
    }),
  };
  if (aws.kafkaScram)
    for (const [user, { kafka: granted }] of Object.entries(workloads)) if (granted) brokers.kafka?.scramUser(user);
  if (hasWorkloads) {
    const { workloadSubnets: vpcSubnets } = network;
    new WorkloadsStack(app, `${prefix}Workloads`, {
      env,
      vpc: network.vpc,
      ...(vpcSubnets && { vpcSubnets }),
      ...brokers,
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
