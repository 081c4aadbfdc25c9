/** A run that its makers have published: messages of 1 kB or less, three copies, acknowledged by a majority. */
export interface PublishedRate {
  /** Machines that ran the brokers, and the cores of each. */
  readonly nodes: number;
  readonly cores: number;
  /** Messages a second at best. */
  readonly messagesPerSecond: number;
  readonly source: string;
}

/** What rates are reckoned from, by `choose` and by `size`. */
export const publishedRates = {
  /** Kafka in 100 partitions of one topic, which one group reads. At this rate records are late: a second and more. */
  kafka: { nodes: 3, cores: 8, messagesPerSecond: 619_000, source: 'Confluent, openmessaging-benchmark, 2020' },
  /** RabbitMQ 3.8 with 100 quorum queues, each read once. */
  rabbitMq: { nodes: 3, cores: 16, messagesPerSecond: 37_000, source: 'RabbitMQ blog, 2020-06-21' },
} as const satisfies Readonly<Record<string, PublishedRate>>;

/** One quorum queue whose disk takes 6 ms to sync, with flow control as it comes: messages a second. */
export const oneQueueRate = { messagesPerSecond: 10_000, source: 'RabbitMQ blog, 2024-08-21' } as const;

/** Messages a second above which only Kafka is sure: near the best that quorum queues on three nodes have published. */
export const highRate = 50_000;
