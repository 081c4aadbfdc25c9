import { Aws, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic, type ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

/** A right for the alarms of this account and region, and for no others that CloudWatch could act for. */
function letAlarms(scope: Construct, actions: string[], resource: string): PolicyStatement {
  const { account, region } = Stack.of(scope);
  return new PolicyStatement({
    effect: Effect.ALLOW,
    principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
    actions,
    resources: [resource],
    conditions: {
      StringEquals: { 'aws:SourceAccount': account },
      ArnLike: { 'aws:SourceArn': `arn:${Aws.PARTITION}:cloudwatch:${region}:${account}:alarm:*` },
    },
  });
}

/**
 * Where alarms are told: nobody listens until somebody subscribes (`aws sns subscribe`, or `topic.addSubscription`).
 *
 * It is encrypted by a key of its own, and takes messages through TLS only. Both need a word to CloudWatch: it may not use the key
 * that AWS keeps for SNS, and a policy that is written down replaces the one that would have let it in. Without, alarms change
 * their state and nobody hears of it.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
 */
export class AlarmTopic extends Construct {
  readonly topic: ITopic;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const masterKey = new Key(this, 'Key', {
      description: 'Encrypts what alarms tell',
      enableKeyRotation: true,
      // Messages pass through and are not kept: without the key nothing is lost.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const topic = new Topic(this, 'Topic', { displayName: 'Alarms of the brokers', masterKey, enforceSSL: true });
    // In the policy of a key, `*` is that key.
    masterKey.addToResourcePolicy(letAlarms(this, ['kms:Decrypt', 'kms:GenerateDataKey*'], '*'));
    topic.addToResourcePolicy(letAlarms(this, ['sns:Publish'], topic.topicArn));
    this.topic = topic;
  }
}
