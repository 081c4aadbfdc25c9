import {
  Consumer as LibraryConsumer,
  MessagesStreamFallbackModes,
  MessagesStreamModes,
  type Message,
  type MessagesStream,
} from '@platformatic/kafka';
import { setTimeout as wait } from 'node:timers/promises';
import type { KafkaClientSettings } from '../kafka/client';
import { isKafkaAnswer, kafkaConnection, kafkaErrorText, survive, survivor } from './kafka-connection';
import { Positions } from './kafka-positions';
import { clientRackOf } from './kafka-rack';
import type { Consumer } from './publisher';
import { Watchdog } from './watchdog';

/** A record as it stands in its topic. Without a key, `key` is empty. */
export interface KafkaRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly key: string;
  readonly value: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

type Stream = MessagesStream<Buffer, Buffer, Buffer, Buffer>;

const commitEveryMs = 250;
const pauseMs = 250;
/**
 * How much a broker may answer to one fetch; a larger record comes all the same. The library's own 50 MiB do not fit into the
 * memory of a small pod, and each read of an answer walks over all the pieces in which it came: with 1 MiB, a record costs a
 * quarter of the processor time. One partition sends half of it at most, so that no partition waits long for another.
 */
const fetchBytes = 1_048_576;
const fetchBytesOfPartition = fetchBytes / 2;
const fetching = 'fetching records';
const committing = 'committing offsets';

/** Answers after which this member of the group can't go on: it must join anew. */
const memberLost = ['UNKNOWN_MEMBER_ID', 'FENCED_MEMBER_EPOCH', 'FENCED_INSTANCE_ID'];

/**
 * Reads as a member of a group (the protocol of KIP-848), from the beginning where the group has no position yet.
 *
 * `work` is called in the order of each partition, for up to `atOnce` records that are not done yet. A position is committed
 * once the work of all records before it resolved. Rejected work ends `run()` with its error, and no position past it is
 * committed. A moved leader or coordinator, a rebalance and a restart may bring records again, never leave one out.
 */
export class KafkaConsumer implements Consumer<KafkaRecord> {
  private readonly watchdog = new Watchdog();
  private readonly positions = new Positions();
  private fail: (error: Error) => void = () => undefined;
  private readonly failed = new Promise<never>((_, reject) => (this.fail = reject));
  private client: LibraryConsumer | undefined;
  private stream: Stream | undefined;
  private commitment: Promise<void> | undefined;
  private stopping = false;
  private ended: Promise<void> | undefined;

  /** @param atOnce records that may be worked on at the same time: 1 for one after the other */
  constructor(
    private readonly settings: KafkaClientSettings,
    private readonly topics: readonly string[],
    private readonly atOnce = 1_000,
  ) {
    this.failed.catch(() => undefined);
  }

  run(work: (record: KafkaRecord) => Promise<void>): Promise<void> {
    this.ended ??= this.loop(work);
    return this.ended;
  }

  async drain(): Promise<void> {
    this.stopping = true;
    this.stream?.destroy();
    await this.ended?.catch(() => undefined);
  }

  private async loop(work: (record: KafkaRecord) => Promise<void>): Promise<void> {
    const timer = setInterval(() => void this.commit(), commitEveryMs);
    try {
      while (!this.stopping) await Promise.race([this.read(work), this.failed]);
      this.watchdog.done(fetching);
      await Promise.race([this.positions.settled(), this.failed]);
    } finally {
      clearInterval(timer);
      this.stopping = true;
      this.stream?.destroy();
      await this.flush();
      await this.leave();
      this.watchdog.stop();
    }
  }

  /** Reads until something breaks; what is not committed then comes again. */
  private async read(work: (record: KafkaRecord) => Promise<void>): Promise<void> {
    this.watchdog.pending(fetching);
    try {
      const stream = await this.open();
      for await (const message of stream) {
        if (this.stopping) return;
        this.begin(message, work);
        if (this.positions.unsettled >= this.atOnce) await this.positions.room(this.atOnce);
      }
    } catch (error) {
      if (this.stopping) return;
      process.stderr.write(`reading ${this.topics.join(', ')} again: ${kafkaErrorText(error)}\n`);
      if (isMemberLost(error)) await this.leave();
      await wait(pauseMs);
    }
    // So that as little as possible comes twice.
    await this.positions.settled();
    await this.flush();
    this.positions.forget();
  }

