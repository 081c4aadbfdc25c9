import { kafkaTopology, type KafkaGrant } from '../../../lib/kafka/topology';
import { resolveKafka } from '../../../lib/kafka/settings';

const settings = resolveKafka('kafka', {
  topics: {
    clicks: {
      partitions: 12,
      retention: '3d',
      acceptRisk: [{ rule: 'kafka-partitions-change-breaks-key-order', reason: 'clicks have no key' }],
    },
    'audit.log': { durability: 'survives-power-loss', cleanupPolicy: 'compact' },
  },
});
const produce: KafkaGrant = { user: 'checkout', verb: 'produce', topic: 'clicks' };
const consume: KafkaGrant = { user: 'analytics', verb: 'consume', topic: 'clicks' };

describe('kafkaTopology', () => {
  test('says every config of every topic, and the cluster-wide min.insync.replicas that wins over files', () => {
    expect(kafkaTopology(settings, [])).toEqual({
      broker: 'kafka',
      voters: [100, 101, 102],
      brokers: 3,
      topics: [
        {
          name: 'clicks',
          partitions: 12,
          partitionsMayGrow: true,
          replicationFactor: 3,
          configs: {
            'min.insync.replicas': '2',
            'retention.bytes': '-1',
            'retention.ms': '259200000',
            'cleanup.policy': 'delete',
            'max.message.bytes': '1048588',
            'flush.messages': '9223372036854775807',
          },
        },
        {
          name: 'audit.log',
          partitions: 6,
          partitionsMayGrow: false,
          replicationFactor: 3,
          configs: {
            'min.insync.replicas': '2',
            'retention.bytes': '-1',
            'retention.ms': '604800000',
            'cleanup.policy': 'compact',
            'max.message.bytes': '1048588',
            'flush.messages': '1',
          },
        },
      ],
      clusterConfigs: { 'min.insync.replicas': '2' },
      scramMechanism: 'SCRAM-SHA-512',
      users: [],
    });
  });

  test('gives each user exactly the rights that its verbs need', () => {
    expect(kafkaTopology(settings, [produce, consume]).users).toEqual([
      {
        name: 'analytics',
        acls: [
          { resource: 'topic', name: 'clicks', operations: ['describe', 'read'] },
          { resource: 'group', name: 'analytics', operations: ['read'] },
        ],
      },
      { name: 'checkout', acls: [{ resource: 'topic', name: 'clicks', operations: ['describe', 'write'] }] },
    ]);
  });

  test('names the group that a grant names', () => {
    const [user] = kafkaTopology(settings, [{ ...consume, group: 'reports' }]).users;

    expect(user?.acls).toContainEqual({ resource: 'group', name: 'reports', operations: ['read'] });
    expect(user?.acls).not.toContainEqual(expect.objectContaining({ name: 'analytics' }));
  });

  test('does not depend on the order of the users, nor on a grant given twice', () => {
    expect(kafkaTopology(settings, [consume, produce, produce])).toEqual(kafkaTopology(settings, [produce, consume]));
  });
});
