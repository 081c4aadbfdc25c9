import { CfnOutput, Stack, Token, type Environment } from 'aws-cdk-lib/core';
import { Topic, type ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { check } from '../../durability/rule';
import { refuse } from '../refuse';
import { AlarmTopic } from '../watch/alarm-topic';
import { Alarms } from '../watch/alarms';
import { MessagingDashboard } from '../watch/messaging-dashboard';
import { topicRules } from '../watch/topic-rules';
import type { Watched, WatchedKafka, WatchedRabbitMq, WatchedWorkloads } from '../watch/watched';

export interface WatchStackProps {
  /**
   * Account and region: those of the brokers, since CloudWatch keeps the figures of each region apart.
   *
   * @default - those of whoever deploys
   */
  readonly env?: Environment;
  /**
   * A cluster of Amazon MSK to keep an eye on.
   *
   * @default - none
   */
  readonly kafka?: WatchedKafka;
  /**
   * A broker of Amazon MQ to keep an eye on.
   *
   * @default - none
   */
  readonly rabbitmq?: WatchedRabbitMq;
  /**
   * Workloads on Fargate to keep an eye on.
   *
   * @default - none
   */
  readonly workloads?: WatchedWorkloads;
  /**
   * ARN of the SNS topic that is told of every alarm. Its policy must let `cloudwatch.amazonaws.com` publish, and so must its key.
   *
   * @default - a topic of its own, encrypted, that nobody listens to yet: its ARN is an output
   */
  readonly alarmTopicArn?: string;
}

/**
 * Alarms and dashboards of brokers and workloads, in a stack of their own.
 *
 * It knows them by name alone. So a changed threshold, or one more consumer group, never updates the stack of a broker, where
 * MSK takes one kind of change at a time; and a broker's stack never waits for this one.
 */
export class WatchStack extends Stack {
  readonly topic: ITopic;

  constructor(scope: Construct, id: string, props: WatchStackProps) {
    super(scope, id, { env: props.env ?? {}, description: 'Alarms and dashboards of the brokers' });
    const { kafka, rabbitmq, workloads, alarmTopicArn } = props;
    if (alarmTopicArn !== undefined && ![alarmTopicArn, this.region].some(Token.isUnresolved))
      refuse(this, check(topicRules, { path: 'alarmTopicArn', alarmTopicArn, region: this.region }));
    this.topic =
      alarmTopicArn === undefined
        ? new AlarmTopic(this, 'AlarmTopic').topic
        : Topic.fromTopicArn(this, 'AlarmTopic', alarmTopicArn);
    if (kafka) this.watch('Kafka', kafka);
    if (rabbitmq) this.watch('RabbitMq', rabbitmq);
    if (workloads) this.watch('Workloads', workloads);
    new CfnOutput(this, 'AlarmTopicArn', { value: this.topic.topicArn });
  }

  private watch(id: string, watched: Watched): void {
    new Alarms(this, id, { watched, topic: this.topic });
    // Unique where stacks are, and legal where names of brokers may not be.
    new MessagingDashboard(this, `${id}Dashboard`, { watched, dashboardName: `${this.stackName}-${id}` });
  }
}
