import { CfnOutput, Stack, type Environment } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { AmazonMqBroker, type AmazonMqBrokerProps } from '../amazon-mq/amazon-mq-broker';

export interface RabbitMqStackProps<
  Exchange extends string = string,
  Queue extends string = string,
> extends AmazonMqBrokerProps<Exchange, Queue> {
  /**
   * Account and region.
   *
   * @default - those of whoever deploys
   */
  readonly env?: Environment;
}

/** RabbitMQ with its queues and users. The stack can't be deleted by accident, and what holds data stays even when it is. */
export class RabbitMqStack<Exchange extends string = string, Queue extends string = string> extends Stack {
  readonly rabbit: AmazonMqBroker<Exchange, Queue>;

  constructor(scope: Construct, id: string, props: RabbitMqStackProps<Exchange, Queue>) {
    const { env, ...broker } = props;
    super(scope, id, { env: env ?? {}, description: 'RabbitMQ, its queues and users', terminationProtection: true });
    this.rabbit = new AmazonMqBroker(this, 'RabbitMq', broker);
    new CfnOutput(this, 'AmqpEndpoint', { value: this.rabbit.amqpEndpoint });
    new CfnOutput(this, 'AdministratorSecretArn', { value: this.rabbit.administrator.secretArn });
  }
}
