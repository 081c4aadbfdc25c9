import { hostname } from 'node:os';
import type { KafkaMessage } from '../../clients/kafka-publisher';
import { fromZero, positive, type Environment } from '../../durability/environment';
import { Outbox } from '../service/outbox';
import type { Store } from '../service/store';
import { behaviourTopic, byType, totalOf, type BehaviourEvent, type ByType } from './events';
import { InOrder } from './in-order';
import { Tally } from '../service/tally';
import { visit, type VisitSettings } from './visits';

export interface VisitorSettings extends VisitSettings {
  /** Of the pod: users and ids begin with it, so that no two generators share one. */
  readonly name: string;
  /** Records are filled up to this size. */
  readonly bytes: number;
  /** The first so many records are not JSON. */
  readonly poisoned: number;
}

const lateMs = 30_000;

/**
 * Users who look at articles, put them into carts and buy them. An event is written to the outbox together with the user's
 * sequence before it is sent: a crash leaves neither a gap nor a second event with the same id.
 *
 * It goes on from its volume. On an empty one it begins again with the same ids, which readers take for events sent again.
 */
export class Visitors {
  private readonly generated: Tally;
  private readonly outbox: Outbox;
  private readonly order = new InOrder();

  constructor(
    private readonly store: Store,
    private readonly settings: VisitorSettings,
    publish: (message: KafkaMessage) => Promise<void>,
  ) {
    // A row for each user: as many as USERS.
    store.define('CREATE TABLE IF NOT EXISTS sequences (user TEXT PRIMARY KEY, last INTEGER NOT NULL) WITHOUT ROWID');
    this.generated = new Tally(store, 'generated');
    this.outbox = new Outbox(store, 'events', ({ body }) => {
      const blank = body.indexOf(' ');
      const [key, value] = [body.slice(0, blank), body.slice(blank + 1)];
      return this.order.send(key, () => publish({ topic: behaviourTopic, key, value }));
    });
  }

  /** One more event. Resolves once it is on the disk. */
  next(): Promise<void> {
    return this.store.write(() => {
      const number = this.outbox.count + 1;
      const { user: index, type, skus, late } = visit(number, this.settings);
      const user = `${this.settings.name}-user-${index}`;
      const id = `${this.settings.name}-${number}`;
      if (number <= this.settings.poisoned) {
        this.generated.add('poisoned');
        this.outbox.put(`${user} no event: ${id}`);
        return;
      }
      const at = Date.now() - (late ? lateMs : 0);
      const event = { id, user, sequence: this.sequenceOf(user), type, skus: [...skus], at };
      this.generated.add(type);
      this.outbox.put(`${user} ${filled(event, this.settings.bytes)}`);
    });
  }

  /** Messages that Kafka has not confirmed. */
  get waiting(): number {
    return this.outbox.waiting;
  }

  /** What was confirmed and what waits is all that was generated, and the poisoned ones. */
  get result(): {
    readonly generated: number;
    readonly byType: ByType;
    readonly poisoned: number;
    readonly confirmed: number;
    readonly waiting: number;
  } {
    const types = byType((type) => this.generated.of(type));
    const { count, waiting } = this.outbox;
    const poisoned = this.generated.of('poisoned');
    return { generated: totalOf(types), byType: types, poisoned, confirmed: count - waiting, waiting };
  }

  drain(): Promise<void> {
    return this.outbox.drain();
  }

  private sequenceOf(user: string): number {
    return this.store.number(
      `INSERT INTO sequences (user, last) VALUES (?, 1)
       ON CONFLICT (user) DO UPDATE SET last = last + 1 RETURNING last`,
      user,
    );
  }
}

/** The event as JSON of at least that many bytes. All that is in it is ASCII. */
function filled(event: BehaviourEvent, bytes: number): string {
  const missing = bytes - JSON.stringify({ ...event, note: '' }).length;
  return JSON.stringify(missing > 0 ? { ...event, note: '.'.repeat(missing) } : event);
}

/** As the environment says it. */
export const visitorSettings = (env: Environment): VisitorSettings => ({
  name: env['POD_NAME'] ?? hostname(),
  users: Math.ceil(positive(env, 'USERS', 1_000)),
  skus: Math.ceil(positive(env, 'SKUS', 100)),
  seed: fromZero(env, 'SEED', 1),
  skew: fromZero(env, 'SKEW', 0),
  late: fromZero(env, 'LATE', 0.01),
  bytes: fromZero(env, 'BYTES', 0),
  poisoned: fromZero(env, 'POISONED', 0),
});
