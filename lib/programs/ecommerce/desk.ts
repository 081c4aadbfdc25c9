import type { KafkaPublisher } from '../../clients/kafka-publisher';
import type { RabbitMqPublisher } from '../../clients/rabbitmq-publisher';
import { Inbox } from '../service/inbox';
import { ServiceLog } from '../service/log';
import { Outbox } from '../service/outbox';
import type { Store } from '../service/store';
import { Tally } from '../service/tally';
import type { Told } from './events';

/** What a service speaks with. */
export interface Publishers {
  readonly kafka: Pick<KafkaPublisher, 'publish'>;
  readonly rabbitMq: Pick<RabbitMqPublisher, 'publish'>;
}

/** What a service does with its messages. */
export interface Business {
  /** Resolves once what follows from the message is on the disk. */
  readonly work: (content: Buffer) => Promise<void>;
  readonly result: object;
}

/**
 * What a service of the shop works at: its store, and what comes in and goes out in the same transaction. A message that comes
 * twice does nothing the second time, and what follows from it is told exactly when it has happened.
 */
export class Desk {
  private readonly inbox: Inbox;
  private readonly events: Outbox;
  private readonly log: ServiceLog;
  private readonly counts: Tally;

  /**
   * @param service its name in the log
   * @param lane of its log: the pod's own name
   */
  constructor(
    readonly store: Store,
    service: string,
    lane: string,
    { kafka, rabbitMq }: Publishers,
  ) {
    this.inbox = new Inbox(store);
    this.counts = new Tally(store, 'counts');
    this.log = new ServiceLog(service, lane, store, kafka);
    this.events = new Outbox(store, 'events', ({ body }) => {
      const { exchange, routingKey, event } = JSON.parse(body) as Told;
      return rabbitMq.publish({ exchange, routingKey, content: Buffer.from(JSON.stringify(event)) });
    });
  }

  /**
   * Works on a message in one write; resolves once that is on the disk, so that it can be acknowledged.
   *
   * @param id of the event: where it was worked on before, only the duplicate is counted
   */
  once(id: string, effect: () => void): Promise<void> {
    return this.store.write(() => {
      if (this.inbox.first(id)) effect();
      else this.count('duplicates');
    });
  }

  /** Only inside of a write. */
  tell(told: Told): void {
    this.events.put(JSON.stringify(told));
  }

  /** Only inside of a write: a line of the log. */
  say(text: string): void {
    this.log.write('info', text);
  }

  /** Only inside of a write. */
  count(name: string): void {
    this.counts.add(name);
  }

  /** What was counted under these names, and the log. */
  result<Name extends string>(
    ...names: readonly Name[]
  ): Record<Name, number> & { readonly log: ServiceLog['result'] } {
    const counted = Object.fromEntries(names.map((name) => [name, this.counts.of(name)])) as Record<Name, number>;
    return { ...counted, log: this.log.result };
  }

  /** Events that RabbitMQ has not confirmed yet. */
  get waiting(): number {
    return this.events.waiting;
  }

  /** Sends nothing more. What was not sent is sent after the next start. */
  async drain(): Promise<void> {
    await Promise.all([this.events.drain(), this.log.drain()]);
  }
}
