import type { MskSettings } from '../../../../lib/aws/msk/tiers';
import { checkMsk } from '../../../../lib/aws/plan';
import type { KafkaOptions } from '../../../../lib/kafka/options';
import { resolveKafka } from '../../../../lib/kafka/settings';

const judged = (options: KafkaOptions, msk: Partial<MskSettings> = {}) =>
  checkMsk({
    kafka: resolveKafka('kafka', options),
    tier: 'express',
    kafkaVersion: undefined,
    instanceType: undefined,
    instanceTypePath: 'aws.kafkaInstanceType',
    ...msk,
  });

const problems = (options: KafkaOptions, msk?: Partial<MskSettings>): readonly string[] =>
  judged(options, msk).map(({ rule, path }) => `${rule} ${path}`);

const standard = { tier: 'standard' } as const;

describe('the rules of MSK', () => {
  test('have nothing against any profile that the express tier can keep', () => {
    expect(problems({ topics: { clicks: {} } })).toEqual([]);
    expect(problems({ durability: 'survives-node-loss', brokers: 6, topics: { clicks: {} } })).toEqual([]);
  });

  const one: readonly (readonly [rule: string, path: string, options: KafkaOptions])[] = [
    ['aws-profile-not-available', 'kafka.durability', { durability: 'development', topics: { clicks: {} } }],
    [
      'aws-profile-not-available',
      'kafka.topics.clicks.durability',
      { topics: { clicks: { durability: 'development' } } },
    ],
    ['msk-power-loss', 'kafka.durability', { durability: 'survives-power-loss', topics: { clicks: {} } }],
    ['msk-power-loss', 'kafka.topics.clicks.durability', { topics: { clicks: { durability: 'survives-power-loss' } } }],
    ['msk-uneven-brokers', 'kafka.brokers', { brokers: 5 }],
    ['msk-replicas-decided', 'kafka.defaultReplicationFactor', { brokers: 6, defaultReplicationFactor: 4 }],
    [
      'msk-replicas-decided',
      'kafka.topics.clicks.replicationFactor',
      { brokers: 6, topics: { clicks: { replicationFactor: 4 } } },
    ],
    ['msk-topic-decided', 'kafka.topics.clicks.flushMessages', { topics: { clicks: { flushMessages: 1 } } }],
    ['aws-line-not-read', 'kafka.brokerProperties.log.dirs', { brokerProperties: { 'log.dirs': '/elsewhere' } }],
    // Standard brokers would take it.
    [
      'aws-line-not-read',
      'kafka.brokerProperties.num.replica.fetchers',
      { brokerProperties: { 'num.replica.fetchers': '4' } },
    ],
    [
      'aws-line-not-read',
      'kafka.controllerProperties.log.dirs',
      { controllerProperties: { 'log.dirs': '/elsewhere' } },
    ],
  ];

  test.each(one)('%s: %s', (rule, path, options) => {
    expect(problems(options)).toContain(`${rule} ${path}`);
  });

  test('say once what a profile alone makes wrong', () => {
    expect(problems({ durability: 'survives-power-loss', topics: { clicks: {}, carts: {} } })).toEqual([
      'msk-power-loss kafka.durability',
    ]);
  });

  test('say once what MSK has decided, also where every Kafka would be refused for it', () => {
    const line = { brokerProperties: { 'log.dirs': '/elsewhere' } };

    expect(problems({ brokers: 2 })).toEqual(['kafka-copies-too-few kafka.brokers']);
    expect(judged({ topics: { clicks: { replicationFactor: 2, minInsyncReplicas: 1 } } })).toEqual([
      expect.objectContaining({ rule: 'kafka-copies-too-few', value: 2, fix: 'use 3' }),
      expect.objectContaining({ rule: 'kafka-min-insync-too-low', value: 1, fix: 'use 2' }),
    ]);
    for (const tier of ['express', 'standard'] as const)
      expect(problems(line, { tier })).toEqual(['aws-line-not-read kafka.brokerProperties.log.dirs']);
  });

  test('leave nothing untold where one of two is accepted', () => {
    const left = ['kafka-copies-too-few', 'msk-replicas-decided'];

    for (const rule of left) {
      const acceptRisk = [{ rule, reason: 'to be seen what comes of it' }];
      expect(problems({ topics: { clicks: { replicationFactor: 2, minInsyncReplicas: 2, acceptRisk } } })).toContain(
        `${left.find((its) => its !== rule)} kafka.topics.clicks.replicationFactor`,
      );
    }
  });

  test('stand beside those of every Kafka', () => {
    expect(problems({ uncleanLeaderElectionEnable: true })).toEqual([
      'kafka-unclean-election kafka.uncleanLeaderElectionEnable',
    ]);
  });

  test('do not mind how large a topic of express brokers is, whose storage grows by itself', () => {
    const large: KafkaOptions = { topics: { clicks: { partitions: 100, retentionBytes: 107_374_182_400 } } };

    expect(problems(large)).toEqual([]);
    expect(problems(large, standard)).toEqual(['kafka-retention-exceeds-volume kafka.storage']);
  });
});

