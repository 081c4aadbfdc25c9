import { rabbitMqTopology, type RabbitMqTopology } from '../../../lib/rabbitmq/topology';
import { resolveRabbitMq } from '../../../lib/rabbitmq/settings';
import { policyState, rabbitMqChanges, type RabbitMqState } from '../../../lib/programs/rabbitmq-plan';

const topology = rabbitMqTopology(
  resolveRabbitMq('rabbitmq', {
    exchanges: { orders: { type: 'topic' } },
    queues: { payment: { deliveryLimit: 5, bindings: [{ exchange: 'orders', routingKey: 'order.*' }] } },
  }),
  [
    { user: 'shop', verb: 'publish', on: 'orders' },
    { user: 'payment', verb: 'consume', on: 'payment' },
  ],
);

const nothing: RabbitMqState = {
  exchanges: [],
  queues: [],
  bindings: [],
  policies: [],
  users: [],
  permissions: [],
  featureFlags: [],
};

/** A broker that has all of a topology, as its API would show it. */
function stateOf({ exchanges, queues, bindings, policies, users }: RabbitMqTopology): RabbitMqState {
  return {
    exchanges: exchanges.map((exchange) => ({ ...exchange, durable: true })),
    queues: queues.map((queue) => ({
      name: queue.name,
      type: String(queue.arguments['x-queue-type']),
      durable: true,
      auto_delete: false,
      arguments: queue.arguments,
    })),
    bindings: bindings.map(({ exchange, queue, routingKey }) => ({
      source: exchange,
      destination: queue,
      destination_type: 'queue',
      routing_key: routingKey,
    })),
    policies: policies.map(policyState),
    users: users.map(({ name }) => ({ name, passwordIsRight: true, tags: [] })),
    permissions: users.map(({ name, ...rights }) => ({ user: name, ...rights })),
    featureFlags: [{ name: 'topic_binding_projection_v5', state: 'enabled', stability: 'stable' }],
  };
}

const complete = stateOf(topology);
const changedQueue = (change: Partial<RabbitMqState['queues'][number]>): RabbitMqState => ({
  ...complete,
  queues: complete.queues.map((queue) => (queue.name === 'payment' ? { ...queue, ...change } : queue)),
});

test('an empty broker gets everything, and nothing is refused', () => {
  const changes = rabbitMqChanges(nothing, topology);
  expect(new Set(changes.map(({ action }) => action))).toEqual(new Set(['create']));
  expect(changes.map(({ path }) => path)).toEqual([
    'exchanges.orders',
    'exchanges.dead-letters',
    'queues.payment',
    'queues.payment.dead-letters',
    'bindings.orders.payment[order.*]',
    'bindings.dead-letters.payment.dead-letters[payment]',
    'policies.payment',
    'policies.payment.dead-letters',
    'users.payment',
    'users.shop',
    'permissions.payment',
    'permissions.shop',
  ]);
});

test('a broker that has everything needs no change', () => {
  expect(rabbitMqChanges(complete, topology)).toEqual([]);
});

test('what the topology does not name stays as it is', () => {
  const more: RabbitMqState = {
    ...complete,
    exchanges: [...complete.exchanges, { name: 'theirs', type: 'fanout', durable: false }],
    queues: [...complete.queues, { name: 'theirs', type: 'classic', durable: false, auto_delete: true, arguments: {} }],
    users: [...complete.users, { name: 'theirs', passwordIsRight: false, tags: ['administrator'] }],
  };
  expect(rabbitMqChanges(more, topology)).toEqual([]);
});

test('a second key between the same exchange and queue is bound without touching the first', () => {
  const binding = { exchange: 'orders', queue: 'payment', routingKey: 'refund.*' };
  const wanted = { ...topology, bindings: [...topology.bindings, binding] };
  expect(rabbitMqChanges(complete, wanted)).toEqual([
    { path: 'bindings.orders.payment[refund.*]', is: '(none)', wanted: 'bound', action: 'create' },
  ]);
});

test('a binding to an exchange of the same name is not taken for one to the queue', () => {
  const bindings = complete.bindings.map((binding) => ({ ...binding, destination_type: 'exchange' }));
  expect(rabbitMqChanges({ ...complete, bindings }, topology).map(({ action }) => action)).toEqual([
    'create',
    'create',
  ]);
});

