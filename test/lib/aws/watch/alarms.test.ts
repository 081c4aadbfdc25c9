import { Annotations, Match, type Template } from 'aws-cdk-lib/assertions';
import { CfnParameter, Stack } from 'aws-cdk-lib/core';
import { assert, constantFrom, integer, property, record, string, array } from 'fast-check';
import { Alarms } from '../../../../lib/aws/watch/alarms';
import { metricOf } from '../../../../lib/aws/watch/figure-metric';
import { rowsOf, subjectsOf, type Watched, type WatchedKafka } from '../../../../lib/aws/watch/watched';
import { awsApp, propertiesOf, templateOf } from '../../../support/aws';

interface MetricStat {
  readonly Metric: {
    readonly Namespace: string;
    readonly MetricName: string;
    readonly Dimensions: readonly { readonly Name: string; readonly Value: unknown }[];
  };
  readonly Period: number;
  readonly Stat: string;
}
interface AlarmProperties {
  readonly AlarmDescription: string;
  readonly MetricName?: string;
  readonly Dimensions?: MetricStat['Metric']['Dimensions'];
  readonly Statistic?: string;
  readonly Threshold?: number;
  readonly Metrics?: readonly {
    readonly Id: string;
    readonly Expression?: string;
    readonly Period?: number;
    readonly ReturnData: boolean;
    readonly MetricStat?: MetricStat;
  }[];
}

const express: WatchedKafka = {
  clusterName: 'shop',
  tier: 'express',
  brokers: 3,
  reads: [{ group: 'orders', topic: 'clicks' }],
};

function watch(watched: Watched): Template {
  const stack = new Stack(awsApp(), 'Watch', { env: { region: 'eu-central-1' } });
  new Alarms(stack, 'Shop', { watched });
  return templateOf(stack);
}

const alarmsOf = (template: Template): Readonly<Record<string, AlarmProperties>> =>
  propertiesOf<AlarmProperties>(template, 'AWS::CloudWatch::Alarm');

/** The alarms of a template without the hashes in their ids. */
const ids = (template: Template): readonly string[] =>
  Object.keys(alarmsOf(template)).map((id) => id.replace(/[0-9A-F]{8}$/, ''));

const problems = (watched: Watched): string => {
  try {
    watch(watched);
    return '';
  } catch (error) {
    return String(error);
  }
};