describe('the rules of MSK on standard brokers', () => {
  test('have nothing against what only those can keep', () => {
    const options: KafkaOptions = {
      durability: 'survives-power-loss',
      brokers: 6,
      defaultReplicationFactor: 3,
      brokerProperties: { 'num.replica.fetchers': '4' },
      topics: { clicks: { flushMessages: 1 } },
    };

    expect(problems(options, standard)).toEqual([]);
  });

  const wrong: readonly (readonly [rule: string, path: string, options: KafkaOptions])[] = [
    ['aws-profile-not-available', 'kafka.durability', { durability: 'development' }],
    ['msk-uneven-brokers', 'kafka.brokers', { brokers: 5 }],
    [
      'aws-line-not-read',
      'kafka.brokerProperties.queued.max.requests',
      { brokerProperties: { 'queued.max.requests': '9' } },
    ],
    [
      'aws-line-not-read',
      'kafka.controllerProperties.num.replica.fetchers',
      { controllerProperties: { 'num.replica.fetchers': '4' } },
    ],
    ['msk-storage-size', 'kafka.storage', { storage: '512Mi' }],
    ['msk-storage-size', 'kafka.storage', { storage: '1536Mi' }],
    ['msk-storage-size', 'kafka.storage', { storage: '17Ti' }],
    ['msk-replica-lag-range', 'kafka.replicaLagTimeMaxMs', { replicaLagTimeMaxMs: 9_999 }],
    ['msk-replica-lag-range', 'kafka.replicaLagTimeMaxMs', { replicaLagTimeMaxMs: 30_001 }],
    ['kafka-unclean-election', 'kafka.uncleanLeaderElectionEnable', { uncleanLeaderElectionEnable: true }],
    ['kafka-copies-too-few', 'kafka.topics.clicks.replicationFactor', { topics: { clicks: { replicationFactor: 2 } } }],
    [
      'kafka-property-is-the-kits',
      'kafka.brokerProperties.allow.everyone.if.no.acl.found',
      { brokerProperties: { 'allow.everyone.if.no.acl.found': 'true' } },
    ],
  ];

  test.each(wrong)('%s: %s', (rule, path, options) => {
    expect(problems(options, standard)).toContain(`${rule} ${path}`);
  });

  test('take the smallest and the largest volume, and the whole range of MSK', () => {
    for (const storage of ['1Gi', '16Ti'] as const) expect(problems({ storage }, standard)).toEqual([]);
    for (const replicaLagTimeMaxMs of [10_000, 30_000]) expect(problems({ replicaLagTimeMaxMs }, standard)).toEqual([]);
  });

  test('leave express brokers alone, which have neither', () => {
    expect(problems({ storage: '512Mi', replicaLagTimeMaxMs: 9_999 })).toEqual([]);
  });
});

describe('msk-unknown-version', () => {
  const found = (tier: MskSettings['tier'], kafkaVersion: string) => problems({}, { tier, kafkaVersion });
  const refused = ['msk-unknown-version kafka.kafkaVersion'];

  test('refuses a version that the tier has not, or that needs ZooKeeper', () => {
    for (const version of ['9.9.x.kraft', '3.9.x', '4.1.x.kraft']) expect(found('express', version)).toEqual(refused);
    for (const version of ['9.9.x.kraft', '3.9.x', '4.2.x.kraft']) expect(found('standard', version)).toEqual(refused);
  });

  test('takes those that it has, and names them', () => {
    for (const version of ['3.9.x.kraft', '4.2.x.kraft']) expect(found('express', version)).toEqual([]);
    for (const version of ['3.9.x.kraft', '4.1.x.kraft']) expect(found('standard', version)).toEqual([]);
    expect(judged({}, { kafkaVersion: '3.9' })).toMatchObject([{ value: '3.9', fix: 'use 3.9.x.kraft, 4.2.x.kraft' }]);
  });
});

describe('msk-instance-type', () => {
  const found = (tier: MskSettings['tier'], instanceType: string) => problems({}, { tier, instanceType });
  const refused = ['msk-instance-type aws.kafkaInstanceType'];

  test('refuses a size of the other tier, and one that there is not', () => {
    for (const type of ['kafka.m7g.large', 'express.m5.large', 'express.m7g.24xlarge', 'foo.bar', '']) {
      expect(found('express', type)).toEqual(refused);
    }
    for (const type of ['express.m7g.large', 'kafka.t3.small', 'kafka.m7g.24xlarge', 'xkafka.m7g.large']) {
      expect(found('standard', type)).toEqual(refused);
    }
  });

  test('takes the smallest and the largest of each', () => {
    for (const type of ['express.m7g.large', 'express.m7g.16xlarge']) expect(found('express', type)).toEqual([]);
    for (const type of ['kafka.m7g.large', 'kafka.m5.24xlarge']) expect(found('standard', type)).toEqual([]);
  });
});
