import { CfnParameter, Stack } from 'aws-cdk-lib/core';
import { WatchStack } from '../../../../lib/aws/stacks/watch-stack';
import { MessagingDashboard } from '../../../../lib/aws/watch/messaging-dashboard';
import { rowsOf, subjectsOf, type Watched } from '../../../../lib/aws/watch/watched';
import { awsApp, propertiesOf, templateOf } from '../../../support/aws';

type Cell =
  string | { readonly expression?: string; readonly label?: string; readonly id?: string; readonly visible?: boolean };
interface Widget {
  readonly width: number;
  readonly y: number;
  readonly properties: {
    readonly title: string;
    readonly metrics: readonly (readonly Cell[])[];
    readonly annotations?: { readonly horizontal: readonly { readonly value: number; readonly label: string }[] };
  };
}

/** A text whose unknown parts, such as the region, are put together when it is deployed. */
interface Joined {
  readonly 'Fn::Join': readonly [string, readonly (string | { readonly Ref: string })[]];
}

function widgets(watched: Watched): readonly Widget[] {
  const stack = new Stack(awsApp(), 'Watch');
  new MessagingDashboard(stack, 'Shop', { watched });
  const [its] = Object.values(
    propertiesOf<{ readonly DashboardBody: Joined }>(templateOf(stack), 'AWS::CloudWatch::Dashboard'),
  );
  const parts = its?.DashboardBody['Fn::Join'][1] ?? [];
  const body = parts.map((part) => (typeof part === 'string' ? part : part.Ref)).join('');
  return (JSON.parse(body) as { readonly widgets: readonly Widget[] }).widgets;
}

const reads = [
  { group: 'orders', topic: 'clicks' },
  { group: 'fraud', topic: 'clicks' },
];
const brokers: readonly (readonly [string, Watched])[] = [
  ['express brokers', { clusterName: 'shop', tier: 'express', brokers: 3, reads }],
  ['standard brokers', { clusterName: 'shop', tier: 'standard', brokers: 3, reads }],
  ['Amazon MQ', { brokerName: 'shop' }],
  ['workloads', { ecsCluster: 'shop', services: ['web', 'till'] }],
];

describe('MessagingDashboard', () => {
  test.each(brokers)(
    'of %s draws what each alarm looks at, once for all that it is about, and the line',
    (_, watched) => {
      const drawn = widgets(watched);

      for (const row of rowsOf(watched)) {
        const its = drawn.find(({ properties }) => properties.title === `${row.title} (${row.unit})`);
        const text = JSON.stringify(its?.properties.metrics);
        const metrics = 'of' in row.figure ? Object.values(row.figure.of) : [row.figure];
        for (const { metric } of metrics) expect(text).toContain(metric);
        for (const { label } of subjectsOf(watched, row.per)) expect(text).toContain(`"label":"${label}"`);
        if (row.comparison === 'unusual') expect(text).toContain(`ANOMALY_DETECTION_BAND(line, ${row.threshold})`);
        else expect(its?.properties.annotations?.horizontal.map(({ value }) => value)).toEqual([row.threshold]);
      }
    },
  );

  test('draws one line for each broker, and says when the alarm goes off', () => {
    const disk = widgets(brokers[1]![1]).find(({ properties }) => properties.title === 'Volumes (percent)');

    expect(disk?.properties.metrics.map((cells) => cells.filter((its) => typeof its === 'string'))).toEqual([
      ['AWS/Kafka', 'KafkaDataLogsDiskUsed', 'Broker ID', '1', 'Cluster Name', 'shop'],
      ['AWS/Kafka', 'KafkaDataLogsDiskUsed', 'Broker ID', '2', 'Cluster Name', 'shop'],
      ['AWS/Kafka', 'KafkaDataLogsDiskUsed', 'Broker ID', '3', 'Cluster Name', 'shop'],
    ]);
    expect(disk?.properties.annotations?.horizontal).toEqual([
      { yAxis: 'left', value: 85, color: '#d62728', label: 'alarm: at least 85 percent for 5 minutes' },
    ]);
  });

  test('draws sums of several brokers in one graph', () => {
    const cpu = widgets(brokers[0]![1]).find(({ properties }) => properties.title === 'CPU (percent)');
    const expressions = cpu?.properties.metrics.flat().filter((its) => typeof its === 'object' && its.expression);

    expect(expressions).toEqual([
      expect.objectContaining({ expression: 'user1 + system1', label: 'broker 1' }),
      expect.objectContaining({ expression: 'user2 + system2', label: 'broker 2' }),
      expect.objectContaining({ expression: 'user3 + system3', label: 'broker 3' }),
    ]);
  });

  test.each(brokers)('of %s stands in rows of two, without holes', (_, watched) => {
    const drawn = widgets(watched);

    expect(drawn.map(({ width }) => width)).toEqual(drawn.map(() => 12));
    expect(drawn.map(({ y }) => y)).toEqual(drawn.map((__, index) => 6 * Math.floor(index / 2)));
  });

  test('leaves out the lag where nobody reads', () => {
    const titles = widgets({ clusterName: 'shop', tier: 'express', brokers: 3 }).map(
      ({ properties }) => properties.title,
    );

    expect(titles).toContain('Bytes in, a second');
    expect(titles).not.toContain('Time to catch up (seconds)');
  });

  test('takes a name that is known only once it is deployed', () => {
    const stack = new Stack(awsApp(), 'Watch');
    const clusterName = new CfnParameter(stack, 'Name').valueAsString;
    new MessagingDashboard(stack, 'Shop', { watched: { clusterName, tier: 'standard', brokers: 3, reads } });

    expect(JSON.stringify(templateOf(stack).toJSON())).toContain('{"Ref":"Name"}');
  });

  test('is called after its stack, where names of brokers may not be legal', () => {
    const stack = new WatchStack(awsApp(), 'ShopWatch', {
      kafka: { clusterName: 'shop', tier: 'express', brokers: 3 },
      rabbitmq: { brokerName: 'shop~1' },
      workloads: { ecsCluster: 'shop', services: ['web'] },
    });
    const dashboards = propertiesOf<{ readonly DashboardName: string }>(
      templateOf(stack),
      'AWS::CloudWatch::Dashboard',
    );

    expect(Object.values(dashboards).map(({ DashboardName }) => DashboardName)).toEqual([
      'ShopWatch-Kafka',
      'ShopWatch-RabbitMq',
      'ShopWatch-Workloads',
    ]);
  });
});
