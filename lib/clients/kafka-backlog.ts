import { Admin, Consumer, type ClusterMetadata } from '@platformatic/kafka';
import { setTimeout as wait } from 'node:timers/promises';
import type { KafkaClientSettings } from '../kafka/client';
import { kafkaConnection, kafkaErrorText, survivor } from './kafka-connection';
import type { KafkaRecord } from './kafka-consumer';
import { batchRecords, nextOffset } from './kafka-batches';

/** What of a partition is to be read: from the group's position to the end that it had at the start. */
interface Range {
  readonly partition: number;
  next: bigint;
  readonly end: bigint;
}

const fetchBytes = 1_048_576;
const patienceMs = 30_000;
const pauseMs = 500;
const [earliest, latest] = [-2n, -1n];

/**
 * Reads what lies between a group's position in a topic and the end that the topic had at the start, one partition after the
 * other. It joins no group: whoever only looks keeps nobody waiting, and leaves no trace.
 */
export class KafkaBacklog {
  private fetched: KafkaRecord[] = [];

  private constructor(
    private readonly admin: Admin,
    private readonly reader: Consumer,
    private readonly group: string,
    private readonly topic: string,
    private readonly ranges: readonly Range[],
    /** Records at the start. */
    readonly count: number,
  ) {}

  /** @throws Error where nobody answers, the login is refused or there is no such topic */
  static async open(settings: KafkaClientSettings, topic: string): Promise<KafkaBacklog> {
    const { groupId } = settings;
    const connection = { ...kafkaConnection(settings), retries: 5 };
    const admin = survivor(new Admin(connection));
    const reader = survivor(new Consumer({ ...connection, groupId, maxWaitTime: 500, maxBytes: fetchBytes }));
    try {
      const ranges = await rangesOf(admin, reader, groupId, topic);
      const count = ranges.reduce((sum, { next, end }) => sum + Number(end - next), 0);
      return new KafkaBacklog(admin, reader, groupId, topic, ranges, count);
    } catch (error) {
      await Promise.all([admin.close(), reader.close(true)]).catch(() => undefined);
      throw new Error(`${topic} can not be read: ${kafkaErrorText(error)}`, { cause: error });
    }
  }

  /** The next record; none once all that were there at the start have been seen. */
  async next(): Promise<KafkaRecord | undefined> {
    let heardAt = Date.now();
    for (;;) {
      const known = this.fetched.shift();
      if (known !== undefined) return known;
      const range = this.ranges.find(({ next, end }) => next < end);
      if (range === undefined) return undefined;
      const before = range.next;
      const failure = await this.fetch(range).catch((error: unknown) => error);
      if (range.next > before) heardAt = Date.now();
      else if (Date.now() - heardAt > patienceMs)
        throw new Error(`partition ${range.partition} of ${this.topic} does not answer: ${kafkaErrorText(failure)}`);
      // A leader that moved is found again.
      else if (failure !== undefined) await wait(pauseMs);
    }
  }

  /** The group's position: behind this record. */
  async commit({ partition, offset }: Pick<KafkaRecord, 'partition' | 'offset'>): Promise<void> {
    const partitionOffsets = [{ partition, offset: offset + 1n }];
    await this.admin.alterConsumerGroupOffsets({
      groupId: this.group,
      topics: [{ name: this.topic, partitionOffsets }],
    });
  }

  async close(): Promise<void> {
    await Promise.all([this.admin.close(), this.reader.close(true)]);
  }

  private async fetch(range: Range): Promise<void> {
    const { partition, next: fetchOffset, end } = range;
    const metadata: ClusterMetadata = await this.reader.metadata({ topics: [this.topic] });
    const known = metadata.topics.get(this.topic);
    if (known === undefined) throw new Error('the topic is gone');
    const leader = known.partitions[partition]?.leader ?? -1;
    const wanted = {
      partition,
      currentLeaderEpoch: -1,
      fetchOffset,
      lastFetchedEpoch: -1,
      partitionMaxBytes: fetchBytes,
    };
    const { responses } = await this.reader.fetch({
      node: leader,
      topics: [{ topicId: known.id, partitions: [wanted] }],
    });
    const batches = responses[0]?.partitions[0]?.records ?? [];
    this.fetched = batches
      .flatMap((batch) => batchRecords(batch, { topic: this.topic, partition }))
      .filter(({ offset }) => offset >= fetchOffset && offset < end);
    // Offsets may have gaps: what is behind a batch counts, not its last record.
    range.next = nextOffset(batches, fetchOffset);
  }
}

async function rangesOf(admin: Admin, reader: Consumer, groupId: string, topic: string): Promise<readonly Range[]> {
  const { topics } = await reader.metadata({ topics: [topic] });
  if (topics.get(topic) === undefined) throw new Error('there is no such topic');
  const [first, last] = await Promise.all(
    [earliest, latest].map((timestamp) => reader.listOffsets({ topics: [topic], timestamp })),
  );
  const [group] = await admin.listConsumerGroupOffsets({ groups: [groupId] });
  const positions = group?.topics.find(({ name }) => name === topic)?.partitions ?? [];
  return (last?.get(topic) ?? []).map((end, partition) => {
    const position = positions.find(({ partitionIndex }) => partitionIndex === partition)?.committedOffset ?? 0n;
    // What was kept long enough is gone, whatever the position says.
    const begin = first?.get(topic)?.[partition] ?? 0n;
    const next = position > begin ? position : begin;
    return { partition, next, end: end > next ? end : next };
  });
}
