import type { Template } from 'aws-cdk-lib/assertions';
import { Stack, type App } from 'aws-cdk-lib/core';
import { NetworkStack } from '../../lib/aws/stacks/network-stack';
import { WorkloadsStack, type WorkloadsStackProps } from '../../lib/aws/stacks/workloads-stack';
import { awsApp, propertiesOf, zones } from './aws';
import { StandInKafka, StandInRabbitMq } from './aws-brokers';

const env = { region: 'eu-central-1' };
export function built(workloads: WorkloadsStackProps['workloads'], app: App = awsApp(), availabilityZones = zones) {
  const { vpc, workloadSubnets } = new NetworkStack(app, 'Network', { env, availabilityZones, egress: true });
  const brokers = new Stack(app, 'Brokers', { env });
  const kafka = new StandInKafka(brokers, 'Kafka', vpc);
  const rabbitMq = new StandInRabbitMq(brokers, 'RabbitMq', vpc);
  const place = { env, vpc, vpcSubnets: workloadSubnets!, domain: 'shop.internal' };
  return { brokers, rabbitMq, place, stack: new WorkloadsStack(app, 'Work', { ...place, kafka, rabbitMq, workloads }) };
}

export interface Container {
  readonly Name: string;
  readonly Image: unknown;
  readonly User?: string;
  readonly Command?: readonly string[];
  readonly Environment?: readonly { readonly Name: string; readonly Value: unknown }[];
  readonly Secrets?: readonly { readonly Name: string; readonly ValueFrom: unknown }[];
  readonly [property: string]: unknown;
}
export interface Task {
  readonly ContainerDefinitions: readonly Container[];
  readonly Volumes: readonly { readonly Name: string; readonly EFSVolumeConfiguration?: unknown }[];
  readonly Cpu: string;
  readonly Memory: string;
}
export interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

/** The one resource of a type that belongs to a workload. */
export function of<Properties>(template: Template, type: string, workload: string): Properties {
  const found = Object.entries(propertiesOf<Properties>(template, type)).filter(([id]) => id.startsWith(workload));
  if (found.length !== 1) throw new Error(`${workload} has ${found.length} of ${type}`);
  return found[0]![1];
}
export const taskOf = (template: Template, workload: string): Task =>
  of(template, 'AWS::ECS::TaskDefinition', workload);
export const containerOf = (template: Template, workload: string, name = 'main'): Container =>
  taskOf(template, workload).ContainerDefinitions.find(({ Name }) => Name === name)!;
export const envOf = (container: Container): Record<string, unknown> =>
  Object.fromEntries((container.Environment ?? []).map(({ Name, Value }) => [Name, Value]));
export const rightsOf = (template: Template, role: string): readonly Statement[] =>
  of<{ PolicyDocument: { Statement: readonly Statement[] } }>(template, 'AWS::IAM::Policy', role).PolicyDocument
    .Statement;
