import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { WatchStack } from '../../../../lib/aws/stacks/watch-stack';
import type { WatchedKafka } from '../../../../lib/aws/watch/watched';
import { awsApp, messagingTemplates, templateOf } from '../../../support/aws';

const express: WatchedKafka = {
  clusterName: 'shop',
  tier: 'express',
  brokers: 3,
  reads: [{ group: 'orders', topic: 'clicks' }],
};

describe('the stack that watches a plan', () => {
  const options = { name: 'shop', kafka: { topics: { clicks: {} } }, rabbitmq: {} };
  const reader = { program: 'kafka-consumer', kafka: { consume: ['clicks'] } } as const;
  const stacks = messagingTemplates(options);

  test('is all that changes when there is one more consumer group', () => {
    const changed = messagingTemplates({ ...options, workloads: { reader } });

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

  test('has nothing that the strict validator finds fault with, warnings included', () => {
    const { env } = process;
    process.env = { ...env };
    delete process.env['CDK_VALIDATION'];
    try {
      const app = awsApp();
      for (const tier of ['express', 'standard'] as const) {
        new WatchStack(app, tier, { kafka: { ...express, tier }, rabbitmq: { brokerName: 'shop' } });
      }
      const { directory } = app.synth();
      const report = JSON.parse(readFileSync(join(directory, 'validation-report.json'), 'utf8')) as {
        readonly pluginReports: readonly { readonly pluginName?: string; readonly violations: readonly unknown[] }[];
      };

      expect(report.pluginReports.length).toBeGreaterThan(0);
      expect(report.pluginReports.flatMap(({ violations }) => violations)).toEqual([]);
    } finally {
      process.env = env;
    }
  });

  test('aws-alarm-topic-elsewhere: refuses a topic of another region, where its own is known', () => {
    const alarmTopicArn = 'arn:aws:sns:us-east-1:111122223333:oncall';
    const synth = (env: { readonly region?: string }) => () =>
      templateOf(new WatchStack(awsApp(), 'Watch', { env, alarmTopicArn, rabbitmq: { brokerName: 'shop' } }));

    expect(synth({ region: 'eu-central-1' })).toThrow('[aws-alarm-topic-elsewhere] alarmTopicArn');
    expect(synth({ region: 'us-east-1' })).not.toThrow();
    expect(synth({})).not.toThrow();
  });
});
