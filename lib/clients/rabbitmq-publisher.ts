import { setTimeout as wait } from 'node:timers/promises';
import type { RabbitMqClientSettings } from '../rabbitmq/client';
import type { Publisher } from './publisher';
import { RabbitMqConnection, type RabbitMqSession } from './rabbitmq-connection';
import { RabbitMqExchange, type RabbitMqMessage } from './rabbitmq-exchange';

const lookEveryMs = 500;

/**
 * Publishes through confirms: `publish` resolves once a majority of the queue's members has the message on disk.
 *
 * It rejects with a NotRoutedError where no queue takes the message, and with an UnknownError 30 s after `publish`. Until then
 * a lost connection is made again at once, and what was not confirmed is published again in its order, with the same
 * `messageId`: readers may see such a message twice. A message that the broker refuses for the moment (a full queue) is
 * published again and may be overtaken by later ones.
 */
export class RabbitMqPublisher implements Publisher<RabbitMqMessage> {
  private readonly exchanges = new Map<string, RabbitMqExchange>();
  private readonly connection: RabbitMqConnection;
  private readonly watch: NodeJS.Timeout;
  private session: RabbitMqSession | undefined;
  private draining = false;

  /** @param name of the connection, as the broker's lists show it */
  constructor(settings: RabbitMqClientSettings, name: string) {
    this.connection = new RabbitMqConnection(settings, name, (session) => this.setUp(session));
    this.watch = setInterval(() => {
      for (const exchange of this.exchanges.values()) exchange.look(Date.now());
    }, lookEveryMs);
  }

  publish(message: RabbitMqMessage): Promise<void> {
    if (this.draining) return Promise.reject(new Error('the publisher is draining: it takes no more messages'));
    return this.exchange(message.exchange).publish(message);
  }

  /** Ends within the 30 s after which every message is confirmed or given up. */
  async drain(): Promise<void> {
    this.draining = true;
    while ([...this.exchanges.values()].some(({ size }) => size > 0)) await wait(20);
    clearInterval(this.watch);
    await this.connection.stop();
  }

  private async setUp(session: RabbitMqSession): Promise<void> {
    this.session = session;
    await Promise.all([...this.exchanges.values()].map((exchange) => exchange.open(session)));
  }

  private exchange(name: string): RabbitMqExchange {
    const known = this.exchanges.get(name);
    if (known !== undefined) return known;
    const exchange = new RabbitMqExchange();
    this.exchanges.set(name, exchange);
    const { session } = this;
    if (session !== undefined && !session.over) {
      exchange.open(session).catch((error: unknown) => session.abandon((error as Error).message));
    }
    return exchange;
  }
}
