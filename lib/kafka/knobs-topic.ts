import { z } from 'zod';
import { knob, type SettingsOf } from '../durability/knob';
import type { Profile } from '../durability/profile';
import { toMilliseconds } from '../durability/quantity';
import { duration, whole } from '../durability/schema';
import type { kafkaKnobs } from './knobs';
import { flushInterval, partitionBytes } from './units';

/** The cluster a topic is on: what it decides, the topic need not. */
export interface TopicBasis {
  readonly profile: Profile;
  readonly cluster: SettingsOf<typeof kafkaKnobs>;
}

/** What one topic may decide for itself. */
export const topicKnobs = {
  /**
   * Brokers that must hold a record of this topic before the producer hears "stored".
   *
   * Rendered as the topic's `min.insync.replicas`. Unit: brokers. Range: 1 to the topic's replication factor.
   *
   * @default - the cluster's; with a `durability` of its own, that profile's
   * @see Kafka documentation, topic config `min.insync.replicas`
   */
  minInsyncReplicas: knob({
    key: 'min.insync.replicas',
    on: ['topic'],
    schema: whole(1, 7),
    from: (profile, on: TopicBasis) =>
      profile === on.profile ? on.cluster.minInsyncReplicas : profile.copiesBeforeAck,
  }),
  /**
   * How long records are kept. A consumer that is away for longer misses them: here the promise ends.
   *
   * Rendered as the topic's `retention.ms`. Unit: a duration such as `7d`. Longer: more disk.
   *
   * @default - the cluster's `logRetention`
   * @see Kafka documentation, topic config `retention.ms`
   */
  retention: knob({
    key: 'retention.ms',
    on: ['topic'],
    schema: duration,
    from: (_, on: TopicBasis) => on.cluster.logRetention,
    render: (value) => String(toMilliseconds(value)),
  }),
  /**
   * How much one partition keeps, whatever their age: the oldest records go first. A volume that is full stops its broker, so
   * a limit is what keeps a flood of records from taking the cluster down.
   *
   * Rendered as the topic's `retention.bytes`. Unit: bytes of one partition, or `unlimited`. Range: 1048576 and more. Less:
   * records go before their time when more arrive than was planned.
   *
   * @default 'unlimited'
   * @see Kafka documentation, topic config `retention.bytes`
   */
  retentionBytes: knob({
    key: 'retention.bytes',
    on: ['topic'],
    schema: partitionBytes.schema,
    from: (_, __: TopicBasis) => 'unlimited' as const,
    render: partitionBytes.render,
  }),
  /**
   * What happens to old records: `delete` drops them after the retention, `compact` keeps the newest of each key.
   *
   * Rendered as the topic's `cleanup.policy`. With `compact`, older records of a key go although they were acknowledged.
   *
   * @default 'delete'
   * @see Kafka documentation, topic config `cleanup.policy`
   */
  cleanupPolicy: knob({
    key: 'cleanup.policy',
    on: ['topic'],
    schema: z.enum(['delete', 'compact', 'compact,delete']),
    from: (_, __: TopicBasis) => 'delete' as const,
  }),
  /**
   * The largest batch of records this topic takes.
   *
   * Rendered as the topic's `max.message.bytes`. Unit: bytes. Range: 1024 to 104857600.
   *
   * @default - the cluster's `messageMaxBytes`
   * @see Kafka documentation, topic config `max.message.bytes`
   */
  maxMessageBytes: knob({
    key: 'max.message.bytes',
    on: ['topic'],
    schema: whole(1_024, 104_857_600),
    from: (_, on: TopicBasis) => on.cluster.messageMaxBytes,
  }),
  /**
   * Records of a partition after which a broker forces them to the disk, before it counts as a copy.
   *
   * Rendered as the topic's `flush.messages`. Unit: records, or `never`. 1 survives a power loss of all brokers at once and
   * costs a disk sync per batch.
   *
   * @default - the cluster's `logFlushIntervalMessages`; with a `durability` of its own, that profile's
   * @see Kafka documentation, topic config `flush.messages`
   */
  flushMessages: knob({
    key: 'flush.messages',
    on: ['topic'],
    schema: flushInterval.schema,
    from: (profile, on: TopicBasis) =>
      profile === on.profile ? on.cluster.logFlushIntervalMessages : flushInterval.from(profile),
    render: flushInterval.render,
  }),
};
