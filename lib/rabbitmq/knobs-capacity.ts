import { knob } from '../durability/knob';
import { whole } from '../durability/schema';

/** Share of a node's memory that may fill before publishers are stopped. The rest is for the runtime and file caches. */
export const memoryShare = 0.6;

/** The write-ahead log of the quorum queues that nobody has sized. */
export const defaultWalBytes = 536_870_912;

/**
 * So many times its size a write-ahead log takes at most, in memory and on the disk, until its parts are in the logs of their queues.
 *
 * @see RabbitMQ documentation, quorum queues, "Resource Use"
 */
export const walParts = 3;

/** What decides how much a node holds. */
export const capacityKnobs = {
  /**
   * Memory at which the node stops all publishers of the cluster until it has worked some off.
   *
   * Rendered as `vm_memory_high_watermark.absolute`: a relative one may see the memory of the machine instead of the
   * container's. Unit: MiB. Range: 128 to 1048576. Higher: the container may be killed. Lower: publishers wait sooner.
   *
   * @default - 60 % of the node's memory
   * @see RabbitMQ documentation, memory, "Configuring the Threshold"
   */
  memoryHighWatermarkMiB: knob({
    key: 'vm_memory_high_watermark.absolute',
    on: ['node'],
    schema: whole(128, 1_048_576),
    from: (_, size) => Math.floor(size.memoryMiB * memoryShare),
    render: (value) => `${value}MiB`,
  }),
  /**
   * Free disk below which the node stops all publishers of the cluster, so that it can still write what it has accepted.
   *
   * Rendered as `disk_free_limit.absolute`. Unit: MiB. Range: 50 to 1048576. Lower than the memory watermark: what is in
   * memory may not fit on the disk any more.
   *
   * @default - the memory watermark's default, at least 2048
   * @see RabbitMQ documentation, disk alarms
   */
  diskFreeLimitMiB: knob({
    key: 'disk_free_limit.absolute',
    on: ['node'],
    schema: whole(50, 1_048_576),
    from: (_, size) => Math.max(2_048, Math.floor(size.memoryMiB * memoryShare)),
    render: (value) => `${value}MiB`,
  }),
  /**
   * Size at which the write-ahead log of the quorum queues is cut; up to three of them are in memory.
   *
   * Rendered as `quorum_queue.wal_max_size_bytes`. Unit: bytes. Range: 16777216 to 4294967296. Larger: fewer, bigger writes.
   * Smaller: less memory.
   *
   * @default 536870912
   * @see RabbitMQ documentation, quorum queues, "Resource Use"
   */
  walMaxSizeBytes: knob({
    key: 'quorum_queue.wal_max_size_bytes',
    on: ['node'],
    schema: whole(16_777_216, 4_294_967_296),
    from: () => defaultWalBytes,
  }),
  /**
   * The largest message a node takes.
   *
   * Rendered as `max_message_size`. Unit: bytes. Range: 1024 to 536870912. Larger: more memory for each message on its way.
   *
   * @default 16777216
   * @see RabbitMQ documentation, limits
   */
  maxMessageSizeBytes: knob({
    key: 'max_message_size',
    on: ['node'],
    schema: whole(1_024, 536_870_912),
    from: () => 16_777_216,
  }),
  /**
   * Channels that one connection may open.
   *
   * Rendered as `max_channels_per_connection`. Range: 1 to 2047. Lower: a client that leaks channels is stopped sooner.
   *
   * @default 128
   * @see RabbitMQ documentation, channels, "Maximum Number of Channels per Connection"
   */
  channelMax: knob({
    key: 'max_channels_per_connection',
    on: ['node'],
    schema: whole(1, 2_047),
    from: () => 128,
  }),
};
