import fc from 'fast-check';
import { resolveRabbitMq } from '../../../lib/rabbitmq/settings';
import { rabbitMqTopology, type RabbitMqGrant } from '../../../lib/rabbitmq/topology';

const settings = resolveRabbitMq('rabbitmq', {
  exchanges: { orders: {} },
  queues: {
    payment: { bindings: [{ exchange: 'orders', routingKey: 'order.placed' }], deliveryLimit: 5 },
    'old.one': { type: 'classic', maxLengthBytes: 2_097_152 },
  },
});
const topology = rabbitMqTopology(settings, []);
const publish: RabbitMqGrant = { user: 'checkout', verb: 'publish', on: 'orders' };
const consume: RabbitMqGrant = { user: 'worker', verb: 'consume', on: 'payment' };

describe('rabbitMqTopology', () => {
  test('declares the exchanges, and the one for dead letters', () => {
    expect(topology.exchanges).toEqual([
      { name: 'orders', type: 'topic' },
      { name: 'dead-letters', type: 'direct' },
    ]);
  });

  test('declares each queue with only what can never change', () => {
    const quorum = { 'x-queue-type': 'quorum', 'x-quorum-initial-group-size': 3 };

    expect(topology.queues).toEqual([
      { name: 'payment', arguments: quorum },
      { name: 'old.one', arguments: { 'x-queue-type': 'classic' } },
      { name: 'payment.dead-letters', arguments: quorum },
    ]);
  });

  test('binds each queue as written, and its dead letters by its name', () => {
    expect(topology.bindings).toEqual([
      { exchange: 'orders', queue: 'payment', routingKey: 'order.placed' },
      { exchange: 'dead-letters', queue: 'payment.dead-letters', routingKey: 'payment' },
    ]);
  });

  test('sets by policy what may change, so that a full queue refuses and nothing is dropped', () => {
    expect(topology.policies).toEqual([
      {
        name: 'payment',
        pattern: '^payment$',
        applyTo: 'quorum_queues',
        priority: 10,
        definition: {
          'dead-letter-exchange': 'dead-letters',
          'dead-letter-routing-key': 'payment',
          'dead-letter-strategy': 'at-least-once',
          overflow: 'reject-publish',
          'delayed-retry-type': 'failed',
          'delivery-limit': 5,
          'delayed-retry-min': 1_000,
          'delayed-retry-max': 60_000,
          'target-group-size': 3,
          'max-length-bytes': 5_368_709_120,
        },
      },
      {
        name: 'old.one',
        pattern: String.raw`^old\.one$`,
        applyTo: 'classic_queues',
        priority: 10,
        definition: { overflow: 'reject-publish', 'max-length-bytes': 2_097_152 },
      },
      {
        name: 'payment.dead-letters',
        pattern: String.raw`^payment\.dead-letters$`,
        applyTo: 'quorum_queues',
        priority: 10,
        definition: {
          'delivery-limit': -1,
          overflow: 'reject-publish',
          'target-group-size': 3,
          'max-length-bytes': 5_368_709_120,
        },
      },
    ]);
  });

  test('lets nobody declare, a publisher only write and a consumer only read', () => {
    expect(rabbitMqTopology(settings, [consume, publish]).users).toEqual([
      { name: 'checkout', configure: '^$', write: '^(orders)$', read: '^$' },
      { name: 'worker', configure: '^$', write: '^$', read: '^(payment)$' },
    ]);
  });

  test('does not depend on the order of the grants, nor on one given twice', () => {
    const audit: RabbitMqGrant = { ...publish, on: 'audit' };

    expect(rabbitMqTopology(settings, [audit, consume, publish, publish])).toEqual(
      rabbitMqTopology(settings, [publish, consume, audit]),
    );
  });

  test('gives a right to exactly the names that were granted, whatever stands in them', () => {
    const name = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,5}$/);
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 4 }), name, (granted, other) => {
        const [user] = rabbitMqTopology(
          settings,
          granted.map((on) => ({ user: 'worker', verb: 'consume', on })),
        ).users;
        const read = new RegExp(user?.read ?? '');

        for (const on of granted) expect(read.test(on)).toBe(true);
        expect(read.test(other)).toBe(granted.includes(other));
        expect(new RegExp(user?.write ?? '').test(other)).toBe(false);
      }),
    );
  });
});
