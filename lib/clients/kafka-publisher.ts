import { compatibilityPartitioner, ProduceAcks, Producer, type ClusterMetadata } from '@platformatic/kafka';
import type { KafkaClientSettings } from '../kafka/client';
import { kafkaConnection, kafkaErrorText, survivor } from './kafka-connection';
import type { Publisher } from './publisher';
import { endProcess, Watchdog } from './watchdog';

/** A record to be written. */
export interface KafkaMessage {
  readonly topic: string;
  /** Messages of one key keep their order. */
  readonly key: string;
  readonly value: Buffer | string;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Pending {
  readonly message: KafkaMessage;
  readonly key: Buffer;
  readonly value: Buffer;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** Messages of one partition that wait for their batch. */
interface Lane {
  readonly topic: string;
  readonly partition: number;
  readonly waiting: Pending[];
  sending: boolean;
}

/**
 * Partitions share this many connections to each broker. A broker answers one request of a connection at a time, and after
 * a leader's death the first request of each partition takes its time: in a queue, these times add up.
 */
const connectionSets = 6;
const patienceMs = 30_000;
const lastWordsMs = 1_500;
const batchRecords = 500;
/** Half of the largest batch that a broker takes by default. A larger message goes alone. */
const batchBytes = 500_000;

/**
 * Publishes with acks=all and idempotence: `publish` resolves once the record is in every replica that must have it.
 *
 * Each partition has a batch of its own on its way, never two. That keeps the order of a partition, and it keeps the library
 * from mixing partitions in a request: when a leader dies, the library sends such a request again to the new leader of its
 * *first* partition only, and goes on for ever if the others now have another leader.
 *
 * The library repeats a request until it is answered; idempotence makes that safe. Nothing is sent again here: a rejected
 * message may be stored or not.
 */
export class KafkaPublisher implements Publisher<KafkaMessage> {
  private readonly producers: readonly Producer[];
  private readonly watchdog = new Watchdog(patienceMs, (stalled) => this.giveUp(stalled));
  /** Partitions of a topic, as far as known. */
  private readonly counts = new Map<string, number>();
  /** Messages whose topic's partitions are being asked for. */
  private readonly unplaced = new Map<string, Pending[]>();
  private readonly lanes = new Map<string, Lane>();
  private readonly unsettled = new Set<Pending>();
  private allSettled: () => void = () => undefined;
  private drained: Promise<void> | undefined;
  /** The last failure of a connection: what the library does not say while it goes on trying. */
  private heard: string | undefined;
  /** Why it takes nothing more. */
  private closed: string | undefined;

  /** @param end what to do after 30 s without progress, when all that was unsettled is rejected; by default the process ends */
  constructor(
    settings: KafkaClientSettings,
    private readonly end: (message: string) => void = endProcess,
  ) {
    const connection = kafkaConnection(settings);
    this.producers = Array.from({ length: connectionSets }, () => {
      const producer = survivor(
        new Producer({ ...connection, idempotent: true, acks: ProduceAcks.ALL, retries: Number.MAX_SAFE_INTEGER }),
        (error) => (this.heard = kafkaErrorText(error)),
      );
      producer.on('client:metadata', (metadata) => this.learn(metadata));
      return producer;
    });
  }

  publish(message: KafkaMessage): Promise<void> {
    if (this.closed !== undefined) return Promise.reject(new Error(this.closed));
    const value = typeof message.value === 'string' ? Buffer.from(message.value) : message.value;
    return new Promise<void>((resolve, reject) => {
      const pending = { message, key: Buffer.from(message.key), value, resolve, reject };
      this.unsettled.add(pending);
      this.place(pending);
    });
  }

  drain(): Promise<void> {
    this.drained ??= this.close();
    return this.drained;
  }

  private async close(): Promise<void> {
    this.closed = 'the publisher is closed';
    if (this.unsettled.size > 0) await new Promise<void>((resolve) => (this.allSettled = resolve));
    this.watchdog.stop();
    await Promise.all(this.producers.map((producer) => producer.close()));
  }

  private producerOf(partition: number): Producer {
    const producer = this.producers[partition % connectionSets];
    if (producer === undefined) throw new Error('no producer');
    return producer;
  }

  private learn(metadata: ClusterMetadata): void {
    // A topic that was asked for and is not there comes as undefined.
    for (const [topic, known] of metadata.topics as Map<string, { partitionsCount: number } | undefined>)
      if (known !== undefined) this.counts.set(topic, known.partitionsCount);
  }

  private place(pending: Pending): void {
    const { topic } = pending.message;
    const count = this.counts.get(topic);
    if (count === undefined) {
      const others = this.unplaced.get(topic);
      if (others !== undefined) others.push(pending);
      else {
        this.unplaced.set(topic, [pending]);
        void this.ask(topic);
      }
      return;
    }
    const partition = compatibilityPartitioner(undefined as never, pending.key) % count;
    const lane = this.lane(topic, partition);
    lane.waiting.push(pending);
    if (lane.sending) return;
    lane.sending = true;
    // Everything published in the same turn shares the batch.
    setImmediate(() => void this.send(lane));
  }

  private lane(topic: string, partition: number): Lane {
    const name = `${topic}/${partition}`;
    const known = this.lanes.get(name);
    if (known !== undefined) return known;
    const lane: Lane = { topic, partition, waiting: [], sending: false };
    this.lanes.set(name, lane);
    return lane;
  }

  private async ask(topic: string): Promise<void> {
    const work = `asking for the partitions of ${topic}`;
    this.watchdog.pending(work);
    const failure = await this.producerOf(0)
      .metadata({ topics: [topic] })
      .then(
        (metadata) => this.learn(metadata),
        (error: unknown) => error,
      );
    this.watchdog.done(work);
    const waiting = this.unplaced.get(topic) ?? [];
    this.unplaced.delete(topic);
    const known = this.counts.has(topic);
    for (const pending of waiting) {
      if (known) this.place(pending);
      else this.settle(pending, new Error(`where is ${topic}? ${kafkaErrorText(failure)}`, { cause: failure }));
    }
  }

  private settle(pending: Pending, error?: Error): void {
    if (error === undefined) pending.resolve();
    else pending.reject(error);
    this.unsettled.delete(pending);
    if (this.unsettled.size === 0) this.allSettled();
  }

  /** Nothing hangs for ever: whoever waits is told that it is unknown, and has a moment to write that down. */
  private giveUp(stalled: string): void {
    const message = this.heard === undefined ? stalled : `${stalled}; last heard: ${this.heard}`;
    this.closed = message;
    for (const pending of this.unsettled) this.settle(pending, new Error(`${message}; maybe stored, maybe not`));
    setTimeout(() => this.end(message), lastWordsMs);
  }

  private async send(lane: Lane): Promise<void> {
    const { topic, partition } = lane;
    const work = `a batch for partition ${partition} of ${topic}`;
    while (lane.waiting.length > 0) {
      const batch = takeBatch(lane.waiting);
      this.watchdog.pending(work);
      try {
        await this.producerOf(partition).send({
          messages: batch.map(({ message, key, value }) => ({
            topic,
            partition,
            key,
            value,
            headers: headersOf(message),
          })),
        });
        for (const pending of batch) this.settle(pending);
      } catch (error) {
        const unknown = new Error(`${kafkaErrorText(error)}; maybe stored, maybe not`, { cause: error });
        for (const pending of batch) this.settle(pending, unknown);
      }
      this.watchdog.done(work);
    }
    lane.sending = false;
  }
}

function takeBatch(waiting: Pending[]): readonly Pending[] {
  let bytes = 0;
  let count = 0;
  for (const { key, value } of waiting) {
    bytes += key.length + value.length;
    if (count > 0 && (count === batchRecords || bytes > batchBytes)) break;
    count += 1;
  }
  return waiting.splice(0, count);
}

const headersOf = ({ headers }: KafkaMessage): Map<Buffer, Buffer> =>
  new Map(Object.entries(headers ?? {}).map(([name, value]) => [Buffer.from(name), Buffer.from(value)]));
