import { problemText } from '../../../lib/durability/problem';
import { wrap } from '../../../lib/durability/wrap';
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
  'kafka-min-insync-shares-zone': [
    { brokers: 4, topics: { clicks: { replicationFactor: 4 } } },
    'kafka.topics.clicks.minInsyncReplicas',
    'use 3',
    { zones: 3, podKnowsZone: true },
  ],
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
  'kafka-selector-without-zones': [
    { replicaSelectorClass: 'RackAwareReplicaSelector' },
    'kafka.replicaSelectorClass',
    "say kubernetes.version '1.35' or later",
  ],
  'kafka-heap-starves-page-cache': [{ heapMiB: 7_000 }, 'kafka.heapMiB', 'use at most 4096'],
  'kafka-certificate-given-twice': [
    { existingSecrets: { clients: 'wildcard' }, tls: { certManager: { issuer: 'internal' } } },
    'kafka.existingSecrets.clients',
    'remove it',
  ],
  'kafka-plaintext-clients': [
    { clientSecurityProtocol: 'SASL_PLAINTEXT' },
    'kafka.clientSecurityProtocol',
    'use SASL_SSL',
  ],
  'kafka-image-not-pinned': [{ image: 'apache/kafka:latest' }, 'kafka.image', 'name a version'],
  'kafka-stop-grace-too-short': [{ stopGraceSeconds: 30 }, 'kafka.stopGraceSeconds', 'use at least 60'],
  'kafka-known-bad-version': [{ image: 'apache/kafka:4.2.0' }, 'kafka.image', 'use 4.2.1 or later'],
  'kafka-key-not-in-version': [
    { brokerProperties: { 'log.message.format.version': '3.0' } },
    'kafka.brokerProperties.log.message.format.version',
    'remove it',
  ],
  'kafka-retention-is-loss': [
    { topics: { clicks: { retention: '5m' } } },
    'kafka.topics.clicks.retention',
    'use at least 1h',
  ],
  'kafka-dead-letters-outlive-position': [
    { topics: { 'clicks.dead-letters': { retention: '31d' } } },
    'kafka.topics.clicks.dead-letters.retention',
    'use at most 43200m, or kafka.offsetsRetentionMinutes: 44640',
  ],
  // 12 partitions, 3 replicas, 10 GiB and one segment each: 396 GiB on 3 brokers, of which 85 % may be used.
  'kafka-retention-exceeds-volume': [
    { topics: { clicks: { partitions: 12, retentionBytes: 10 * 1_024 ** 3 } } },
    'kafka.storage',
    'use at least 156Gi',
  ],
  'kafka-topic-names-collide': [
    { topics: { 'clicks.raw': {}, clicks_raw: {} } },
    'kafka.topics.clicks_raw',
    'choose another name',
  ],
  'kafka-compacted-topic-ends-promise': [
    { topics: { clicks: { cleanupPolicy: 'compact', traits: ['replay'] } } },
    'kafka.topics.clicks.cleanupPolicy',
    'use delete',
  ],
  'kafka-property-is-the-kits': [
    { brokerProperties: { 'log.dirs': '/tmp/x' } },
    'kafka.brokerProperties.log.dirs',
    'remove it',
  ],
  'kafka-property-weakens': [
    { brokerProperties: { 'producer.id.expiration.ms': '1' } },
    'kafka.brokerProperties.producer.id.expiration.ms',
    'remove it',
  ],
  'kafka-property-has-a-knob': [
    { brokerProperties: { 'num.io.threads': '2' } },
    'kafka.brokerProperties.num.io.threads',
    'use kafka.numIoThreads',
  ],
};

test('every rule that is judged here has a case here', () => {
  const here = kafkaRules.filter(({ later }) => later !== true);
  expect(Object.keys(trips).sort()).toEqual(here.map(({ id }) => id).sort());
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

  test('is told in three lines of a terminal', () => {
    for (const problem of problems(options, placement))
      expect(wrap(problemText(problem), 100, '  ').length).toBeLessThan(4);
  });

  test('is quiet about the defaults', () => {
    expect(problems({ topics: { clicks: {} } }).map(({ rule }) => rule)).not.toContain(id);
  });
});

test('kafka-dead-letters-outlive-position is quiet about other topics, and where positions are kept as long', () => {
  const topics = { clicks: { retention: '31d' }, 'clicks.dead-letters': { retention: '30d' } } as const;
  expect(problems({ topics })).toEqual([]);
  const long = { 'clicks.dead-letters': { retention: '31d' } } as const;
  expect(problems({ topics: long, offsetsRetentionMinutes: 44_640 })).toEqual([]);
});

test('kafka-zone-unknown is quiet where a pod knows its zone', () => {
  expect(problems({ brokers: 6 }, { zones: 3, podKnowsZone: true })).toEqual([]);
});

test('kafka-unclean-election also concerns a topic with more replicas than its profile asks for', () => {
  const options = { durability: 'development', brokers: 3, uncleanLeaderElectionEnable: true } as const;
  const rules = (replicationFactor: number) =>
    problems({ ...options, topics: { clicks: { replicationFactor } } }).map(({ rule }) => rule);
  expect(rules(1)).toEqual([]);
  expect(rules(3)).toEqual(['kafka-unclean-election']);
});
