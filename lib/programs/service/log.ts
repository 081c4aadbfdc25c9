import { z } from 'zod';
import type { KafkaPublisher } from '../../clients/kafka-publisher';
import { Outbox } from './outbox';
import type { Store } from './store';

export const logTopic = 'service-logs';

/** One line of a service's log, as it stands in Kafka. */
export const logLine = z.object({
  service: z.string(),
  /** A sequence without a gap: who counts its numbers sees what is missing. */
  lane: z.string(),
  number: z.number().int().positive(),
  /** Milliseconds since the epoch. */
  at: z.number(),
  level: z.enum(['info', 'error']),
  text: z.string(),
  /** How much of its capacity the service uses: 0 to 1, and above where it is too small. */
  load: z.number().optional(),
});
export type LogLine = z.infer<typeof logLine>;

/**
 * The log of a service with a store: a line is written in the transaction of what it tells of, and shipped to Kafka until
 * Kafka has it. No line is lost with a crash, and none tells of what did not happen.
 */
export class ServiceLog {
  private readonly outbox: Outbox;

  /** @param lane the pod's own name: the same for as long as its volume lives */
  constructor(
    private readonly service: string,
    lane: string,
    store: Store,
    publisher: Pick<KafkaPublisher, 'publish'>,
  ) {
    this.outbox = new Outbox(store, 'log', ({ number, body }) =>
      publisher.publish({
        topic: logTopic,
        key: lane,
        value: JSON.stringify({ ...(JSON.parse(body) as object), lane, number }),
      }),
    );
  }

  /** Only inside of a write. */
  write(level: LogLine['level'], text: string): void {
    this.outbox.put(JSON.stringify({ service: this.service, at: Date.now(), level, text }));
  }

  get result(): { readonly written: number; readonly waiting: number } {
    return { written: this.outbox.count, waiting: this.outbox.waiting };
  }

  drain(): Promise<void> {
    return this.outbox.drain();
  }
}
