import type { Bytes, Duration } from '../../durability/quantity';

/** What is to be carried, and on what kind of machine of your own. */
export interface SizeOptions {
  /** Messages a second that come in, averaged over the time that they are kept. Range: 1 to 1000000. */
  readonly rate: number;
  /** Bytes of one message: key, value and headers. Range: 1 to 16777216 (16Mi). */
  readonly size: number;
  /**
   * How many times the average the busiest minute is. Brokers, network and partitions are for that minute, disks for the average.
   * Range: 1 to 100. Too low: a busy minute is throttled. Too high: machines that idle.
   *
   * @default 1: the rate is that of the busiest minute already
   */
  readonly peak?: number;
  /**
   * How long Kafka keeps records, read or not.
   *
   * @default '7d'
   */
  readonly retention?: Duration;
  /**
   * How many read all of it, each for itself: groups of Kafka, queues of RabbitMQ. Range: 0 to 100.
   *
   * @default 1
   */
  readonly readers?: number;
  /**
   * How many times smaller a batch of the Kafka producer becomes by compression. Measure it on your own messages; lz4 and zstd make
   * text two to five times smaller. Range: 1 to 20.
   *
   * @default 1: not compressed
   */
  readonly compression?: number;
  /**
   * Messages a second that one reader works on: a group has at most one reader for each partition. Range: 1 to 1000000.
   *
   * @default - as many as a partition brings
   */
  readonly perReader?: number;
  /**
   * How long readers of RabbitMQ may be away: what comes meanwhile must fit on the disks.
   *
   * @default '1h'
   */
  readonly backlog?: Duration;
  /**
   * Cores of a Kafka broker on Kubernetes, or on EKS. Range: 1 to 128.
   *
   * @default 8
   */
  readonly nodeCpu?: number;
  /**
   * Network of a node on Kubernetes that lasts, not its burst. Unit: Gbit/s. Range: 0.1 to 400.
   *
   * @default 10
   */
  readonly nodeNetwork?: number;
  /**
   * What a volume on Kubernetes writes at most. Unit: MiB/s. Range: 1 to 10000. A gp3 volume that nobody has tuned writes 125.
   *
   * @default 250
   */
  readonly nodeDisk?: number;
  /**
   * The largest volume that a node on Kubernetes may have.
   *
   * @default '16Ti'
   */
  readonly nodeStorage?: Bytes;
}

export const sizeDefaults = {
  peak: 1,
  retention: '7d',
  readers: 1,
  compression: 1,
  backlog: '1h',
  nodeCpu: 8,
  nodeNetwork: 10,
  nodeDisk: 250,
  nodeStorage: '16Ti',
} as const satisfies Omit<SizeOptions, 'rate' | 'size'>;
