import type { AlarmRow } from './alarm-row';

const guide = 'https://docs.aws.amazon.com/amazon-mq/latest/developer-guide';
const figures = `${guide}/rabbitmq-logging-monitoring.html`;

const rows = [
  {
    name: 'silent',
    title: 'Limit of memory, which a broker always has',
    per: 'cluster',
    figure: { metric: 'RabbitMQMemLimit', statistic: 'Maximum' },
    comparison: '<',
    threshold: 1,
    unit: 'bytes',
    periodSeconds: 60,
    periods: 15,
    silence: 'alarm',
    meaning: 'the broker has told nothing for a quarter of an hour, so no other alarm can be trusted',
    todo: 'look at the state of the broker in the console, and ask AWS Support when it is not RUNNING',
    see: figures,
    ours: true,
  },
  {
    name: 'memory',
    title: 'Memory of what the broker may use',
    per: 'cluster',
    // The sums of all nodes, both: they are nearly alike, since every quorum queue has a member on each of them.
    figure: {
      expression: '100 * used / allowed',
      of: {
        used: { metric: 'RabbitMQMemUsed', statistic: 'Average' },
        allowed: { metric: 'RabbitMQMemLimit', statistic: 'Average' },
      },
    },
    comparison: '>',
    threshold: 80,
    unit: 'percent',
    periodSeconds: 60,
    periods: 5,
    silence: 'fine',
    meaning: 'at 100 percent the whole cluster takes no message any more',
    todo: 'let consumers catch up or run more of them, close idle connections, then take larger nodes',
    see: `${guide}/rmq-broker-instance-types.html`,
    ours: true,
  },
  {
    name: 'disk',
    title: 'Free disk of the fullest node',
    per: 'cluster',
    figure: { metric: 'RabbitMQDiskFree', worstNode: 'MIN' },
    comparison: '<',
    // Twice what a node of a cluster must have free.
    threshold: 4 * 1024 ** 3,
    unit: 'bytes',
    periodSeconds: 60,
    periods: 1,
    silence: 'fine',
    meaning: 'once a single node has less than 2 GiB free, the whole cluster takes no message any more',
    todo: 'let consumers catch up; then raise aws.rabbitMqStorageSize (storageSize in code), deploy and restart the nodes, which AWS does not once they have less than 2 GiB',
    see: `${guide}/troubleshooting-action-required-codes-disk-limit-alarm.html`,
    ours: true,
  },
  {
    name: 'cpu',
    title: 'CPU of the busiest node',
    per: 'cluster',
    figure: { metric: 'SystemCpuUtilization', worstNode: 'MAX' },
    comparison: '>',
    threshold: 80,
    unit: 'percent',
    periodSeconds: 60,
    periods: 15,
    silence: 'fine',
    meaning: 'confirms come late, and two nodes could not do the work of three',
    todo: 'look for queues whose leaders sit on one node and for clients that reconnect all the time, then take larger nodes',
    see: figures,
    ours: true,
  },
  {
    name: 'backlog',
    title: 'Messages that wait',
    per: 'cluster',
    figure: { metric: 'MessageReadyCount', statistic: 'Maximum' },
    comparison: '>',
    threshold: 100_000,
    unit: 'messages',
    periodSeconds: 60,
    periods: 15,
    silence: 'fine',
    meaning:
      'consumers fall behind, and a queue that is full takes no message any more; dead letters that nobody has put back count too',
    todo: 'find the queue in the console of RabbitMQ, run more of its consumers, or put its dead letters back',
    see: figures,
    ours: true,
  },
  {
    name: 'no-consumer',
    title: 'Messages that wait while nobody consumes',
    per: 'cluster',
    figure: {
      expression: 'IF(consumers < 1, ready, 0)',
      of: {
        consumers: { metric: 'ConsumerCount', statistic: 'Maximum' },
        ready: { metric: 'MessageReadyCount', statistic: 'Maximum' },
      },
    },
    comparison: '>',
    threshold: 0,
    unit: 'messages',
    periodSeconds: 60,
    periods: 10,
    silence: 'fine',
    meaning: 'messages wait and not a single consumer is connected',
    todo: 'look whether the consumers run, and whether they still reach and may enter the broker',
    see: figures,
    ours: true,
  },
] as const satisfies readonly AlarmRow[];

export type AmazonMqAlarm = (typeof rows)[number]['name'];

/** Every alarm of a broker of Amazon MQ. RabbitMQ 4 has no figures of single queues in CloudWatch, so none is about one queue. */
export const amazonMqAlarms: readonly (AlarmRow & { readonly name: AmazonMqAlarm })[] = rows;
