import type { KafkaOptions } from '../../../lib/kafka/options';
import { checkKafka, kafkaRules } from '../../../lib/kafka/rules';
import { resolveKafka } from '../../../lib/kafka/settings';

const threeZones = { zones: 3, podKnowsZone: false };
const problems = (options: KafkaOptions, placement = threeZones) =>
  checkKafka(resolveKafka('kafka', options), placement);

/** For each rule: options that trip it, where it says so, and the words that tell what to do. */
const trips: Readonly<
  Record<string, readonly [options: KafkaOptions, path: string, fix: string, placement?: typeof threeZones]>
> = {
  'kafka-copies-too-few': [
    { topics: { clicks: { replicationFactor: 2 } } },
    'kafka.topics.clicks.replicationFactor',
    'use at least 3',
  ],
  'kafka-copies-exceed-brokers': [
    { topics: { clicks: { replicationFactor: 5 } } },
    'kafka.topics.clicks.replicationFactor',
    'use at most 3',
  ],
  'kafka-min-insync-too-low': [{ minInsyncReplicas: 1 }, 'kafka.minInsyncReplicas', 'use 2'],
  'kafka-min-insync-blocks-restart': [
    { topics: { clicks: { minInsyncReplicas: 3 } } },
    'kafka.topics.clicks.minInsyncReplicas',
    'use 2',
  ],
  'kafka-min-insync-missing-on-controllers': [
    { brokerProperties: { 'min.insync.replicas': '3' } },
    'kafka.brokerProperties.min.insync.replicas',
    'set minInsyncReplicas',
  ],
  'kafka-flush-missing': [
    { durability: 'survives-power-loss', logFlushIntervalMessages: 100 },
    'kafka.logFlushIntervalMessages',
    'use 1',
  ],
  'kafka-topic-promises-more-than-cluster': [
    { durability: 'survives-node-loss', topics: { clicks: { durability: 'survives-zone-loss' } } },
    'kafka.topics.clicks.durability',
    'give the cluster survives-zone-loss',
  ],
  'kafka-unclean-election': [{ uncleanLeaderElectionEnable: true }, 'kafka.uncleanLeaderElectionEnable', 'remove it'],
  'kafka-auto-create-topics': [{ autoCreateTopicsEnable: true }, 'kafka.autoCreateTopicsEnable', 'remove it'],
  'kafka-even-controllers': [{ controllers: 4 }, 'kafka.controllers', 'use 3 or 5'],
  'kafka-controllers-too-few': [{ controllers: 1 }, 'kafka.controllers', 'use 3'],
  'kafka-zone-unknown': [{ brokers: 6 }, 'kafka.brokers', 'use 3 brokers'],
  'kafka-zones-too-few': [{}, 'kafka.durability', 'use 3 zones', { zones: 2, podKnowsZone: true }],
  'kafka-heartbeat-too-slow': [
    { brokerHeartbeatIntervalMs: 3_000 },
    'kafka.brokerHeartbeatIntervalMs',
    'use at most 2000',
  ],
  'kafka-heap-starves-page-cache': [{ heapMiB: 7_000 }, 'kafka.heapMiB', 'use at most 4096'],
  'kafka-plaintext-clients': [
    { clientSecurityProtocol: 'SASL_PLAINTEXT' },
    'kafka.clientSecurityProtocol',
    'use SASL_SSL',
  ],
  'kafka-image-not-pinned': [{ image: 'apache/kafka:latest' }, 'kafka.image', 'name a version'],
  'kafka-stop-grace-too-short': [{ stopGraceSeconds: 30 }, 'kafka.stopGraceSeconds', 'use at least 60'],
  'kafka-version-too-old': [{ image: 'apache/kafka:4.2.0' }, 'kafka.image', 'use 4.2.1 or later'],
  'kafka-property-is-the-kits': [
    { brokerProperties: { 'log.dirs': '/tmp/x' } },
    'kafka.brokerProperties.log.dirs',
    'remove it',
  ],
  'kafka-property-has-a-knob': [
    { brokerProperties: { 'num.io.threads': '2' } },
    'kafka.brokerProperties.num.io.threads',
    'use kafka.numIoThreads',
  ],
};

test('every rule has a case here', () => {
  expect(Object.keys(trips).sort()).toEqual(kafkaRules.map(({ id }) => id).sort());
});

test.each(['development', 'survives-node-loss', 'survives-zone-loss', 'survives-power-loss'] as const)(
  '%s by itself breaks no rule',
  (durability) => {
    expect(problems({ durability, topics: { clicks: {} } })).toEqual([]);
  },
);

describe.each(Object.entries(trips))('%s', (id, [options, path, fix, placement]) => {
  test(`refuses ${JSON.stringify(options)}`, () => {
    const found = problems(options, placement).find((problem) => problem.rule === id && problem.path === path);
    expect(found?.fix).toContain(fix);
  });

  test('is quiet about the defaults', () => {
    expect(problems({ topics: { clicks: {} } }).map(({ rule }) => rule)).not.toContain(id);
  });
});

test('kafka-zone-unknown is quiet where a pod knows its zone', () => {
  expect(problems({ brokers: 6 }, { zones: 3, podKnowsZone: true })).toEqual([]);
});
