import { z } from 'zod';
import { knob } from '../durability/knob';
import { toMilliseconds, type Duration } from '../durability/quantity';
import { duration, whole } from '../durability/schema';

/** Heap of a broker that nobody has sized, at most: more brings pauses, not speed. */
export const largestHeapMiB = 6_144;

/** What decides how much a broker holds and how fast it works. */
export const capacityKnobs = {
  /**
   * How long records are kept in a topic that names no time of its own.
   *
   * Rendered as `log.retention.ms` on brokers. Unit: a duration such as `7d`. Longer: more disk. Shorter: a consumer that
   * was away for longer misses records, acknowledged or not.
   *
   * @default '7d'
   * @see Kafka documentation, broker config `log.retention.ms`
   */
  logRetention: knob({
    key: 'log.retention.ms',
    on: ['broker'],
    schema: duration,
    from: (): Duration => '7d',
    render: (value) => String(toMilliseconds(value)),
  }),
  /**
   * How long the position of a group without members is kept: after that, it reads what is there from the beginning again.
   *
   * Rendered as `offsets.retention.minutes` on brokers. Unit: minutes. Range: 1440 to 5256000. Longer: positions of groups that nobody
   * uses any more stay, a record each. Shorter: a consumer that was away for longer, and a replay of dead letters that never is a
   * member, begins anew and works on all of it twice. Kafka's own default is 10080, seven days.
   *
   * @default 43200
   * @see Kafka documentation, broker config `offsets.retention.minutes`
   */
  offsetsRetentionMinutes: knob({
    key: 'offsets.retention.minutes',
    on: ['broker'],
    schema: whole(1_440, 5_256_000),
    from: () => 43_200,
  }),
  /**
   * Partitions of a topic that names no number of its own.
   *
   * Rendered as `num.partitions` on controllers, which make the topics. Unit: partitions. Range: 1 to 10000. More: more readers of
   * one group side by side, and more files and elections. The number can grow but never shrink, and growing moves keys.
   *
   * @default 6
   * @see Kafka documentation, broker config `num.partitions`
   */
  numPartitions: knob({
    key: 'num.partitions',
    on: ['controller'],
    schema: whole(1, 10_000),
    from: () => 6,
  }),
  /**
   * The largest batch of records a broker takes.
   *
   * Rendered as `message.max.bytes` on brokers. Unit: bytes. Range: 1024 to 104857600. Larger: larger records, and more
   * memory for each fetch of a follower and a consumer.
   *
   * @default 1048588
   * @see Kafka documentation, broker config `message.max.bytes`
   */
  messageMaxBytes: knob({
    key: 'message.max.bytes',
    on: ['broker'],
    schema: whole(1_024, 104_857_600),
    from: () => 1_048_588,
  }),
  /**
   * Java heap of a broker. The rest of its memory is the page cache, which Kafka reads from.
   *
   * Written into `KAFKA_HEAP_OPTS` as `-Xms` and `-Xmx`. Unit: MiB. Range: 256 to 32768. More than half of the memory
   * starves the page cache and risks that the container is killed.
   *
   * @default - half of the broker's memory, at most 6144
   * @see Kafka documentation, operations/java-version
   */
  heapMiB: knob({
    key: 'KAFKA_HEAP_OPTS',
    on: ['jvm'],
    schema: whole(256, 32_768),
    from: (_, size) => Math.min(Math.floor(size.memoryMiB / 2), largestHeapMiB),
    render: (value) => `-Xms${value}m -Xmx${value}m`,
  }),
  /**
   * Threads that read requests from the network.
   *
   * Rendered as `num.network.threads` on brokers. Range: 1 to 128. Raise it when their idle time falls below 30 %.
   *
   * @default 3
   * @see Kafka documentation, broker config `num.network.threads`
   */
  numNetworkThreads: knob({
    key: 'num.network.threads',
    on: ['broker'],
    schema: whole(1, 128),
    from: () => 3,
  }),
  /**
   * Threads that work on requests, disk access included.
   *
   * Rendered as `num.io.threads` on brokers. Range: 1 to 256. At least as many as there are disks.
   *
   * @default 8
   * @see Kafka documentation, broker config `num.io.threads`
   */
  numIoThreads: knob({
    key: 'num.io.threads',
    on: ['broker'],
    schema: whole(1, 256),
    from: () => 8,
  }),
  /**
   * Threads that read the logs back after a broker died without closing them.
   *
   * Rendered as `num.recovery.threads.per.data.dir` on brokers. Range: 1 to 128. More: a shorter recovery, on a busier disk.
   *
   * @default - the cores of the broker, at least 2
   * @see Kafka documentation, broker config `num.recovery.threads.per.data.dir`
   */
  numRecoveryThreadsPerDataDir: knob({
    key: 'num.recovery.threads.per.data.dir',
    on: ['broker'],
    schema: whole(1, 128),
    from: (_, size) => Math.max(2, Math.floor(size.cpu)),
  }),
  /**
   * Which copy consumers read from: the leader's, or one in their own zone.
   *
   * Rendered as `replica.selector.class` on brokers, with its package; without a line they do what `LeaderSelector` says. With
   * `RackAwareReplicaSelector` a consumer that names its zone (`client.rack`; the kit's do where they know it) reads from a copy there
   * that is in sync: less traffic between zones, and less work for leaders. But copies hear of a record after the leader, and the
   * kit's consumers ask the leader each second where to read: on a quiet topic a record comes up to half a second later. A change
   * restarts the brokers. On AWS, where traffic between zones is paid for, it is `RackAwareReplicaSelector` unless it is written here.
   *
   * @default 'LeaderSelector'
   * @see Kafka documentation, broker config `replica.selector.class`; KIP-392
   */
  replicaSelectorClass: knob({
    key: 'replica.selector.class',
    on: ['broker'],
    schema: z.enum(['LeaderSelector', 'RackAwareReplicaSelector']),
    from: () => 'LeaderSelector' as const,
    render: (value) => (value === 'LeaderSelector' ? undefined : `org.apache.kafka.common.replica.${value}`),
  }),
};
