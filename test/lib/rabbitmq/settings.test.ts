import { DurabilityError } from '../../../lib/durability/problem';
import { profileNames, profiles } from '../../../lib/durability/profiles';
import type { RabbitMqOptions } from '../../../lib/rabbitmq/options';
import { resolveRabbitMq } from '../../../lib/rabbitmq/settings';

describe('resolveRabbitMq', () => {
  test.each(profileNames)('keeps the copies of %s on nodes and queues', (durability) => {
    const { copies } = profiles[durability];
    const settings = resolveRabbitMq('rabbitmq', { durability, queues: { payment: {} } });

    expect(settings.size.nodes).toBe(copies);
    expect(settings.quorumQueueInitialClusterSize).toBe(copies);
    expect(settings.queues).toMatchObject([{ type: 'quorum', members: copies }]);
  });

  test('lets a queue promise something of its own', () => {
    const { queues } = resolveRabbitMq('rabbitmq', { queues: { scratch: { durability: 'development' }, payment: {} } });

    expect(queues).toMatchObject([
      { name: 'scratch', members: 1 },
      { name: 'payment', members: 3 },
    ]);
  });

  test('names the dead-letter queue of each queue, and the routing key that was left out', () => {
    const { queues } = resolveRabbitMq('rabbitmq', { queues: { mail: { bindings: [{ exchange: 'notices' }] } } });

    expect(queues).toMatchObject([
      { deadLetterQueue: 'mail.dead-letters', bindings: [{ exchange: 'notices', routingKey: '' }] },
    ]);
  });

  test('keeps every value that the user wrote', () => {
    const options: RabbitMqOptions = {
      nodes: 5,
      storage: '1Ti',
      resources: { cpu: 1.5, memory: '16Gi' },
      image: 'registry.example/rabbitmq:4.3.6-management',
      config: { 'log.console.level': 'debug' },
      heartbeatSeconds: 10,
      membershipReconciliationEnabled: false,
    };
    const { nodes, ...kept } = options;

    expect(resolveRabbitMq('rabbitmq', options)).toMatchObject({
      ...kept,
      size: { nodes, cpu: 1.5, memoryMiB: 16_384, storageMiB: 1_048_576 },
    });
  });

  test('fails with every problem at once, each under the name of the cluster', () => {
    const wrong = { nodes: 9, queues: { payment: { deliveryLimt: 3, members: 'all' } } } as unknown as RabbitMqOptions;

    expect(() => resolveRabbitMq('orders', wrong)).toThrow(DurabilityError);
    expect(() => resolveRabbitMq('orders', wrong)).toThrow(/orders\.nodes is 9/);
    expect(() => resolveRabbitMq('orders', wrong)).toThrow(
      /orders\.queues\.payment\.deliveryLimt .* did you mean deliveryLimit\?/,
    );
    expect(() => resolveRabbitMq('orders', wrong)).toThrow(/orders\.queues\.payment\.members is all/);
  });
});
