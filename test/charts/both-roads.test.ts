import { readFileSync } from 'node:fs';
import { Yaml } from 'cdk8s';
import { KafkaCluster, MessagingWorkload, RabbitMqCluster } from '../../charts';
import type { ProgramName } from '../../lib/plan/programs';
import { parseMessaging } from '../../lib/plan/parse';
import { manifestsOf, newChart, synthesized } from '../support/manifests';

const text = readFileSync('messaging.yaml', 'utf8');

/** The sample, as a team would write it in code. */
function inCode() {
  const chart = newChart('shop');
  const kafka = new KafkaCluster(chart, 'kafka', {
    topics: {
      clicks: { partitions: 12, retention: '7d' },
      alerts: { partitions: 3, cleanupPolicy: 'compact', durability: 'survives-power-loss' },
    },
  });
  const rabbit = new RabbitMqCluster(chart, 'rabbitmq', {
    exchanges: { orders: { type: 'topic' }, payments: { type: 'direct' }, notices: { type: 'fanout' } },
    queues: {
      payment: { bindings: [{ exchange: 'orders', routingKey: 'order.placed' }], deliveryLimit: 5 },
      shipping: { bindings: [{ exchange: 'orders', routingKey: 'order.*' }] },
      accounting: { bindings: [{ exchange: 'payments', routingKey: 'paid' }] },
      mail: { bindings: [{ exchange: 'notices' }] },
    },
  });
  const speed = { MESSAGES_PER_SECOND: '25' };
  const workload = (id: string, program: ProgramName, env?: Record<string, string>) =>
    new MessagingWorkload(chart, id, { program, replicas: 2, ...(env === undefined ? {} : { env }) });
  kafka.topic('clicks').grantProduce(workload('clicks-producer', 'kafka-producer', speed));
  kafka.topic('clicks').grantConsume(workload('clicks-consumer', 'kafka-consumer'));
  const orders = { ...speed, ROUTING_KEY: 'order.placed' };
  rabbit.exchange('orders').grantPublish(workload('orders-producer', 'rabbitmq-producer', orders));
  rabbit.queue('payment').grantConsume(workload('payment-consumer', 'rabbitmq-consumer'));
  return synthesized(chart);
}

describe('the file and the constructs', () => {
  test('give the same bytes', () => {
    expect(Yaml.stringify(...inCode())).toBe(Yaml.stringify(...manifestsOf(parseMessaging(text))));
  });

  test('promise the same in the live tests: only resources and speed differ from the sample', () => {
    const withoutSize = (path: string): unknown => {
      const { kafka, rabbitmq, ...rest } = parseMessaging(readFileSync(path, 'utf8'));
      const { storage: _1, controllerStorage: _2, resources: _3, controllerResources: _4, ...itsKafka } = kafka ?? {};
      const {
        storage: _5,
        resources: _6,
        walMaxSizeBytes: _7,
        membershipReconciliationIntervalMs: _8,
        ...itsRabbit
      } = rabbitmq ?? {};
      return { ...rest, kafka: itsKafka, rabbitmq: itsRabbit };
    };
    expect(withoutSize('test/live/messaging.yaml')).toEqual(withoutSize('messaging.yaml'));
  });
});
