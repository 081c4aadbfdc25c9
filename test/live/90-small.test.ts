import { apply, clear, provisioned, synthesize } from './support/deployment';
import type { MessagingOptions } from '../../lib/plan/options';
import { kubectl, say, until } from './support/kubectl';
import { parseLedgerLine } from '../../lib/durability/ledger-lines';

const small = { cpu: 0.1, memory: '900Mi' } as const;

const development: MessagingOptions = {
  name: 'development',
  durability: 'development',
  kafka: { storage: '1Gi', resources: small, topics: { clicks: { partitions: 2 } } },
  rabbitmq: {
    storage: '5Gi',
    resources: small,
    walMaxSizeBytes: 67_108_864,
    exchanges: { orders: {} },
    queues: { payment: { bindings: [{ exchange: 'orders', routingKey: '#' }] } },
  },
  workloads: {
    'clicks-producer': { program: 'kafka-producer', kafka: { produce: ['clicks'] } },
    'clicks-consumer': { program: 'kafka-consumer', kafka: { consume: ['clicks'] } },
    'orders-producer': { program: 'rabbitmq-producer', rabbitmq: { publish: ['orders'] } },
    'payment-consumer': { program: 'rabbitmq-consumer', rabbitmq: { consume: ['payment'] } },
  },
};

function without(broker: 'kafka' | 'rabbitmq'): MessagingOptions {
  const { [broker]: _, ...rest } = development;
  const workloads = Object.fromEntries(
    Object.entries(development.workloads ?? {}).filter(([, its]) => its[broker] === undefined),
  );
  return { ...rest, name: `without-${broker}`, workloads };
}

/** Whether a consumer has read anything. */
async function reads(namespace: string, consumer: string): Promise<true | undefined> {
  const text = await kubectl('logs', '-n', namespace, `deployment/${consumer}`, '--tail=50');
  return text.split('\n').some((line) => parseLedgerLine(line)?.ledger === 'consumer') ? true : undefined;
}

describe('the development profile', () => {
  test.each([
    ['both brokers', development, ['clicks-consumer', 'payment-consumer'], 2],
    ['Kafka alone', without('rabbitmq'), ['clicks-consumer'], 1],
    ['RabbitMQ alone', without('kafka'), ['payment-consumer'], 1],
  ] as const)('runs %s on one node, and carries messages', async (what, options, consumers, brokerPods) => {
    await clear(options.name);
    const folder = synthesize(options);
    const started = Date.now();
    await apply(folder);
    await provisioned(folder, 240);
    for (const consumer of consumers) await until(`${consumer} reads`, 120, () => reads(options.name, consumer));
    say(`  ${what}: messages arrive ${Math.round((Date.now() - started) / 1_000)} s after apply`);
    const claims = await kubectl('get', 'pvc', '-n', options.name, '-o', 'name');
    expect(claims.trim().split('\n')).toHaveLength(brokerPods);
    await clear(options.name);
  });
});