test('a policy value that differs is altered, and both values are named', () => {
  const policies = complete.policies.map((policy) =>
    policy.name === 'payment' ? { ...policy, definition: { ...policy.definition, 'delivery-limit': 20 } } : policy,
  );
  expect(rabbitMqChanges({ ...complete, policies }, topology)).toEqual([
    { path: 'policies.payment.definition.delivery-limit', is: 20, wanted: 5, action: 'alter' },
  ]);
});

test('a policy value that is not ours is taken out of the policy', () => {
  const policies = complete.policies.map((policy) =>
    policy.name === 'payment' ? { ...policy, definition: { ...policy.definition, expires: 1 } } : policy,
  );
  expect(rabbitMqChanges({ ...complete, policies }, topology)).toEqual([
    { path: 'policies.payment.definition.expires', is: 1, wanted: '(none)', action: 'alter' },
  ]);
});

test('a right that differs is altered', () => {
  const permissions = complete.permissions.map((right) =>
    right.user === 'shop' ? { ...right, configure: '.*' } : right,
  );
  expect(rabbitMqChanges({ ...complete, permissions }, topology)).toEqual([
    { path: 'permissions.shop.configure', is: '.*', wanted: '^$', action: 'alter' },
  ]);
});

test('a password that changed in its Secret is set, and neither value is shown', () => {
  const users = complete.users.map((user) => ({ ...user, passwordIsRight: user.name !== 'shop' }));
  expect(rabbitMqChanges({ ...complete, users }, topology)).toEqual([
    { path: 'users.shop.password', is: '(another one)', wanted: '(the one of its Secret)', action: 'alter' },
  ]);
});

test('a workload that became an administrator loses that', () => {
  const users = complete.users.map((user) => ({ ...user, tags: user.name === 'shop' ? ['administrator'] : [] }));
  expect(rabbitMqChanges({ ...complete, users }, topology)).toEqual([
    { path: 'users.shop.tags', is: ['administrator'], wanted: [], action: 'alter' },
  ]);
});

test('a stable feature flag that is off is turned on, an experimental one is not', () => {
  const featureFlags = [
    { name: 'track_qq_members_uids', state: 'disabled', stability: 'stable' },
    { name: 'daring', state: 'disabled', stability: 'experimental' },
  ];
  expect(rabbitMqChanges({ ...complete, featureFlags }, topology)).toEqual([
    { path: 'featureFlags.track_qq_members_uids', is: 'disabled', wanted: 'enabled', action: 'alter' },
  ]);
});

test('another queue type is refused with both values and the reason', () => {
  expect(rabbitMqChanges(changedQueue({ type: 'classic' }), topology)).toEqual([
    {
      path: 'queues.payment.type',
      is: 'classic',
      wanted: 'quorum',
      action: 'refuse',
      why: expect.stringContaining('fixed') as string,
    },
  ]);
});

test('an argument that wins over the policy is refused', () => {
  const state = changedQueue({ arguments: { 'x-queue-type': 'quorum', 'x-overflow': 'drop-head' } });
  expect(rabbitMqChanges(state, topology)).toMatchObject([
    { path: 'queues.payment.arguments.x-overflow', is: 'drop-head', wanted: '(none)', action: 'refuse' },
  ]);
});

test('a queue declared with fewer members is no change: the broker grows it', () => {
  const state = changedQueue({
    arguments: { 'x-queue-type': 'quorum', 'x-quorum-initial-group-size': 1 },
    members: ['rabbit@rabbitmq-0'],
    online: ['rabbit@rabbitmq-0'],
  });
  expect(rabbitMqChanges(state, topology)).toEqual([]);
});

test.each([
  ['not durable', { durable: false }],
  ['deleted with its last consumer', { auto_delete: true }],
])('a queue that is %s is refused', (is, change) => {
  expect(rabbitMqChanges(changedQueue(change), topology)).toMatchObject([
    { path: 'queues.payment.durable', is, action: 'refuse' },
  ]);
});

test.each([
  ['type', { type: 'fanout' }, 'fanout'],
  ['durable', { durable: false }, false],
])('an exchange with another %s is refused', (field, change, is) => {
  const exchanges = complete.exchanges.map((exchange) =>
    exchange.name === 'orders' ? { ...exchange, ...change } : exchange,
  );
  expect(rabbitMqChanges({ ...complete, exchanges }, topology)).toMatchObject([
    { path: `exchanges.orders.${field}`, is, action: 'refuse' },
  ]);
});
