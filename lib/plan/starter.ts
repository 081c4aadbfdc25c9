import { stringify } from 'yaml';
import { profiles } from '../durability/profiles';

export const starterBrokers = ['kafka', 'rabbitmq', 'both'] as const;
export type StarterBrokers = (typeof starterBrokers)[number];

export interface StarterOptions {
  readonly brokers: StarterBrokers;
  /** Name of the whole. */
  readonly name: string;
  /** Where the editor finds the schema, seen from the file. */
  readonly schema: string;
}

const promises = Object.values(profiles).map(({ name, promise }) => `#   ${name.padEnd(20)} ${promise}`);

const head = ({ name, schema }: StarterOptions): string => `# yaml-language-server: $schema=${schema}
# What must survive, and the brokers that keep it. Every key that is left out has a safe default; the first line above
# makes an editor show what each key means. \`npx brokerkit explain\` says what each failure would do to each topic and queue.
name: ${stringify(name).trimEnd()}

# The promise, for everything below. A message is acknowledged once its producer has heard that it is stored.
${promises.join('\n')}
durability: survives-zone-loss
`;

const kafka = `
# Kafka: a log. Records stay for their retention, read or not, and every consumer group reads them at a pace of its own.
# Three brokers and three controllers, one in each zone: a record is stored once two brokers have it.
kafka:
  topics:
    # Records of one key keep their order. Here the promise ends: a consumer that is away for more than seven days misses some.
    clicks: { partitions: 12, retention: 7d }
    # Keeps the newest record of each key for good; older ones of the same key go, although they were acknowledged.
    profiles: { partitions: 6, cleanupPolicy: compact }
`;

const rabbitmq = `
# RabbitMQ: work to be done. A message stays until somebody has done it, or until it has failed too often.
# Three nodes, one in each zone, with a copy of every queue: a message is confirmed once two of them have it.
rabbitmq:
  exchanges:
    # Publishers name an exchange and a key; the bindings of the queues decide which of them get a copy.
    orders: { type: topic }
  queues:
    # A message that failed more than five times goes to payment.dead-letters and waits there for a person: none is dropped.
    payment: { bindings: [{ exchange: orders, routingKey: order.placed }], deliveryLimit: 5 }
    # All that happens to orders.
    shipping: { bindings: [{ exchange: orders, routingKey: 'order.*' }] }
`;

const kafkaWorkloads = `  clicks-producer: { program: kafka-producer, kafka: { produce: [clicks] } }
  clicks-consumer: { program: kafka-consumer, kafka: { consume: [clicks] } }
`;

const rabbitMqWorkloads = `  orders-producer: { program: rabbitmq-producer, rabbitmq: { publish: [orders] }, env: { ROUTING_KEY: order.placed } }
  payment-consumer: { program: rabbitmq-consumer, rabbitmq: { consume: [payment] } }
  shipping-consumer: { program: rabbitmq-consumer, rabbitmq: { consume: [shipping] } }
`;

const workloads = `
# Who produces and consumes. Each gets a user, a password and a network path of its own, to what it names here and nothing else.
# These programs come with the kit: they number their messages, so that every loss can be counted. A service of your own
# names its image in the place of the program: checkout: { image: registry.example/checkout:1.4, … }
workloads:
`;

/** A first `messaging.yaml`, whose comments say what each part promises. */
export function starter(options: StarterOptions): string {
  const has = { kafka: options.brokers !== 'rabbitmq', rabbitmq: options.brokers !== 'kafka' };
  return [
    head(options),
    ...(has.kafka ? [kafka] : []),
    ...(has.rabbitmq ? [rabbitmq] : []),
    workloads,
    ...(has.kafka ? [kafkaWorkloads] : []),
    ...(has.rabbitmq ? [rabbitMqWorkloads] : []),
  ].join('');
}
