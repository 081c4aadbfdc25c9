import { hostname } from 'node:os';
import type { RabbitMqMessage } from '../../clients/rabbitmq-exchange';
import { RabbitMqPublisher } from '../../clients/rabbitmq-publisher';
import { fromZero, listOf, type Environment } from '../../durability/environment';
import { rabbitMqClientFromEnv } from '../../rabbitmq/client';
import { runGenerator } from '../service/generator';
import { Outbox } from '../service/outbox';
import { storeOf } from '../service/service';
import type { Store } from '../service/store';
import { Tally } from '../service/tally';
import { callExchange, type Call } from './events';
import { Injection } from './injection';
import { readBurst, readRamp, trafficOf, type TrafficSettings } from './traffic';

export interface CallerSettings extends TrafficSettings {
  /** Of the pod: lanes begin with it. */
  readonly name: string;
  /** The first so many calls are not JSON. */
  readonly poisoned: number;
}

/** While the broker takes nothing, no more than this waits on the volume. */
const mostWaiting = 5_000;

/** Names of what is counted beside the lanes. */
const errors = 'errors';
const poisoned = 'poisoned';

export interface Called {
  /** Calls of each lane, those that wait among them. */
  readonly generated: Readonly<Record<string, number>>;
  /** Calls that RabbitMQ has not confirmed, poisoned ones among them. */
  readonly waiting: number;
  /** What was made on purpose: calls that fail, and messages that are no calls and stand in no lane. */
  readonly injected: { readonly errors: number; readonly poisoned: number };
}

/**
 * Services that call others. A call is on the volume before it is sent, and is sent until RabbitMQ has confirmed it: the numbers of
 * a lane have no gap, and a generator that was killed goes on with them.
 */
export class Callers {
  private readonly outbox: Outbox;
  private readonly generated: Tally;
  private readonly injected: Tally;
  private readonly injection: Injection;

  constructor(
    private readonly store: Store,
    private readonly settings: CallerSettings,
    publish: (message: RabbitMqMessage) => Promise<void>,
  ) {
    this.injection = new Injection(store, settings);
    this.generated = new Tally(store, 'generated');
    this.injected = new Tally(store, 'injected');
    this.outbox = new Outbox(store, 'calls', ({ body }) => {
      const blank = body.indexOf(' ');
      const [routingKey, content] = [body.slice(0, blank), Buffer.from(body.slice(blank + 1))];
      return publish({ exchange: callExchange, routingKey, content });
    });
  }

  /** One more call. Resolves once it is on the disk. */
  next(now = Date.now()): Promise<void> {
    return this.store.write(() => {
      const total = this.outbox.count + 1;
      const seconds = this.injection.seconds(now);
      const { service, fail, load } = trafficOf(this.settings, total, seconds, this.injection.errors);
      if (total <= this.settings.poisoned) {
        this.injected.add(poisoned);
        this.outbox.put(`${service} no call`);
        return;
      }
      if (fail) {
        this.injection.failed();
        this.injected.add(errors);
      }
      const lane = this.laneOf(service);
      const number = this.generated.of(lane) + 1;
      this.generated.add(lane);
      const call: Call = { id: `${lane}/${number}`, lane, number, service, at: now, fail, load };
      this.outbox.put(`${service} ${JSON.stringify(call)}`);
    });
  }

  get waiting(): number {
    return this.outbox.waiting;
  }

  get result(): Called {
    const lanes = this.settings.services.map((service) => this.laneOf(service));
    const generated = Object.fromEntries(lanes.map((lane) => [lane, this.generated.of(lane)]));
    const injected = { errors: this.injected.of(errors), poisoned: this.injected.of(poisoned) };
    return { generated, waiting: this.waiting, injected };
  }

  drain(): Promise<void> {
    return this.outbox.drain();
  }

  private laneOf(service: string): string {
    return `${this.settings.name}.${service}`;
  }
}

/** Calls at a steady rate until it is asked to stop. */
export async function callers(env: Environment): Promise<void> {
  const name = env['POD_NAME'] ?? hostname();
  const publisher = new RabbitMqPublisher(rabbitMqClientFromEnv(env), name);
  const its = new Callers(storeOf(env), settingsOf(env, name), (message) => publisher.publish(message));
  await runGenerator(env, its, {
    rate: 20,
    room: () => its.waiting < mostWaiting,
    close: () => publisher.drain(),
  });
}

function settingsOf(env: Environment, name: string): CallerSettings {
  const { ERROR_BURST: burst, LOAD_RAMP: ramp } = env;
  return {
    name,
    services: listOf(env, 'SERVICES'),
    seed: fromZero(env, 'SEED', 1),
    skew: fromZero(env, 'SKEW', 0),
    poisoned: fromZero(env, 'POISONED', 0),
    ...(burst === undefined ? {} : { burst: readBurst(burst) }),
    ...(ramp === undefined ? {} : { ramp: readRamp(ramp) }),
  };
}
