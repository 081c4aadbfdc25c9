import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Per, Reading } from './alarm-row';
import { metricOf } from './figure-metric';
import { byKind, subjectsOf, type Subject, type Watched } from './watched';

/** What is worth a look and no alarm: no number of it is wrong by itself. */
interface GraphRow {
  readonly title: string;
  readonly per: Per;
  readonly readings: readonly Reading[];
}

const average = (metric: string): Reading => ({ metric, statistic: 'Average' });
const highest = (metric: string): Reading => ({ metric, statistic: 'Maximum' });

/** @see https://docs.aws.amazon.com/msk/latest/developerguide/metrics-details.html */
const mskGraphs: readonly GraphRow[] = [
  { title: 'Bytes in, a second', per: 'broker', readings: [average('BytesInPerSec')] },
  { title: 'Bytes out, a second', per: 'broker', readings: [average('BytesOutPerSec')] },
  { title: 'Time to store what was sent (milliseconds)', per: 'broker', readings: [average('ProduceTotalTimeMsMean')] },
  { title: 'Connections', per: 'broker', readings: [highest('ConnectionCount')] },
];

/** @see https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/rabbitmq-logging-monitoring.html */
const amazonMqGraphs: readonly GraphRow[] = [
  {
    title: 'Messages published, confirmed and acknowledged, a second',
    per: 'cluster',
    readings: [average('PublishRate'), average('ConfirmRate'), average('AckRate')],
  },
  {
    title: 'Messages that wait, and that somebody works on',
    per: 'cluster',
    readings: [highest('MessageReadyCount'), highest('MessageUnacknowledgedCount')],
  },
  {
    title: 'Connections and consumers',
    per: 'cluster',
    readings: [highest('ConnectionCount'), highest('ConsumerCount')],
  },
];

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-metrics-ECS.html */
const workloadGraphs: readonly GraphRow[] = [
  { title: 'CPU of all tasks (1/1024 of a core)', per: 'workload', readings: [average('CpuUtilized')] },
  { title: 'Memory of all tasks (MiB)', per: 'workload', readings: [average('MemoryUtilized')] },
];

export interface Graph {
  readonly title: string;
  readonly lines: readonly IMetric[];
}

const minute = 60;

/** The graphs of a broker that no alarm stands behind. */
export const graphsOf = (watched: Watched): readonly Graph[] =>
  byKind(watched, { kafka: () => mskGraphs, rabbitmq: () => amazonMqGraphs, workloads: () => workloadGraphs }).map(
    ({ title, per, readings }) => ({
      title,
      lines: readings.flatMap((reading) =>
        subjectsOf(watched, per).map((its, index) =>
          metricOf(watched, reading, named(its, reading, readings), minute, index),
        ),
      ),
    }),
  );

/** Several figures of one subject are told apart by what they are, one figure of several subjects by whose it is. */
const named = (subject: Subject, { metric }: Reading, { length }: readonly Reading[]): Subject =>
  length === 1 ? subject : { ...subject, label: metric };
