import { conditionText, figureText, type AlarmRow, type Figure } from '../../../../lib/aws/watch/alarm-row';
import { alarmsDoc } from '../../../../lib/aws/watch/alarms-doc';
import { amazonMqAlarms } from '../../../../lib/aws/watch/amazon-mq-alarms';
import { mskAlarms } from '../../../../lib/aws/watch/msk-alarms';
import { readsOf, servicesOf } from '../../../../lib/aws/watch/watched';
import { workloadAlarms } from '../../../../lib/aws/watch/workload-alarms';

const told = (rows: readonly AlarmRow[]): readonly string[] =>
  rows.map((row) => {
    const silence = row.silence === 'alarm' ? ', or silence' : '';
    return `${row.name}, each ${row.per}: ${figureText(row.figure)} ${conditionText(row)}${silence}`;
  });

const metricsOf = (figure: Figure): readonly string[] =>
  'of' in figure ? Object.values(figure.of).map(({ metric }) => metric) : [figure.metric];

const statisticsOf = (figure: Figure): readonly string[] => {
  if ('of' in figure) return Object.values(figure.of).map(({ statistic }) => statistic);
  return 'statistic' in figure ? [figure.statistic] : [];
};

const tables: readonly (readonly [name: string, rows: readonly AlarmRow[]])[] = [
  ['express', mskAlarms.express],
  ['standard', mskAlarms.standard],
  ['amazon mq', amazonMqAlarms],
  ['workloads', workloadAlarms],
];

/** Metrics of the developer guides by what they are kept for; `DEFAULT` comes without asking. */
const documented: Readonly<Record<string, Readonly<Partial<Record<string, readonly string[]>>>>> = {
  express: {
    cluster: ['ActiveControllerCount', 'GlobalPartitionCount', 'GlobalTopicCount', 'StorageUsed'],
    broker: ['CpuIdle', 'CpuSystem', 'CpuUser', 'LeaderCount', 'PartitionCount', 'UserPartitionExists'],
    'broker at PER_BROKER': [
      'FetchThrottleTime',
      'IAMNumberOfConnectionRequests',
      'IAMTooManyConnections',
      'NetworkProcessorAvgIdlePercent',
      'ProduceThrottleTime',
      'RequestHandlerAvgIdlePercent',
    ],
    'consumer group and topic': ['EstimatedMaxTimeLag', 'MaxOffsetLag', 'RollingEstimatedTimeLagMax', 'SumOffsetLag'],
  },
  standard: {
    cluster: ['ActiveControllerCount', 'GlobalPartitionCount', 'GlobalTopicCount', 'OfflinePartitionsCount'],
    broker: [
      'CpuSystem',
      'CpuUser',
      'HeapMemoryAfterGC',
      'KafkaDataLogsDiskUsed',
      'TrafficShaping',
      'UnderMinIsrPartitionCount',
      'UnderReplicatedPartitions',
    ],
    'broker at PER_BROKER': ['FetchThrottleTime', 'IAMTooManyConnections', 'ProduceThrottleTime'],
    'consumer group and topic': ['EstimatedMaxTimeLag', 'MaxOffsetLag', 'SumOffsetLag'],
  },
  'amazon mq': {
    cluster: [
      'ConsumerCount',
      'MessageReadyCount',
      'RabbitMQDiskFree',
      'RabbitMQMemLimit',
      'RabbitMQMemUsed',
      'SystemCpuUtilization',
    ],
  },
  workloads: { workload: ['CpuUtilized', 'DesiredTaskCount', 'MemoryUtilized', 'RunningTaskCount'] },
};

