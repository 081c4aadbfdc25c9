import { CfnOutput, Stack, type Environment } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { MskCluster } from '../msk/msk-cluster';
import type { MskClusterProps } from '../msk/msk-cluster-props';

export interface KafkaStackProps<Topic extends string = string> extends MskClusterProps<Topic> {
  /**
   * Account and region.
   *
   * @default - those of whoever deploys
   */
  readonly env?: Environment;
}

/** Kafka and its topics. The stack can't be deleted by accident, and what holds data stays even when it is. */
export class KafkaStack<Topic extends string = string> extends Stack {
  readonly kafka: MskCluster<Topic>;

  constructor(scope: Construct, id: string, props: KafkaStackProps<Topic>) {
    const { env, ...cluster } = props;
    super(scope, id, { env: env ?? {}, description: 'Kafka and its topics', terminationProtection: true });
    this.kafka = new MskCluster(this, 'Kafka', cluster);
    new CfnOutput(this, 'ClusterArn', { value: this.kafka.clusterArn });
    new CfnOutput(this, 'BootstrapServers', { value: this.kafka.bootstrapServers });
    const { bootstrapServersScram } = this.kafka;
    if (bootstrapServersScram !== undefined) {
      new CfnOutput(this, 'BootstrapServersScram', { value: bootstrapServersScram });
    }
  }
}
