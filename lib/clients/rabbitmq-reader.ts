import type { Channel } from 'amqplib';
import type { RabbitMqClientSettings } from '../rabbitmq/client';
import { openSession, type RabbitMqSession } from './rabbitmq-connection';
import { deliveryOf, type RabbitMqDelivery } from './rabbitmq-consumer';

/** A message in hand. */
export interface RabbitMqTaken {
  readonly delivery: RabbitMqDelivery;
  /** @throws Error once the connection is lost: then it comes again */
  acknowledge(): void;
}

/**
 * Looks through what a queue held at the start, one message after the other. What is not acknowledged goes back when it closes.
 *
 * It has one connection and makes no other: an empty queue and a broker that does not answer are not the same.
 */
export class RabbitMqReader {
  private read = 0;
  private failure: Error | undefined;

  private constructor(
    private readonly session: RabbitMqSession,
    private readonly channel: Channel,
    private readonly queue: string,
    /** Messages at the start. */
    readonly count: number,
  ) {
    channel.on('error', (error: Error) => (this.failure = error));
  }

  /** @throws Error where nobody answers, the login is refused or there is no such queue */
  static async open(settings: RabbitMqClientSettings, queue: string, name: string): Promise<RabbitMqReader> {
    const session = await openSession(settings, name);
    try {
      const channel = await session.model.createChannel();
      // The answer of the call says it too; an event that nobody listens to ends the process.
      channel.on('error', () => undefined);
      const { messageCount } = await channel.checkQueue(queue);
      return new RabbitMqReader(session, channel, queue, messageCount);
    } catch (error) {
      await session.close();
      throw error;
    }
  }

  /** The next message; none once all that were there at the start have been seen. */
  async next(): Promise<RabbitMqTaken | undefined> {
    if (this.read === this.count) return undefined;
    this.read += 1;
    const message = await Promise.race([this.channel.get(this.queue, { noAck: false }), this.lost()]);
    if (message === false) return undefined;
    return {
      delivery: deliveryOf(this.queue, message),
      acknowledge: () => this.channel.ack(message),
    };
  }

  /** Resolves when the broker has every acknowledgement. */
  async close(): Promise<void> {
    if (!this.session.over) await Promise.race([this.channel.close().catch(() => undefined), this.session.ended]);
    await this.session.close();
  }

  private async lost(): Promise<never> {
    const reason = await this.session.ended;
    throw new Error(`the connection was lost: ${this.failure?.message ?? reason}`);
  }
}
