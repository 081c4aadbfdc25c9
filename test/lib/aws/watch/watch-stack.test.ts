import { Fn } from 'aws-cdk-lib/core';
import { checkAws, planAws } from '../../../../lib/aws/plan';
import type { MessagingOptions } from '../../../../lib/plan/options';
import { WatchStack } from '../../../../lib/aws/stacks/watch-stack';
import { awsApp, messagingTemplates, templateOf } from '../../../support/aws';

describe('the stack that watches a plan', () => {
  const reader = (group: string) => ({ program: 'kafka-consumer', kafka: { consume: ['clicks'], group } }) as const;
  const of = (group: string): MessagingOptions => ({
    name: 'shop',
    kafka: { topics: { clicks: {} } },
    rabbitmq: {},
    workloads: { reader: reader(group) },
  });
  const options = of('reports');
  const stacks = messagingTemplates(options);

  test('changes with a consumer group, and the stacks of the brokers do not', () => {
    const changed = messagingTemplates(of('audit'));

    expect(changed.get('ShopWatch')!.toJSON()).not.toEqual(stacks.get('ShopWatch')!.toJSON());
    for (const name of ['ShopKafka', 'ShopRabbitMq']) {
      expect(changed.get(name)!.toJSON()).toEqual(stacks.get(name)!.toJSON());
    }
  });

  test('refers to no other stack, so that none waits for it', () => {
    expect(JSON.stringify(stacks.get('ShopWatch')!.toJSON())).not.toMatch(/ImportValue|GetStackOutput/);
    for (const name of ['ShopKafka', 'ShopRabbitMq']) {
      expect(JSON.stringify(stacks.get(name)!.toJSON())).not.toContain('Watch');
    }
  });

  test('finds what it looks at: the cluster tells the figures of single brokers', () => {
    stacks.get('ShopKafka')!.hasResourceProperties('AWS::MSK::Cluster', { EnhancedMonitoring: 'PER_BROKER' });
  });

  test('tells the topic of the file', () => {
    const arn = 'arn:aws:sns:eu-central-1:111122223333:oncall';
    const told = messagingTemplates({ ...options, aws: { alarmTopicArn: arn } }).get('ShopWatch')!;

    told.allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: [arn] });
    told.hasOutput('AlarmTopicArn', { Value: arn });
  });

  test('aws-alarm-topic-elsewhere: refuses a topic of another region, where its own is known', () => {
    const alarmTopicArn = 'arn:aws:sns:us-east-1:111122223333:oncall';
    const synth = (env: { readonly region?: string }) => () =>
      templateOf(new WatchStack(awsApp(), 'Watch', { env, alarmTopicArn, rabbitmq: { brokerName: 'shop' } }));

    expect(synth({ region: 'eu-central-1' })).toThrow('[aws-alarm-topic-elsewhere] alarmTopicArn');
    expect(synth({ region: 'us-east-1' })).not.toThrow();
    expect(synth({})).not.toThrow();
  });

  test('aws-alarm-topic-elsewhere: is told of a file with everything else that is wrong, in the words of the file', () => {
    const aws = { alarmTopicArn: 'arn:aws:sns:us-east-1:111122223333:oncall', rabbitMqStorageSize: 7 };
    const problems = checkAws(planAws({ name: 'shop', rabbitmq: {}, aws }));

    expect(problems.map(({ rule, path }) => `${rule} ${path}`)).toEqual([
      'amazon-mq-storage-size-not-available aws.rabbitMqStorageSize',
      'aws-alarm-topic-elsewhere aws.alarmTopicArn',
    ]);
    expect(problems[1]?.fix).toBe('use a topic in eu-central-1: it may tell others elsewhere');
  });

  test('takes a topic that is known only when it is deployed', () => {
    const stack = new WatchStack(awsApp(), 'Watch', {
      env: { region: 'eu-central-1' },
      alarmTopicArn: Fn.importValue('Topic'),
      rabbitmq: { brokerName: 'shop' },
    });

    expect(() => templateOf(stack)).not.toThrow();
  });
});