  private begin(message: Message<Buffer, Buffer, Buffer, Buffer>, work: (record: KafkaRecord) => Promise<void>): void {
    const { topic, partition, offset, leaderEpoch } = message;
    const done = this.positions.begin({ topic, partition, offset, leaderEpoch });
    work(recordOf(message)).then(
      () => {
        done();
        // While slow work fills the room, nothing is fetched.
        this.watchdog.progress(fetching);
      },
      (error: unknown) => this.fail(error as Error),
    );
  }

  private async open(): Promise<Stream> {
    this.client ??= await this.join();
    const stream = await this.client.consume({
      topics: [...this.topics],
      mode: MessagesStreamModes.COMMITTED,
      fallbackMode: MessagesStreamFallbackModes.EARLIEST,
      autocommit: false,
    });
    survive(stream.connections);
    // `for await` throws it; without a listener it would end the process where nobody reads at that moment.
    stream.on('error', () => undefined);
    // A fetch that failed says so too, and destroys the stream right after.
    stream.on('fetch', () => setImmediate(() => stream.destroyed || this.watchdog.progress(fetching)));
    this.stream = stream;
    if (this.stopping) stream.destroy();
    return stream;
  }

  private async join(): Promise<LibraryConsumer> {
    const rack = await clientRackOf(this.settings, process.env);
    const client: LibraryConsumer = survivor(
      new LibraryConsumer({
        ...kafkaConnection(this.settings),
        ...(rack === undefined ? {} : { clientRack: rack }),
        groupId: this.settings.groupId,
        groupProtocol: 'consumer',
        retries: 5,
        // Shorter than any request may take.
        maxWaitTime: 500,
        highWaterMark: this.atOnce,
        maxBytesPerPartition: fetchBytesOfPartition,
        maxBytes: fetchBytes,
        heartbeatStallTimeout: 20_000,
      }),
    );
    client.on('consumer:heartbeat:end', () => {
      // A member without partitions fetches nothing.
      if ((client.assignments ?? []).length === 0) this.watchdog.progress(fetching);
    });
    client.on('consumer:heartbeat:error', ({ error }) => {
      // The library would repeat the same heartbeat for ever.
      if (isMemberLost(error)) this.stream?.destroy(error);
    });
    client.on('consumer:heartbeat:stalled', ({ lastError }) =>
      this.stream?.destroy(lastError ?? new Error('no heartbeat for 20 s')),
    );
    return client;
  }

  /** Also what became ready while a commitment was under way. */
  private async flush(): Promise<void> {
    await this.commitment;
    await this.commit();
  }

  /** One at a time: of two, the older could arrive last. */
  private commit(): Promise<void> {
    this.commitment ??= this.commitDone().finally(() => (this.commitment = undefined));
    return this.commitment;
  }

  private async commitDone(): Promise<void> {
    const done = this.positions.takeDone();
    if (done.length === 0) return;
    this.watchdog.pending(committing);
    try {
      const next = done.map((position) => ({ ...position, offset: position.offset + 1n }));
      await this.client?.commit({ offsets: next });
      this.watchdog.done(committing);
    } catch (error) {
      this.positions.giveBack(done);
      if (isMemberLost(error)) this.stream?.destroy(error as Error);
    }
  }

  private async leave(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    // Whoever can't say goodbye is missed after the group's session timeout.
    await Promise.race([client?.close(true).catch(() => undefined), wait(5_000, undefined, { ref: false })]);
  }
}

const isMemberLost = (error: unknown): boolean => isKafkaAnswer(error, memberLost);

function recordOf(message: Message<Buffer, Buffer, Buffer, Buffer>): KafkaRecord {
  const { topic, partition, offset, headers } = message;
  // A record without a key or a value comes with undefined, whatever the library's types say.
  const { key, value }: { readonly key: Buffer | undefined; readonly value: Buffer | undefined } = message;
  return {
    topic,
    partition,
    offset,
    key: key?.toString() ?? '',
    value: value ?? Buffer.alloc(0),
    headers: Object.fromEntries([...headers].map(([name, its]) => [name.toString(), its.toString()])),
  };
}