describe('Alarms', () => {
  const kafka = watch(express);
  const standard = watch({ ...express, tier: 'standard' });
  const rabbitMq = watch({ brokerName: 'shop' });

  test('are one for the cluster, one for each broker, and one for each group and topic', () => {
    expect(ids(kafka)).toEqual([
      'ShopnocontrollerAlarm',
      'Shopcpu1',
      'Shopcpu2',
      'Shopcpu3',
      'Shopiamconnections1',
      'Shopiamconnections2',
      'Shopiamconnections3',
      'Shoplagtimeordersclicks',
      'Shoplagrecordsordersclicks',
      'Shopproducethrottled1',
      'Shopproducethrottled2',
      'Shopproducethrottled3',
      'Shopfetchthrottled1',
      'Shopfetchthrottled2',
      'Shopfetchthrottled3',
      'ShopstorageAlarm',
    ]);
    expect(ids(standard)).toHaveLength(1 + 4 * 3 + 1 + 2 * 3 + 2);
    expect(ids(rabbitMq)).toHaveLength(6);
  });

  test('ask for a metric of one broker by the dimensions of the guide', () => {
    standard.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'AWS/Kafka',
      MetricName: 'UnderReplicatedPartitions',
      Dimensions: [
        { Name: 'Broker ID', Value: '2' },
        { Name: 'Cluster Name', Value: 'shop' },
      ],
      Statistic: 'Maximum',
      Period: 60,
      EvaluationPeriods: 15,
      DatapointsToAlarm: 15,
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: 0,
      TreatMissingData: 'notBreaching',
    });
  });

  test('ask for the lag of a group by cluster, group and topic', () => {
    kafka.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'MaxOffsetLag',
      Dimensions: [
        { Name: 'Cluster Name', Value: 'shop' },
        { Name: 'Consumer Group', Value: 'orders' },
        { Name: 'Topic', Value: 'clicks' },
      ],
      Statistic: 'Maximum',
      Threshold: 10_000,
    });
  });

  test('take silence of the controllers for their absence', () => {
    kafka.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'ActiveControllerCount',
      Statistic: 'Maximum',
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      TreatMissingData: 'breaching',
    });
  });

  test('add up the two parts of a CPU', () => {
    const cpu = Object.entries(alarmsOf(kafka)).find(([id]) => id.startsWith('Shopcpu1'))?.[1];

    expect(
      cpu?.Metrics?.map((its) => [its.Id, its.Expression ?? its.MetricStat?.Metric.MetricName, its.ReturnData]),
    ).toEqual([
      ['expr_1', 'user + system', true],
      ['user', 'CpuUser', false],
      ['system', 'CpuSystem', false],
    ]);
  });

  test('hold storage that has no limit against what it usually is', () => {
    kafka.hasResourceProperties('AWS::CloudWatch::Alarm', {
      ComparisonOperator: 'LessThanLowerOrGreaterThanUpperThreshold',
      ThresholdMetricId: 'expr_1',
      Threshold: Match.absent(),
      Metrics: [
        { Expression: 'ANOMALY_DETECTION_BAND(m0, 2)', Id: 'expr_1', ReturnData: true },
        Match.objectLike({ Id: 'm0', ReturnData: true }),
      ],
    });
  });

  test('find the worst node of RabbitMQ without knowing the names of any', () => {
    const queries = Object.values(alarmsOf(rabbitMq)).flatMap(({ Metrics = [] }) =>
      Metrics.filter(({ Expression }) => Expression?.startsWith('SELECT')).map((its) => [its.Expression, its.Period]),
    );

    expect(queries).toEqual([
      [`SELECT MIN(RabbitMQDiskFree) FROM SCHEMA("AWS/AmazonMQ", Broker, Node) WHERE Broker = 'shop'`, 60],
      [`SELECT MAX(SystemCpuUtilization) FROM SCHEMA("AWS/AmazonMQ", Broker, Node) WHERE Broker = 'shop'`, 60],
    ]);
  });

  test('tell who was woken up which broker it is, what it means, and what to do', () => {
    const texts = Object.values(alarmsOf(standard)).map(({ AlarmDescription }) => AlarmDescription);

    expect(texts).toContain(
      'shop, broker 3. Volumes: at least 85 percent for 5 minutes. What it means: a broker whose volume is full stops. ' +
        'What to do: raise kafka.storage (a volume grows only, and rests for six hours then), or shorten retention.',
    );
  });

  test('say it in the 1,024 characters that CloudWatch takes, however long names are', () => {
    const long = watch({
      clusterName: 'c'.repeat(64),
      tier: 'standard',
      brokers: 3,
      reads: [{ group: 'g'.repeat(200), topic: 't'.repeat(200) }],
    });

    const texts = [...Object.values(alarmsOf(long)), ...Object.values(alarmsOf(rabbitMq))];
    expect(Math.max(...texts.map((its) => its.AlarmDescription.length))).toBeLessThanOrEqual(1_024);
  });

  test('have the ids that they had when a broker, a group or a topic comes', () => {
    const before = Object.keys(alarmsOf(kafka));
    const after = watch({
      ...express,
      brokers: 6,
      reads: [{ group: 'new', topic: 'clicks' }, ...(express.reads ?? [])],
    });

    expect(Object.keys(alarmsOf(after))).toEqual(expect.arrayContaining(before));
  });

  test('are told apart where the names of groups and topics join to the same', () => {
    const reads = [
      { group: 'a', topic: 'b-c' },
      { group: 'a-b', topic: 'c' },
      { group: 'a', topic: 'b-c' },
    ];

    expect(ids(watch({ ...express, reads })).filter((id) => id.startsWith('Shoplagtime'))).toHaveLength(2);
  });

  test('take a threshold that somebody knows better', () => {
    watch({ ...express, thresholds: { 'lag-records': 50_000 } }).hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'MaxOffsetLag',
      Threshold: 50_000,
      AlarmDescription: Match.stringLikeRegexp('above 50,000 records'),
    });
  });

  test('take names that are known only once they are deployed', () => {
    const stack = new Stack(awsApp(), 'Watch');
    const name = new CfnParameter(stack, 'Name').valueAsString;
    new Alarms(stack, 'Kafka', { watched: { ...express, clusterName: name, reads: [{ group: name, topic: name }] } });
    new Alarms(stack, 'RabbitMq', { watched: { brokerName: name } });
    const template = templateOf(stack);

    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'ActiveControllerCount',
      Dimensions: [{ Name: 'Cluster Name', Value: { Ref: 'Name' } }],
    });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'MaxOffsetLag',
      Dimensions: Match.arrayWith([{ Name: 'Consumer Group', Value: { Ref: 'Name' } }]),
    });
  });

  test('warn that a number that is not known yet makes none for single brokers', () => {
    const stack = new Stack(awsApp(), 'Watch');
    const brokers = new CfnParameter(stack, 'Brokers', { type: 'Number' }).valueAsNumber;
    new Alarms(stack, 'Shop', { watched: { ...express, brokers } });

    expect(ids(templateOf(stack))).toHaveLength(4);
    Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp('there is no alarm for any single one'));
  });

  test('are about their own cluster, all of them', () => {
    const name = string({ unit: constantFrom('a', 'b', '1', '-'), minLength: 1, maxLength: 8 });
    const reads = array(record({ group: name, topic: name }), { maxLength: 3 });
    const kafkas = record({
      clusterName: name,
      tier: constantFrom('express' as const, 'standard' as const),
      reads,
      brokers: integer({ min: 1, max: 9 }),
    });
    const own = (watched: Watched, its: string): readonly boolean[] =>
      rowsOf(watched).flatMap((row) =>
        subjectsOf(watched, row.per).map((subject) => {
          const metric = metricOf(watched, row.figure, subject, row.periodSeconds);
          const { metricStat, mathExpression } = metric.toMetricConfig();
          const parts = metricStat
            ? [metricStat]
            : Object.values(mathExpression?.usingMetrics ?? {}).map((part) => part.toMetricConfig().metricStat);
          return parts.length === 0
            ? mathExpression?.expression.endsWith(`WHERE Broker = '${its}'`) === true
            : parts.every((part) =>
                part?.dimensions?.some(({ name: key, value }) => /^(Cluster Name|Broker)$/.test(key) && value === its),
              );
        }),
      );

    assert(
      property(kafkas, name, (watched, brokerName) => {
        const all = [...own(watched, watched.clusterName), ...own({ brokerName }, brokerName)];
        return all.length >= 9 && all.every((its) => its);
      }),
    );
  });
});

describe('what is wrong', () => {
  test.each<readonly [string, Watched]>([
    ['[aws-alarm-brokers-uncounted] brokers is 0', { ...express, brokers: 0 }],
    ['[aws-alarm-brokers-uncounted] brokers is 2.5', { ...express, brokers: 2.5 }],
    ['[aws-alarm-brokers-uncounted] brokers is Infinity', { ...express, brokers: Number.POSITIVE_INFINITY }],
    ['[aws-alarm-group-unseen] reads.0.group is a:b', { ...express, reads: [{ group: 'a:b', topic: 'clicks' }] }],
    ['[aws-alarm-group-unseen] reads.0.group is grün', { ...express, reads: [{ group: 'grün', topic: 'clicks' }] }],
    ['[aws-alarm-unknown] thresholds.disk is 70', { ...express, thresholds: { disk: 70 } }],
    ['[aws-alarm-threshold-no-number] thresholds.cpu is NaN', { ...express, thresholds: { cpu: Number.NaN } }],
  ])('%s', (message, watched) => {
    expect(problems(watched)).toContain(message);
  });
});
