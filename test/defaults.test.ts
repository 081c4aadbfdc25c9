import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { profileNames } from '../lib/durability/profiles';
import type { ProfileName } from '../lib/durability/profile';
import { kafkaKnobs } from '../lib/kafka/knobs';
import { topicKnobs } from '../lib/kafka/knobs-topic';
import type { KafkaOptions, TopicOptions } from '../lib/kafka/options';
import { resolveKafka, type KafkaSettings, type TopicSettings } from '../lib/kafka/settings';
import { awsDefaults } from '../lib/plan/aws-options';
import { workloadDefaults } from '../lib/plan/options';
import { planMessaging } from '../lib/plan/plan';
import { rabbitMqKnobs } from '../lib/rabbitmq/knobs';
import { queueKnobs } from '../lib/rabbitmq/knobs-queue';
import type { QueueOptions, RabbitMqOptions } from '../lib/rabbitmq/options';
import { resolveRabbitMq, type QueueSettings, type RabbitMqSettings } from '../lib/rabbitmq/settings';
import { knobDocstrings, optionDocstrings, type Docstring } from '../scripts/docstrings';

const lib = join(__dirname, '..', 'lib');
const rowsIn = (broker: 'kafka' | 'rabbitmq'): readonly Docstring[] =>
  readdirSync(join(lib, broker))
    .filter((file) => file.startsWith('knobs-'))
    .flatMap((file) => knobDocstrings(join(lib, broker, file)).map((row) => ({ ...row, id: `${broker} ${row.id}` })));
const kafkaRows = rowsIn('kafka');
const rabbitMqRows = rowsIn('rabbitmq');
const rows = [...kafkaRows, ...rabbitMqRows];
const optionsIn = (folder: string, file = 'options'): readonly Docstring[] =>
  optionDocstrings(join(lib, folder, `${file}.ts`));
const options = [
  ...optionsIn('kafka'),
  ...optionsIn('rabbitmq'),
  ...optionsIn('plan'),
  ...optionsIn('plan', 'aws-options'),
];

const kafka = (its: KafkaOptions): KafkaSettings => resolveKafka('kafka', its);
const topic = (its: TopicOptions, cluster: KafkaOptions = {}): TopicSettings =>
  kafka({ ...cluster, topics: { clicks: its } }).topics[0]!;
const rabbitMq = (its: RabbitMqOptions): RabbitMqSettings => resolveRabbitMq('rabbitmq', its);
const queue = (its: QueueOptions, cluster: RabbitMqOptions = {}): QueueSettings =>
  rabbitMq({ ...cluster, queues: { payment: its } }).queues[0]!;

/** What the code makes of options that say nothing, by table and interface. */
function resolved(doc: Docstring, durability?: ProfileName): unknown {
  const cluster = durability === undefined ? {} : { durability };
  const kafkaCluster = {
    ...kafka(cluster),
    durability: kafka(cluster).profile.name,
    brokers: kafka(cluster).size.nodes,
  };
  const nodes = {
    ...rabbitMq(cluster),
    durability: rabbitMq(cluster).profile.name,
    nodes: rabbitMq(cluster).size.nodes,
  };
  const binding = queue({ bindings: [{ exchange: 'orders' }] }).bindings[0];
  const subjects: Readonly<Record<string, unknown>> = {
    KafkaOptions: kafkaCluster,
    TopicOptions: topic({}, cluster),
    topicKnobs: topic({}, cluster),
    RabbitMqOptions: nodes,
    QueueOptions: queue({}, cluster),
    queueKnobs: queue({}, cluster),
    ExchangeOptions: rabbitMq({ exchanges: { orders: {} } }).exchanges[0],
    BindingOptions: binding,
    WorkloadOptions: workloadDefaults,
    MessagingOptions: {
      durability: planMessaging({ name: 'shop', ...cluster, kafka: {} }).kafka?.settings.profile.name,
    },
    AwsOptions: awsDefaults,
  };
  const broker = kafkaRows.includes(doc) ? kafkaCluster : rabbitMqRows.includes(doc) ? nodes : undefined;
  const subject = subjects[doc.owner] ?? broker;
  if (subject === undefined) throw new Error(`tell this test what ${doc.owner} is resolved to`);
  return (subject as Readonly<Record<string, unknown>>)[doc.name];
}

/** `'quorum'`, `6`, `{ cpu: 2, memory: '8Gi' }` → the value. Throws for words. */
const literal = (text: string): unknown => JSON.parse(JSON.stringify(runInNewContext(`(${text})`))) as unknown;

const perProfile = /^- from the profile: /;
const formOf = ({ tags: { default: text = '' } }: Docstring): 'literal' | 'profile' | 'words' =>
  perProfile.test(text) ? 'profile' : text.startsWith('- ') ? 'words' : 'literal';
const inForm = (docs: readonly Docstring[], form: ReturnType<typeof formOf>): [string, Docstring][] =>
  docs.filter((doc) => formOf(doc) === form).map((doc) => [`${doc.id}: ${doc.tags['default'] ?? ''}`, doc]);

