import type { ConfirmChannel, Message } from 'amqplib';
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { RabbitMqProperties } from './rabbitmq-properties';
import type { RabbitMqSession } from './rabbitmq-connection';

/** A message to be published. It must find a queue: one that no queue takes is rejected. */
export interface RabbitMqMessage {
  readonly exchange: string;
  readonly routingKey: string;
  readonly content: Buffer;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly properties?: RabbitMqProperties;
}

/** No queue wanted the message: it is not stored, and publishing it again would not help. */
export class NotRoutedError extends Error {
  override readonly name = 'NotRoutedError';
}

/** No confirmation came in time: the message may be stored or not. */
export class UnknownError extends Error {
  override readonly name = 'UnknownError';
}

interface Entry {
  /** Of this publish alone: a publisher may use a message's id twice. */
  readonly number: number;
  readonly id: string;
  readonly message: RabbitMqMessage;
  readonly publishedAt: number;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
  sent: boolean;
  returned: string | undefined;
}

/** Messages on their way at a time: more would only wait in the broker, and come twice after a lost connection. */
const windowSize = 300;
const patienceMs = 30_000;
/** Longer than an election takes, and a sign that this node will not confirm any more. */
const stallMs = 8_000;
/** Before a message that the broker refused for the moment is sent again. */
const refusedPauseMs = 100;
/** Before a channel that the broker closed is opened again: rights and exchanges may come late. */
const closedPauseMs = 500;

/** How amqplib names a negative confirmation; with any other error, the channel is gone. */
const refused = 'message nacked';

/**
 * The messages to one exchange, from `publish` to their confirmation, over one channel after the other.
 *
 * Each exchange has a channel of its own, because the broker answers a publish without rights, or to an exchange that is not
 * there, by closing the channel: other exchanges go on.
 */
export class RabbitMqExchange {
  private readonly prefix = randomUUID();
  private count = 0;
  /** In the order of `publish`: sent, or to be sent as soon as there is a channel. */
  private readonly unconfirmed = new Map<number, Entry>();
  private waiting: Entry[] = [];
  private channel: ConfirmChannel | undefined;
  private session: RabbitMqSession | undefined;
  private progressAt = Date.now();
  private fault = 'no connection';

  /** Messages neither confirmed nor given up. */
  get size(): number {
    return this.unconfirmed.size + this.waiting.length;
  }

  publish(message: RabbitMqMessage): Promise<void> {
    return new Promise((resolve, reject) => {
      const number = this.count++;
      const id = message.properties?.messageId ?? `${this.prefix}-${number}`;
      const publishedAt = Date.now();
      this.waiting.push({ number, id, message, publishedAt, resolve, reject, sent: false, returned: undefined });
      this.fill();
    });
  }

  /** Goes on over a new connection: what is not confirmed is sent again, in its order. */
  async open(session: RabbitMqSession): Promise<void> {
    this.session = session;
    const channel = await session.model.createConfirmChannel();
    channel.on('return', (message) => this.returned(message));
    channel.on('error', (error) => (this.fault = error.message));
    channel.on('close', () => {
      if (this.channel === channel) this.channel = undefined;
      void this.reopen(session);
    });
    this.channel = channel;
    this.progressAt = Date.now();
    for (const entry of [...this.unconfirmed.values()]) this.send(entry);
    this.fill();
  }

  /** What no event tells: messages that took too long, and a node that keeps the connection but does not confirm. */
  look(now: number): void {
    const late = (entry: Entry): boolean => now - entry.publishedAt > patienceMs;
    for (const entry of [...this.unconfirmed.values()].filter(late)) {
      const what = entry.sent ? 'may be stored or not' : 'was not sent';
      this.end(entry, new UnknownError(`not confirmed within ${patienceMs / 1_000} s, ${what}: ${this.fault}`));
    }
    const given = this.waiting.filter(late);
    this.waiting = this.waiting.filter((entry) => !late(entry));
    for (const entry of given) entry.reject(new Error(`not sent within ${patienceMs / 1_000} s: ${this.fault}`));
    if (this.session?.blocked === true) this.progressAt = now;
    const stalled = this.unconfirmed.size > 0 && now - this.progressAt > stallMs;
    if (stalled && this.channel !== undefined) this.session?.abandon(`no confirmation for ${stallMs / 1_000} s`);
  }

  private async reopen(session: RabbitMqSession): Promise<void> {
    await wait(closedPauseMs);
    if (session.over || this.session !== session) return;
    await this.open(session).catch((error: unknown) => session.abandon((error as Error).message));
  }

  private fill(): void {
    while (this.unconfirmed.size < windowSize) {
      const entry = this.waiting.shift();
      if (entry === undefined) return;
      if (this.unconfirmed.size === 0) this.progressAt = Date.now();
      this.unconfirmed.set(entry.number, entry);
      this.send(entry);
    }
  }

  private send(entry: Entry): void {
    const channel = this.channel;
    if (channel === undefined || !this.unconfirmed.has(entry.number)) return;
    const { exchange, routingKey, content, headers, properties } = entry.message;
    const options = { ...properties, mandatory: true, persistent: true, messageId: entry.id, headers: headers ?? {} };
    entry.returned = undefined;
    try {
      channel.publish(exchange, routingKey, content, options, (error) =>
        this.settled(channel, entry, error as Error | null),
      );
      entry.sent = true;
    } catch (error) {
      // A message that can't be written at all; on a channel that has just ended, it is the channel's fault.
      if (!this.session?.over && (error as Error).name !== 'IllegalOperationError') this.end(entry, error as Error);
    }
  }

  /** A return comes before the confirmation of the same message. */
  private returned({ properties, fields }: Message): void {
    const { replyText = 'returned', routingKey } = fields as {
      readonly replyText?: string;
      readonly routingKey: string;
    };
    for (const entry of this.unconfirmed.values())
      if (entry.id === String(properties.messageId) && entry.message.routingKey === routingKey && entry.sent)
        entry.returned = replyText;
  }

  private settled(channel: ConfirmChannel, entry: Entry, error: Error | null): void {
    if (error !== null && error.message !== refused) return;
    this.progressAt = Date.now();
    const { exchange, routingKey } = entry.message;
    if (error !== null) {
      this.fault = 'the broker refused the message for the moment';
      // A new channel sends it anyway.
      setTimeout(() => this.channel === channel && this.send(entry), refusedPauseMs);
    } else if (entry.returned !== undefined) {
      const why = `no queue of exchange ${exchange} takes the key '${routingKey}': ${entry.returned}`;
      this.end(entry, new NotRoutedError(why));
    } else {
      this.end(entry);
    }
  }

  private end(entry: Entry, error?: Error): void {
    if (!this.unconfirmed.delete(entry.number)) return;
    if (error === undefined) entry.resolve();
    else entry.reject(error);
    this.fill();
  }
}
