import fc from 'fast-check';
import type { Placement } from '../../../lib/durability/placement';
import { profileNames } from '../../../lib/durability/profiles';
import type { ProfileName } from '../../../lib/durability/profile';
import { singleLosses } from '../../../lib/durability/losses';
import type { KafkaOptions } from '../../../lib/kafka/options';
import { checkKafka } from '../../../lib/kafka/rules';
import { resolveKafka } from '../../../lib/kafka/settings';
import type { RabbitMqOptions } from '../../../lib/rabbitmq/options';
import { checkRabbitMq } from '../../../lib/rabbitmq/rules';
import { resolveRabbitMq } from '../../../lib/rabbitmq/settings';
import { simulate, type Cluster } from '../../support/simulation';

const { process, disk, nodeOff, node, zoneOff, zone, power } = singleLosses;

/** What the words of each profile say, once more and by hand. */
const promised: Readonly<Record<ProfileName, readonly (typeof process)[]>> = {
  development: [process],
  'survives-node-loss': [process, disk, nodeOff, node],
  'survives-zone-loss': [process, disk, nodeOff, node, zoneOff, zone],
  'survives-power-loss': [process, disk, nodeOff, node, zoneOff, zone, power],
};

const lostBy = (profile: ProfileName, cluster: Cluster): readonly string[] =>
  promised[profile].filter((loss) => simulate(cluster, loss).lost).map(({ name }) => name);

/** The only topic, as the simulation sees it. */
function topicCluster(options: KafkaOptions, placement: Placement): { cluster: Cluster; profile: ProfileName } {
  const settings = resolveKafka('kafka', options);
  const topic = settings.topics[0]!;
  const cluster: Cluster = {
    kind: 'kafka',
    brokers: settings.size.nodes,
    controllers: settings.controllers,
    copies: topic.replicationFactor,
    minInsync: Math.min(topic.minInsyncReplicas, topic.replicationFactor),
    synced: topic.flushMessages === 1,
    unclean: settings.uncleanLeaderElectionEnable,
    spread: settings.profile.spread,
    racks: placement.podKnowsZone,
    zones: placement.zones,
  };
  return { cluster, profile: topic.profile.name };
}

function queueCluster(options: RabbitMqOptions, { zones }: Placement): { cluster: Cluster; profile: ProfileName } {
  const { size, profile, queues } = resolveRabbitMq('rabbitmq', options);
  const queue = queues[0]!;
  const quorum = queue.type === 'quorum';
  const cluster: Cluster = {
    kind: quorum ? 'raft' : 'kafka',
    brokers: size.nodes,
    controllers: 0,
    copies: quorum ? queue.members : 1,
    minInsync: 1,
    synced: quorum,
    unclean: false,
    spread: profile.spread,
    racks: false,
    zones,
  };
  return { cluster, profile: queue.profile.name };
}

/** Mostly left out, as people do. */
const maybe = <T>(...values: readonly T[]) => fc.option(fc.constantFrom(...values), { nil: undefined, freq: 2 });
const present = (object: object): object =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));

const places: fc.Arbitrary<Placement> = fc.record({
  zones: fc.constantFrom(1, 2, 3, 3, 3),
  podKnowsZone: fc.boolean(),
});

const kafkaOptions = fc
  .record({
    durability: fc.constantFrom(...profileNames),
    brokers: maybe(1, 2, 3, 4),
    controllers: maybe(0, 1, 3),
    minInsyncReplicas: maybe(1, 2, 3),
    defaultReplicationFactor: maybe(1, 2, 3, 4),
    uncleanLeaderElectionEnable: maybe(false, true),
    logFlushIntervalMessages: maybe<number | 'never'>(1, 2, 'never'),
    topic: fc.record({
      durability: maybe(...profileNames),
      replicationFactor: maybe(1, 2, 3, 4),
      minInsyncReplicas: maybe(1, 2, 3),
      flushMessages: maybe<number | 'never'>(1, 2, 'never'),
    }),
  })
  .map(({ topic, ...cluster }) => ({ ...present(cluster), topics: { clicks: present(topic) } }));

const rabbitMqOptions = fc
  .record({
    durability: fc.constantFrom(...profileNames),
    nodes: maybe(1, 2, 3, 4, 5),
    queue: fc.record({
      durability: maybe(...profileNames),
      type: maybe('quorum', 'classic'),
      members: maybe(1, 2, 3, 4, 5),
    }),
  })
  .map(({ queue, ...cluster }) => ({ ...present(cluster), queues: { payment: present(queue) } }));