/** Every default of a row that is told in words: cases, and what the code must make of them. */
const words: Readonly<Record<string, readonly (readonly [is: unknown, wanted: unknown])[]>> = {
  "kafka capacityKnobs.heapMiB: - half of the broker's memory, at most 6144": [
    [kafka({ resources: { cpu: 2, memory: '5Gi' } }).heapMiB, 2_560],
    [kafka({ resources: { cpu: 2, memory: '12Gi' } }).heapMiB, 6_144],
    [kafka({ resources: { cpu: 2, memory: '64Gi' } }).heapMiB, 6_144],
  ],
  'kafka capacityKnobs.numRecoveryThreadsPerDataDir: - the cores of the broker, at least 2': [
    [kafka({ resources: { cpu: 0.5, memory: '8Gi' } }).numRecoveryThreadsPerDataDir, 2],
    [kafka({ resources: { cpu: 7.5, memory: '8Gi' } }).numRecoveryThreadsPerDataDir, 7],
  ],
  "kafka topicKnobs.minInsyncReplicas: - the cluster's; with a `durability` of its own, that profile's": [
    [topic({}, { minInsyncReplicas: 3 }).minInsyncReplicas, 3],
    [topic({ durability: 'development' }, { minInsyncReplicas: 3 }).minInsyncReplicas, 1],
  ],
  "kafka topicKnobs.retention: - the cluster's `logRetention`": [[topic({}, { logRetention: '3d' }).retention, '3d']],
  "kafka topicKnobs.maxMessageBytes: - the cluster's `messageMaxBytes`": [
    [topic({}, { messageMaxBytes: 2_048 }).maxMessageBytes, 2_048],
  ],
  "kafka topicKnobs.flushMessages: - the cluster's `logFlushIntervalMessages`; with a `durability` of its own, that profile's":
    [
      [topic({}, { logFlushIntervalMessages: 50 }).flushMessages, 50],
      [topic({ durability: 'survives-power-loss' }, { logFlushIntervalMessages: 50 }).flushMessages, 1],
    ],
  "rabbitmq capacityKnobs.memoryHighWatermarkMiB: - 60 % of the node's memory": [
    [rabbitMq({ resources: { cpu: 2, memory: '10Gi' } }).memoryHighWatermarkMiB, 6_144],
  ],
  "rabbitmq capacityKnobs.diskFreeLimitMiB: - the memory watermark's default, at least 2048": [
    [rabbitMq({ resources: { cpu: 2, memory: '10Gi' } }).diskFreeLimitMiB, 6_144],
    [rabbitMq({ resources: { cpu: 2, memory: '1Gi' } }).diskFreeLimitMiB, 2_048],
  ],
  "rabbitmq queueKnobs.maxLengthBytes: - a tenth of the node's storage; on Amazon MQ an equal part of what its volume has room for, dead letters counted":
    [
      [queue({}, { storage: '20Gi' }).maxLengthBytes, 2 * 1_024 ** 3],
      // (10,000 - 1,000 - 3 x 512) x 0.8 / 2
      [
        resolveRabbitMq('rabbitmq', { queues: { mail: {} } }, { storageMiB: 10_000, diskFreeLimitMiB: 1_000 }).queues[0]
          ?.maxLengthBytes,
        2_985 * 1_024 ** 2,
      ],
    ],
};

describe('docstrings', () => {
  test('are read for every row of the knob tables', () => {
    const names = (docs: readonly Docstring[]): readonly string[] => docs.map(({ name }) => name).sort();

    expect(names(kafkaRows)).toEqual([...Object.keys(kafkaKnobs), ...Object.keys(topicKnobs)].sort());
    expect(names(rabbitMqRows)).toEqual([...Object.keys(rabbitMqKnobs), ...Object.keys(queueKnobs)].sort());
    expect(options.length).toBeGreaterThan(30);
  });

  test.each([...rows, ...options].map((doc) => [doc.id, doc] as const))('%s says what is the default', (_, doc) => {
    expect(doc.text).not.toBe('');
    expect(doc.tags['default']).toMatch(/./);
    expect(doc.tags['default']).not.toBe('undefined');
  });

  test.each(rows.map((row) => [row.id, row] as const))(
    '%s names the key of the broker and where to read on',
    (_, row) => {
      expect(row.text).toContain(`\`${row.key}\``);
      expect(row.tags['see']).toMatch(/documentation/);
    },
  );
});

describe('@default', () => {
  const literals = [...inForm(rows, 'literal'), ...inForm(options, 'literal')];
  const profiled = [...inForm(rows, 'profile'), ...inForm(options, 'profile')];

  test.each(literals)('is what the code resolves: %s', (_, doc) => {
    expect(resolved(doc)).toEqual(literal(doc.tags['default'] ?? ''));
  });

  test.each(profiled)('is what the code resolves under each profile: %s', (_, doc) => {
    const text = (doc.tags['default'] ?? '').replace(perProfile, '');
    const told = text.split(', ').map((part) => {
      const [name = '', value = ''] = part.split(' ');
      return [name, literal(value)];
    });

    expect(told).toEqual(profileNames.map((name) => [name, resolved(doc, name)]));
  });

  test('in words is checked for every row', () => {
    expect(
      inForm(rows, 'words')
        .map(([title]) => title)
        .sort(),
    ).toEqual(Object.keys(words).sort());
  });

  test.each(Object.entries(words))('is what the code resolves: %s', (_, cases) => {
    for (const [is, wanted] of cases) expect(is).toEqual(wanted);
  });
});
