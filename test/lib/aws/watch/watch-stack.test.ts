import { Fn, Stack } from 'aws-cdk-lib/core';
import { checkAws, planAws } from '../../../../lib/aws/plan';
import { addMessagingStacks } from '../../../../lib/aws/stacks/messaging';
import type { MessagingOptions } from '../../../../lib/plan/options';
import { WatchStack } from '../../../../lib/aws/stacks/watch-stack';
import { awsApp, messagingTemplates, propertiesOf, templateOf } from '../../../support/aws';

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
    for (const name of ['ShopKafka', 'ShopRabbitMq', 'ShopWorkloads']) {
      expect(JSON.stringify(stacks.get(name)!.toJSON())).not.toContain('Watch');
    }
  });

  test('finds what it looks at: the cluster tells the figures of single brokers', () => {
    stacks.get('ShopKafka')!.hasResourceProperties('AWS::MSK::Cluster', { EnhancedMonitoring: 'PER_BROKER' });
  });

  test('has an alarm for each workload, by the names of its cluster and of its service', () => {
    const alarms = propertiesOf<{ readonly AlarmDescription: string; readonly TreatMissingData: string }>(
      stacks.get('ShopWatch')!,
      'AWS::CloudWatch::Alarm',
    );
    const [its, ...others] = Object.values(alarms).filter(({ AlarmDescription: text }) => text.includes('Tasks that'));
    const [ClusterName, ServiceName] = ['AWS::ECS::Cluster', 'AWS::ECS::Service'].flatMap((type) =>
      Object.values(propertiesOf<Record<string, unknown>>(stacks.get('ShopWorkloads')!, type)).map(
        ({ ClusterName: cluster, ServiceName: service }) => service ?? cluster,
      ),
    );
    const figure = (Id: string, MetricName: string) => ({
      Id,
      MetricStat: {
        Metric: {
          Namespace: 'ECS/ContainerInsights',
          MetricName,
          Dimensions: [
            { Name: 'ClusterName', Value: ClusterName },
            { Name: 'ServiceName', Value: ServiceName },
          ],
        },
      },
    });

    expect([ClusterName, ServiceName]).toEqual(['shop', 'reader']);
    expect(others).toEqual([]);
    expect(its).toMatchObject({
      AlarmDescription: expect.stringMatching(/^shop, reader\. Tasks that should run and do not: /) as unknown,
      // Its figures end with its last task.
      TreatMissingData: 'breaching',
      EvaluationPeriods: 10,
      Metrics: [
        { Expression: 'wanted - running', ReturnData: true },
        figure('wanted', 'DesiredTaskCount'),
        figure('running', 'RunningTaskCount'),
      ],
    });
  });

  test('comes after everything that it watches, and nothing waits for it', () => {
    const app = awsApp();
    addMessagingStacks(app, planAws(options));
    const names = (all: readonly Stack[]) => all.map(({ stackName }) => stackName).sort();
    const after = new Map(app.node.children.filter(Stack.isStack).map((its) => [its.stackName, its.dependencies]));

    expect(names(after.get('ShopWatch')!)).toEqual(['ShopKafka', 'ShopRabbitMq', 'ShopWorkloads']);
    for (const its of after.values()) expect(names(its)).not.toContain('ShopWatch');
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