describe('whatever the rules let pass', () => {
  test('keeps every acknowledged record of Kafka through each single loss that its profile names', () => {
    let passed = 0;
    fc.assert(
      fc.property(kafkaOptions, places, (options, placement) => {
        if (checkKafka(resolveKafka('kafka', options), placement).length > 0) return;
        passed += 1;
        const { cluster, profile } = topicCluster(options, placement);
        expect(lostBy(profile, cluster)).toEqual([]);
      }),
      { numRuns: 1_500 },
    );
    expect(passed).toBeGreaterThan(100);
  });

  test('keeps every confirmed message of RabbitMQ through each single loss that its profile names', () => {
    let passed = 0;
    fc.assert(
      fc.property(rabbitMqOptions, places, (options, placement) => {
        if (checkRabbitMq(resolveRabbitMq('rabbitmq', options), placement).length > 0) return;
        passed += 1;
        const { cluster, profile } = queueCluster(options, placement);
        expect(lostBy(profile, cluster)).toEqual([]);
      }),
      { numRuns: 1_500 },
    );
    expect(passed).toBeGreaterThan(100);
  });
});

const threeZones: Placement = { zones: 3, podKnowsZone: true };

describe('what looks like more than enough', () => {
  test.each<readonly [string, KafkaOptions, readonly string[]]>([
    [
      'four replicas in three zones, two before "stored": a zone may hold both',
      { brokers: 4, topics: { clicks: { replicationFactor: 4 } } },
      ['zone-off', 'zone'],
    ],
    [
      'replicas of a development topic, and an unclean election: a killed leader may be followed by one that lacks records',
      {
        durability: 'development',
        brokers: 3,
        uncleanLeaderElectionEnable: true,
        topics: { clicks: { replicationFactor: 3 } },
      },
      ['process'],
    ],
  ])('%s: it loses, and is refused', (_, options, lost) => {
    const { cluster, profile } = topicCluster(options, threeZones);
    expect(lostBy(profile, cluster)).toEqual(lost);
    expect(checkKafka(resolveKafka('kafka', options), threeZones)).not.toEqual([]);
  });
});

const strong = profileNames.filter((name) => name !== 'development');

describe('a knob that is weaker than its profile', () => {
  const weakerKafka: readonly (readonly [string, KafkaOptions])[] = [
    ['brokers', { brokers: 2 }],
    ['controllers', { controllers: 1 }],
    ['no controllers of their own', { controllers: 0 }],
    ['minInsyncReplicas', { minInsyncReplicas: 1 }],
    ['defaultReplicationFactor', { defaultReplicationFactor: 2 }],
    ['offsetsTopicReplicationFactor', { offsetsTopicReplicationFactor: 2 }],
    ['transactionStateLogReplicationFactor', { transactionStateLogReplicationFactor: 2 }],
    ['transactionStateLogMinIsr', { transactionStateLogMinIsr: 1 }],
    ['shareCoordinatorStateTopicReplicationFactor', { shareCoordinatorStateTopicReplicationFactor: 2 }],
    ['shareCoordinatorStateTopicMinIsr', { shareCoordinatorStateTopicMinIsr: 1 }],
    ['uncleanLeaderElectionEnable', { uncleanLeaderElectionEnable: true }],
    ['the replicationFactor of a topic', { topics: { clicks: { replicationFactor: 2 } } }],
    ['the minInsyncReplicas of a topic', { topics: { clicks: { minInsyncReplicas: 1 } } }],
  ];
  test.each(strong.flatMap((durability) => weakerKafka.map((row) => [durability, ...row] as const)))(
    '%s, Kafka: %s is refused',
    (durability, _, options) => {
      expect(checkKafka(resolveKafka('kafka', { durability }), threeZones)).toEqual([]);
      expect(checkKafka(resolveKafka('kafka', { durability, ...options }), threeZones)).not.toEqual([]);
    },
  );

  const weakerFlush: readonly (readonly [string, KafkaOptions])[] = [
    ['logFlushIntervalMessages', { logFlushIntervalMessages: 2 }],
    ['the flushMessages of a topic', { topics: { clicks: { flushMessages: 'never' } } }],
  ];
  test.each(weakerFlush)('survives-power-loss, Kafka: %s is refused', (_, options) => {
    expect(checkKafka(resolveKafka('kafka', { durability: 'survives-power-loss', ...options }))).not.toEqual([]);
  });

  const weakerRabbitMq: readonly (readonly [string, RabbitMqOptions])[] = [
    ['nodes', { nodes: 1 }],
    ['defaultQueueType', { defaultQueueType: 'classic' }],
    ['quorumQueueInitialClusterSize', { quorumQueueInitialClusterSize: 1 }],
    ['membershipReconciliationEnabled', { membershipReconciliationEnabled: false }],
    ['membershipReconciliationTargetGroupSize', { membershipReconciliationTargetGroupSize: 1 }],
    ['the type of a queue', { queues: { payment: { type: 'classic' } } }],
    ['the members of a queue', { queues: { payment: { members: 1 } } }],
  ];
  test.each(strong.flatMap((durability) => weakerRabbitMq.map((row) => [durability, ...row] as const)))(
    '%s, RabbitMQ: %s is refused',
    (durability, _, options) => {
      expect(checkRabbitMq(resolveRabbitMq('rabbitmq', { durability }), threeZones)).toEqual([]);
      expect(checkRabbitMq(resolveRabbitMq('rabbitmq', { durability, ...options }), threeZones)).not.toEqual([]);
    },
  );
});
