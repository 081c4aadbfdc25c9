import type { KafkaTopology } from '../../../lib/kafka/topology';
import { aclPath, kafkaPlan, type KafkaState } from '../../../lib/programs/kafka-plan';

const configs = { 'min.insync.replicas': '2', 'retention.ms': '604800000' };
const topology: KafkaTopology = {
  broker: 'kafka',
  voters: [100, 101, 102],
  brokers: 3,
  topics: [{ name: 'clicks.raw', partitions: 6, partitionsMayGrow: false, replicationFactor: 3, configs }],
  clusterConfigs: { 'min.insync.replicas': '2' },
  scramMechanism: 'SCRAM-SHA-512',
  users: [
    {
      name: 'web',
      acls: [
        { resource: 'topic', name: 'clicks.raw', operations: ['describe', 'write'] },
        { resource: 'topic', name: 'clicks.raw', operations: ['describe', 'read'] },
        { resource: 'group', name: 'web', operations: ['read'] },
      ],
    },
  ],
};
const topic = { resource: 'topic', name: 'clicks.raw' } as const;
const group = { resource: 'group', name: 'web' } as const;

/** A cluster that has all of it. */
const there: KafkaState = {
  topics: new Map([['clicks.raw', { partitions: 6, replicationFactor: 3, configs }]]),
  clusterConfigs: { 'min.insync.replicas': '2' },
  brokers: new Map([[0, { 'min.insync.replicas': '2', 'log.retention.ms': '1' }]]),
  passwords: new Map([['web', 'the same']]),
  acls: new Set([
    aclPath('web', topic, 'describe'),
    aclPath('web', topic, 'write'),
    aclPath('web', topic, 'read'),
    aclPath('web', group, 'read'),
  ]),
};

test('a cluster that has all of the topology needs no change', () => {
  expect(kafkaPlan(topology, there)).toEqual([]);
});

test('what the cluster has beside the topology needs no change', () => {
  const state: KafkaState = {
    ...there,
    topics: new Map([
      ['clicks.raw', { partitions: 6, replicationFactor: 3, configs: { ...configs, 'segment.bytes': '1' } }],
      ['older', { partitions: 1, replicationFactor: 1, configs: {} }],
    ]),
    clusterConfigs: { ...there.clusterConfigs, 'log.cleaner.threads': '2' },
    acls: new Set([...there.acls, aclPath('older', topic, 'read')]),
  };

  expect(kafkaPlan(topology, state)).toEqual([]);
});

test('an empty cluster gets every topic, user and right once', () => {
  const empty: KafkaState = {
    ...there,
    topics: new Map(),
    passwords: new Map([['web', 'missing']]),
    acls: new Set(),
  };

  expect(kafkaPlan(topology, empty)).toEqual([
    {
      path: 'topics.clicks.raw',
      is: undefined,
      wanted: { partitions: 6, replicationFactor: 3, configs },
      action: 'create',
    },
    { path: 'users.web.password', is: undefined, wanted: 'the one of its Secret', action: 'create' },
    { path: 'users.web.acls.topic.clicks.raw.describe', is: undefined, wanted: 'allowed', action: 'create' },
    { path: 'users.web.acls.topic.clicks.raw.write', is: undefined, wanted: 'allowed', action: 'create' },
    { path: 'users.web.acls.topic.clicks.raw.read', is: undefined, wanted: 'allowed', action: 'create' },
    { path: 'users.web.acls.group.web.read', is: undefined, wanted: 'allowed', action: 'create' },
  ]);
});

test('more partitions than the topic has are refused, with what they would do to the order of a key', () => {
  const state = { ...there, topics: new Map([['clicks.raw', { partitions: 3, replicationFactor: 3, configs }]]) };

  expect(kafkaPlan(topology, state)).toEqual([
    {
      path: 'topics.clicks.raw.partitions',
      is: 3,
      wanted: 6,
      action: 'refuse',
      why: expect.stringContaining('accept kafka-partitions-change-breaks-key-order') as string,
    },
  ]);
});

test('a topic whose owner accepted that grows to the partitions that are wanted', () => {
  const state = { ...there, topics: new Map([['clicks.raw', { partitions: 3, replicationFactor: 3, configs }]]) };
  const growing = { ...topology, topics: topology.topics.map((its) => ({ ...its, partitionsMayGrow: true })) };

  expect(kafkaPlan(growing, state)).toEqual([
    { path: 'topics.clicks.raw.partitions', is: 3, wanted: 6, action: 'grow' },
  ]);
});

test('fewer partitions or another replication factor than the topic has are refused, with both values and the reason', () => {
  const state = { ...there, topics: new Map([['clicks.raw', { partitions: 12, replicationFactor: 1, configs }]]) };

  expect(kafkaPlan(topology, state)).toEqual([
    {
      path: 'topics.clicks.raw.partitions',
      is: 12,
      wanted: 6,
      action: 'refuse',
      why: expect.stringContaining('without losing') as string,
    },
    {
      path: 'topics.clicks.raw.replicationFactor',
      is: 1,
      wanted: 3,
      action: 'refuse',
      why: expect.stringContaining('reassignment') as string,
    },
  ]);
});

test('a config with another value, or set nowhere, is altered', () => {
  const state: KafkaState = {
    ...there,
    topics: new Map([['clicks.raw', { partitions: 6, replicationFactor: 3, configs: { 'min.insync.replicas': '1' } }]]),
    clusterConfigs: {},
  };

  expect(kafkaPlan(topology, state)).toEqual([
    { path: 'clusterConfigs.min.insync.replicas', is: undefined, wanted: '2', action: 'alter' },
    { path: 'topics.clicks.raw.configs.min.insync.replicas', is: '1', wanted: '2', action: 'alter' },
    { path: 'topics.clicks.raw.configs.retention.ms', is: undefined, wanted: '604800000', action: 'alter' },
  ]);
});

test('a broker on which another value is in effect than the cluster-wide one is refused', () => {
  const state = { ...there, brokers: new Map([[1, { 'min.insync.replicas': '1' }]]) };

  expect(kafkaPlan(topology, state)).toMatchObject([
    { path: 'brokers.1.min.insync.replicas', is: '1', wanted: '2', action: 'refuse' },
  ]);
});

test('a user whose password is not the one of its Secret gets that one, and no change shows a password', () => {
  const state = { ...there, passwords: new Map([['web', 'another' as const]]) };

  expect(kafkaPlan(topology, state)).toEqual([
    { path: 'users.web.password', is: 'another', wanted: 'the one of its Secret', action: 'alter' },
  ]);
});