describe('the alarms', () => {
  test('of express brokers are these', () => {
    expect(told(mskAlarms.express)).toEqual([
      'no-controller, each cluster: ActiveControllerCount (Maximum) below 1 controller in each of 5 minutes, or silence',
      'cpu, each broker: CpuUser + CpuSystem (Average) above 60 percent for 5 minutes',
      'iam-connections, each broker: IAMTooManyConnections (Sum) above 0 connections for 5 minutes',
      'lag-time, each consumer group and topic: EstimatedMaxTimeLag (Maximum) above 300 seconds in each of 15 minutes',
      'lag-records, each consumer group and topic: MaxOffsetLag (Maximum) above 10,000 records in each of 15 minutes',
      'produce-throttled, each broker: ProduceThrottleTime (Average) above 0 milliseconds for 5 minutes',
      'fetch-throttled, each broker: FetchThrottleTime (Average) above 0 milliseconds for 5 minutes',
      'storage, each cluster: StorageUsed (Maximum) off the usual by more than 2 standard deviations in each of 3 x 5 minutes',
    ]);
  });

  test('of standard brokers are these', () => {
    expect(told(mskAlarms.standard)).toEqual([
      'offline-partitions, each cluster: OfflinePartitionsCount (Maximum) above 0 partitions for a minute',
      'under-min-isr, each broker: UnderMinIsrPartitionCount (Maximum) at least 1 partition for a minute',
      'under-replicated, each broker: UnderReplicatedPartitions (Maximum) above 0 partitions in each of 15 minutes',
      'disk, each broker: KafkaDataLogsDiskUsed (Maximum) at least 85 percent for 5 minutes',
      'heap, each broker: HeapMemoryAfterGC (Average) above 60 percent in each of 3 x 5 minutes',
      'no-controller, each cluster: ActiveControllerCount (Maximum) below 1 controller in each of 5 minutes, or silence',
      'cpu, each broker: CpuUser + CpuSystem (Average) above 60 percent for 5 minutes',
      'iam-connections, each broker: IAMTooManyConnections (Sum) above 0 connections for 5 minutes',
      'lag-time, each consumer group and topic: EstimatedMaxTimeLag (Maximum) above 300 seconds in each of 15 minutes',
      'lag-records, each consumer group and topic: MaxOffsetLag (Maximum) above 10,000 records in each of 15 minutes',
    ]);
  });

  test('of Amazon MQ are these', () => {
    expect(told(amazonMqAlarms)).toEqual([
      'silent, each cluster: RabbitMQMemLimit (Maximum) below 1 byte in each of 15 minutes, or silence',
      'memory, each cluster: 100 * RabbitMQMemUsed / RabbitMQMemLimit (Average) above 80 percent in each of 5 minutes',
      'disk, each cluster: MIN(RabbitMQDiskFree) of the nodes below 4 GiB for a minute',
      'cpu, each cluster: MAX(SystemCpuUtilization) of the nodes above 80 percent in each of 15 minutes',
      'backlog, each cluster: MessageReadyCount (Maximum) above 100,000 messages in each of 15 minutes',
      'no-consumer, each cluster: IF(ConsumerCount < 1, MessageReadyCount, 0) (Maximum) above 0 messages in each of 10 minutes',
    ]);
  });

  test('of workloads is this: ECS tells nothing of a service whose last task is gone', () => {
    expect(told(workloadAlarms)).toEqual([
      'tasks, each workload: DesiredTaskCount - RunningTaskCount (Maximum, Minimum) above 0 tasks in each of 10 minutes, or silence',
    ]);
  });

  test.each(tables)('of %s look at metrics that exist there, at the level that they say', (name, rows) => {
    const missing = rows.flatMap(({ name: row, per, level, figure }) => {
      const known = documented[name]?.[level === 'PER_BROKER' ? `${per} at PER_BROKER` : per] ?? [];
      return metricsOf(figure)
        .filter((metric) => !known.includes(metric))
        .map((metric) => `${row}: ${metric}`);
    });

    expect(missing).toEqual([]);
  });

  test('of express brokers leave out what the service sees to itself', () => {
    const metrics = mskAlarms.express.flatMap(({ figure }) => metricsOf(figure));

    for (const absent of [
      'UnderReplicatedPartitions',
      'UnderMinIsrPartitionCount',
      'OfflinePartitionsCount',
      'KafkaDataLogsDiskUsed',
      'HeapMemoryAfterGC',
    ]) {
      expect(metrics).not.toContain(absent);
    }
  });

  test('never average what one controller tells and the others do not, nor a lag', () => {
    const oneTells = /^(ActiveController|OfflinePartitions|GlobalPartition|GlobalTopic)Count$|Lag$/;
    const rows = tables.flatMap(([, its]) => its).filter(({ figure }) => oneTells.test(metricsOf(figure)[0] ?? ''));

    expect(new Set(rows.flatMap(({ figure }) => statisticsOf(figure)))).toEqual(new Set(['Maximum']));
    expect(rows).toHaveLength(7);
  });

  test.each(tables)('of %s have names of their own, and say what to do', (_, rows) => {
    expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length);
    const doc = alarmsDoc();
    for (const { name, todo, meaning, see } of rows) {
      expect(doc).toMatch(new RegExp(`^\\| \`${name}\` `, 'm'));
      expect(doc).toContain(todo);
      expect(doc).toContain(meaning);
      expect(doc).toContain(`](${see})`);
    }
  });
});

describe('who reads what', () => {
  test('is what the rights of the workloads say, each pair once', () => {
    expect(
      readsOf({
        orders: { program: 'kafka-consumer', kafka: { consume: ['clicks', 'alerts'] } },
        'orders-too': { program: 'kafka-consumer', kafka: { consume: ['clicks'], group: 'orders' } },
        producer: { program: 'kafka-producer', kafka: { produce: ['clicks'] } },
      }),
    ).toEqual([
      { group: 'orders', topic: 'clicks' },
      { group: 'orders', topic: 'alerts' },
    ]);
  });
});

describe('which workloads are watched', () => {
  test('are those that should have a task', () => {
    const program = 'kafka-producer';

    expect(servicesOf({ web: { program }, resting: { program, replicas: 0 }, till: { program, replicas: 3 } })).toEqual(
      ['web', 'till'],
    );
  });
});
