import { Vpc, type IVpc } from 'aws-cdk-lib/aws-ec2';
import type { Template } from 'aws-cdk-lib/assertions';
import { Stack } from 'aws-cdk-lib/core';
import { MskCluster } from '../../lib/aws/msk/msk-cluster';
import type { MskClusterProps } from '../../lib/aws/msk/msk-cluster-props';
import { awsApp, propertiesOf, zones } from './aws';

/** A cluster in a stack and a network of its own. */
export function mskCluster(props: Omit<MskClusterProps, 'vpc'> = {}, availabilityZones = zones): MskCluster {
  const stack = new Stack(awsApp(), 'Kafka');
  const vpc = new Vpc(stack, 'Vpc', { availabilityZones }) as IVpc;
  return new MskCluster(stack, 'Kafka', { ...props, vpc });
}

interface TopicProperties {
  readonly TopicName: string;
  readonly Configs: { readonly 'Fn::Base64': string };
}

/** Topic → its configs, as they were before base64. */
export const topicConfigs = (template: Template): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.values(propertiesOf<TopicProperties>(template, 'AWS::MSK::Topic')).map((its) => [
      its.TopicName,
      JSON.parse(its.Configs['Fn::Base64']) as unknown,
    ]),
  );
