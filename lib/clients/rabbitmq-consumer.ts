import type { Channel, ConsumeMessage, Message } from 'amqplib';
import type { RabbitMqClientSettings } from '../rabbitmq/client';
import { PoisonError } from './poison';
import { propertiesOf, type RabbitMqProperties } from './rabbitmq-properties';
import type { Consumer } from './publisher';
import { RabbitMqConnection, type RabbitMqSession } from './rabbitmq-connection';

/** A message as it was delivered. */
export interface RabbitMqDelivery {
  readonly queue: string;
  readonly exchange: string;
  readonly routingKey: string;
  readonly content: Buffer;
  readonly headers: Readonly<Record<string, unknown>>;
  /** The same for every delivery of one message, and for its repetitions after a lost connection. */
  readonly messageId: string | undefined;
  /** Whether the message may have been worked on before. */
  readonly redelivered: boolean;
  /** What its publisher has said of it, beside the headers. */
  readonly properties: RabbitMqProperties;
}

interface Taken {
  readonly channel: Channel;
  readonly message: ConsumeMessage;
}

/** Deliveries on their way at a time: enough that the network is no brake, few enough to come twice after a failure. */
const prefetch = 100;

/**
 * Reads one queue. `work` is called in the order of the deliveries, for one after the other, or for up to `atOnce` that are
 * not done yet; each message is acknowledged after its work.
 *
 * When the work fails, the message is rejected: that counts towards the queue's delivery limit, and it comes again after
 * the queue's retry delay, or goes to the dead-letter queue. (A `nack` that asks for another delivery does not count: a
 * message that always fails would come for ever.) Messages behind it overtake it. A PoisonError sends it to the dead-letter
 * queue at once. Work that fails while it drains may fail for that reason: its message goes back as it came, and does not count.
 *
 * A lost connection or subscription is made again for ever; what was not acknowledged comes again.
 */
export class RabbitMqConsumer implements Consumer<RabbitMqDelivery> {
  private work: ((delivery: RabbitMqDelivery) => Promise<void>) | undefined;
  private connection: RabbitMqConnection | undefined;
  private channel: Channel | undefined;
  private consumerTag: string | undefined;
  /** Delivered, and nobody has begun with it. */
  private waiting: Taken[] = [];
  private readonly working = new Set<Promise<void>>();
  private draining = false;
  private finished: () => void = () => undefined;

  /**
   * @param name of the connection, as the broker's lists show it
   * @param atOnce messages that may be worked on at the same time
   */
  constructor(
    private readonly settings: RabbitMqClientSettings,
    private readonly queue: string,
    private readonly name: string,
    private readonly atOnce = 1,
  ) {}

  async run(work: (delivery: RabbitMqDelivery) => Promise<void>): Promise<void> {
    if (this.draining) return;
    this.work = work;
    const drained = new Promise<void>((resolve) => (this.finished = resolve));
    this.connection = new RabbitMqConnection(this.settings, this.name, (session) => this.setUp(session));
    await drained;
  }

  async drain(): Promise<void> {
    if (this.draining) return;
    this.draining = true;
    const { channel, consumerTag } = this;
    if (channel !== undefined && consumerTag !== undefined) await channel.cancel(consumerTag).catch(() => undefined);
    // What nobody has begun goes back as it came: unlike a lost connection, this does not count as a failure. It does so at once, so
    // that others have it while this one works off what it has begun.
    for (const { channel: from, message } of this.waiting) this.answer(from, () => from.nack(message, false, true));
    this.waiting = [];
    await Promise.all(this.working);
    await this.connection?.stop();
    this.finished();
  }

  private async setUp(session: RabbitMqSession): Promise<void> {
    const channel = await session.model.createChannel();
    let fault = 'the channel was closed';
    channel.on('error', (error) => (fault = error.message));
    channel.on('close', () => {
      if (this.channel === channel) this.channel = undefined;
      session.abandon(fault);
    });
    // What is left of an older connection can't be acknowledged any more and comes again.
    this.waiting = [];
    this.channel = channel;
    this.consumerTag = undefined;
    await channel.prefetch(Math.max(prefetch, this.atOnce));
    if (this.draining) return;
    const { consumerTag } = await channel.consume(this.queue, (message) => {
      if (message === null) session.abandon(`the broker cancelled the subscription to ${this.queue}`);
      else this.waiting.push({ channel, message });
      this.begin();
    });
    this.consumerTag = consumerTag;
  }

  private begin(): void {
    while (!this.draining && this.working.size < this.atOnce) {
      const taken = this.waiting.shift();
      if (taken === undefined) return;
      const done = this.workOn(taken).finally(() => {
        this.working.delete(done);
        this.begin();
      });
      this.working.add(done);
    }
  }

  private async workOn({ channel, message }: Taken): Promise<void> {
    try {
      await this.work?.(deliveryOf(this.queue, message));
      this.answer(channel, () => channel.ack(message));
    } catch (error) {
      process.stderr.write(`${this.name}: a message of ${this.queue} failed: ${(error as Error).message}\n`);
      const again = !(error instanceof PoisonError);
      this.answer(channel, () =>
        again && this.draining ? channel.nack(message, false, true) : channel.reject(message, again),
      );
    }
  }

  /** A channel that was lost meanwhile takes no answer: the message comes again. */
  private answer(channel: Channel, send: () => void): void {
    if (this.channel !== channel) return;
    try {
      send();
    } catch {
      // Lost between the two lines.
    }
  }
}

/** A message of a queue, as work sees it. */
export function deliveryOf(queue: string, { content, fields, properties }: Message): RabbitMqDelivery {
  return {
    queue,
    exchange: fields.exchange,
    routingKey: fields.routingKey,
    content,
    headers: properties.headers ?? {},
    messageId: properties.messageId === undefined ? undefined : String(properties.messageId),
    redelivered: fields.redelivered,
    properties: propertiesOf(properties),
  };
}
