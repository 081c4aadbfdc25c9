import { z } from 'zod';
import { KafkaConsumer, type KafkaRecord } from '../../clients/kafka-consumer';
import { PoisonError } from '../../clients/poison';
import type { Environment } from '../../durability/environment';
import { kafkaClientFromEnv } from '../../kafka/client';
import { behaviourTopic } from '../behaviour/events';
import { Recommendation } from '../behaviour/recommendation';
import { atMost } from '../service/at-most';
import { parse } from '../service/parse';
import { readQueues } from '../service/queues';
import { runService, storeOf } from '../service/service';
import type { Store } from '../service/store';
import page from './page.html';
import { Alerts, OrderStates, Rate } from './views';

const topPairs = 5;
const pruneEveryMs = 3_600_000;

/** What comes to the page over RabbitMQ: something that happened to an order, or an alert. Further fields do not matter here. */
const news = z.union([
  z.object({ type: z.enum(['placed', 'paid', 'reserved', 'shipped', 'declined']), order: z.string(), at: z.number() }),
  z.object({ kind: z.string(), id: z.string(), at: z.number(), text: z.string() }),
]);

/** Reads everything, and touches nothing: orders by state, events a second, what is bought together, alerts. */
class Status {
  private readonly orders: OrderStates;
  private readonly alerts: Alerts;
  private readonly recommendation: Recommendation;
  private readonly rate = new Rate();

  constructor(private readonly store: Store) {
    this.orders = new OrderStates(store);
    this.alerts = new Alerts(store);
    this.recommendation = new Recommendation(store);
    setInterval(() => void store.write(() => this.orders.prune(Date.now())), pruneEveryMs).unref();
  }

  async hear(content: Buffer): Promise<void> {
    const told = parse(news, content);
    await this.store.write(() => {
      if ('kind' in told) this.alerts.learn(told);
      else this.orders.learn(told.order, told.type, told.at);
    });
  }

  see(record: KafkaRecord): Promise<void> {
    this.rate.add(Date.now());
    return this.recommendation.learn(record);
  }

  get result(): object {
    return {
      orders: this.orders.counts,
      events: this.rate.result(Date.now()),
      top: this.recommendation.result.top.slice(0, topPairs),
      alerts: this.alerts.last,
    };
  }
}

/** What others have set aside with its reason is not set aside once more. */
async function unlessPoison(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof PoisonError)) throw error;
  }
}

/** The page `/` of the shop, live. Goes on until it is asked to stop. */
export async function status(env: Environment): Promise<void> {
  const its = new Status(storeOf(env));
  const log = new KafkaConsumer(kafkaClientFromEnv(env), [behaviourTopic]);
  const queues = readQueues(env, ({ content }) => its.hear(content));
  await runService(env, {
    result: () => its.result,
    routes: { 'GET /': () => ({ status: 200, type: 'text/html; charset=utf-8', body: page }) },
    drain: async () => {
      // What Kafka does not take back now, it gives again.
      await Promise.all([atMost(log.drain()), queues.drain()]);
    },
    running: Promise.all([log.run((record) => unlessPoison(its.see(record))), queues.running]),
  });
}
