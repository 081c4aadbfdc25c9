import { Match } from 'aws-cdk-lib/assertions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Stack } from 'aws-cdk-lib/core';
import { Alarms } from '../../../../lib/aws/watch/alarms';
import type { WatchedKafka } from '../../../../lib/aws/watch/watched';
import { awsApp, templateOf } from '../../../support/aws';

const watched: WatchedKafka = { clusterName: 'shop', tier: 'express', brokers: 3 };

describe('who is told', () => {
  const stack = new Stack(awsApp(), 'Watch', { env: { region: 'eu-central-1' } });
  new Alarms(stack, 'Shop', { watched });
  const template = templateOf(stack);

  test('is a topic of its own, encrypted and through TLS alone', () => {
    template.hasResourceProperties('AWS::SNS::Topic', { KmsMasterKeyId: Match.anyValue() });
    template.hasResourceProperties('AWS::KMS::Key', { EnableKeyRotation: true });
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: Match.objectLike({
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
        ]),
      }),
    });
  });

  test('is reached by the alarms of this account and region: both topic and key let them in', () => {
    const alarms = {
      Effect: 'Allow',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Condition: {
        StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
        ArnLike: {
          'aws:SourceArn': {
            'Fn::Join': [
              '',
              ['arn:', { Ref: 'AWS::Partition' }, ':cloudwatch:eu-central-1:', { Ref: 'AWS::AccountId' }, ':alarm:*'],
            ],
          },
        },
      },
    };

    template.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: Match.objectLike({
        Statement: Match.arrayWith([Match.objectLike({ ...alarms, Action: ['kms:Decrypt', 'kms:GenerateDataKey*'] })]),
      }),
    });
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: Match.objectLike({
        Statement: Match.arrayWith([Match.objectLike({ ...alarms, Action: 'sns:Publish' })]),
      }),
    });
  });

  test('hears of every alarm, and that it is over', () => {
    const [topic] = Object.keys(template.findResources('AWS::SNS::Topic'));

    template.allResourcesProperties('AWS::CloudWatch::Alarm', {
      AlarmActions: [{ Ref: topic }],
      OKActions: [{ Ref: topic }],
    });
  });

  test('is the topic that is named, if one is, and then no other is made', () => {
    const stack = new Stack(awsApp(), 'Watch');
    const arn = 'arn:aws:sns:eu-central-1:111122223333:oncall';
    new Alarms(stack, 'Shop', { watched, topic: Topic.fromTopicArn(stack, 'OnCall', arn) });
    const named = templateOf(stack);

    named.allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: [arn], OKActions: [arn] });
    named.resourceCountIs('AWS::SNS::Topic', 0);
    named.resourceCountIs('AWS::KMS::Key', 0);
  });
});
