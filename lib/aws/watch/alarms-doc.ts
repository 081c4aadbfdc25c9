import { kafkaTiers } from '../../plan/aws-options';
import { markdownTable } from '../../plan/markdown';
import { conditionText, figureText, type AlarmRow } from './alarm-row';
import { amazonMqAlarms } from './amazon-mq-alarms';
import { mskAlarms } from './msk-alarms';
import { workloadAlarms } from './workload-alarms';

const hosts: Readonly<Record<string, string>> = {
  'https://docs.aws.amazon.com/': "AWS's guide",
  'https://github.com/aws/': "AWS's list of alarms",
};

function source({ see, ours }: AlarmRow): string {
  const name = Object.entries(hosts).find(([start]) => see.startsWith(start))?.[1] ?? see;
  return `[${name}](${see})${ours ? '; the number is ours' : ''}`;
}

function table(rows: readonly AlarmRow[]): string {
  return markdownTable(
    ['alarm', 'one for each', 'goes off', 'without figures', 'means', 'do', 'source'],
    rows.map((row) => [
      `\`${row.name}\``,
      row.per,
      `\`${figureText(row.figure)}\` ${conditionText(row)}${row.level === 'PER_BROKER' ? ' (`PER_BROKER`)' : ''}`,
      row.silence === 'alarm' ? 'goes off' : 'stays quiet',
      row.meaning,
      row.todo,
      source(row),
    ]),
  );
}

/** `docs/aws-alarms.md`: every alarm of every kind of broker, from the tables that the alarms are made of. */
export function alarmsDoc(): string {
  const parts = [
    '<!-- Written from lib/aws/watch/msk-alarms.ts, amazon-mq-alarms.ts and workload-alarms.ts. Change the tables there. -->',
    '# Alarms on AWS',
    'The stack `…Watch` has the alarms below and dashboards, one for each broker and one for the workloads, which draw the same figures and lines. It is a\n' +
      'stack of its own: it knows brokers and workloads by name alone, so that another threshold or one more consumer group never updates what holds data.',
    'Who is told: the SNS topic that `aws.alarmTopicArn` names. Its policy, and that of its key, must let `cloudwatch.amazonaws.com` in. Without\n' +
      'that key the stack makes a topic, encrypted and through TLS only, that **nobody listens to yet**; its ARN is the output `AlarmTopicArn`:',
    '```sh\naws sns subscribe --topic-arn … --protocol email --notification-endpoint team@shop.example\n```',
    '`npx cdk deploy --exclusively ShopWatch` deploys the alarms alone; without that word CDK looks after brokers and workloads first.',
    'In TypeScript (`WatchStack`, `Alarms`, `MessagingDashboard` of `brokerkit/aws`) brokers that were made elsewhere can be watched too, and\n' +
      "`thresholds: { 'lag-records': 50_000 }` moves a line.",
    'Alarms, dashboards and the figures of the level `PER_BROKER` are paid for. On a cluster of the level `DEFAULT` those figures are absent, and\n' +
      'their alarms stay quiet for ever.',
    ...kafkaTiers.flatMap((tier) => [`## Amazon MSK, ${tier} brokers`, table(mskAlarms[tier])]),
    'Express brokers tell nothing of copies, volumes and memory of Java: the service sees to those. Consumer groups are those of the\n' +
      "workloads' rights. A group whose name has a colon, or a letter beyond ASCII, has no figures, and is refused.",
    '## Amazon MQ, RabbitMQ',
    table(amazonMqAlarms),
    'RabbitMQ 4 on Amazon MQ has no figures of single queues in CloudWatch: `backlog` is about all of them together. The memory is that of all\n' +
      'nodes together, since what a node may use depends on its size; disk and CPU are those of the node that is worst off.',
    '## Workloads on Fargate',
    table(workloadAlarms),
    'A workload with `replicas: 0` has no alarm. Figures come a few minutes after the first task: until then, and while a workload is taken away,\n' +
      'its alarm may go off.',
  ];
  return `${parts.join('\n\n')}\n`;
}
