import { problemText } from '../../../lib/durability/problem';
import { wrap } from '../../../lib/durability/wrap';
import type { RabbitMqOptions } from '../../../lib/rabbitmq/options';
import { checkRabbitMq, rabbitMqRules } from '../../../lib/rabbitmq/rules';
import { resolveRabbitMq } from '../../../lib/rabbitmq/settings';

const threeZones = { zones: 3, podKnowsZone: false };
const problems = (options: RabbitMqOptions, placement = threeZones) =>
  checkRabbitMq(resolveRabbitMq('rabbitmq', options), placement);

/** For each rule: options that trip it, where it says so, and the words that tell what to do. */
const trips: Readonly<
  Record<string, readonly [options: RabbitMqOptions, path: string, fix: string, placement?: typeof threeZones]>
> = {
  'rabbitmq-nodes-too-few': [{ nodes: 1 }, 'rabbitmq.nodes', 'use at least 3'],
  'rabbitmq-even-nodes': [{ nodes: 4 }, 'rabbitmq.nodes', 'use 3 or 5'],
  'rabbitmq-members-too-few': [
    { queues: { payment: { members: 1 } } },
    'rabbitmq.queues.payment.members',
    'use at least 3',
  ],
  'rabbitmq-members-exceed-nodes': [
    { queues: { payment: { members: 5 } } },
    'rabbitmq.queues.payment.members',
    'use at most 3',
  ],
  'rabbitmq-even-members': [
    { nodes: 5, queues: { payment: { members: 4 } } },
    'rabbitmq.queues.payment.members',
    'use 3 or 5',
  ],
  'rabbitmq-members-may-share-zone': [
    { nodes: 5, queues: { payment: {} } },
    'rabbitmq.queues.payment.members',
    'use 5 members',
  ],
  'rabbitmq-zones-too-few': [{}, 'rabbitmq.durability', 'use 3 zones', { zones: 2, podKnowsZone: true }],
  'rabbitmq-classic-queue': [
    { queues: { payment: { type: 'classic' } } },
    'rabbitmq.queues.payment.type',
    'use quorum',
  ],
  'rabbitmq-reconciliation-off': [
    { membershipReconciliationEnabled: false },
    'rabbitmq.membershipReconciliationEnabled',
    'remove it',
  ],
  'rabbitmq-queue-promises-more-than-cluster': [
    { durability: 'survives-node-loss', queues: { payment: { durability: 'survives-zone-loss' } } },
    'rabbitmq.queues.payment.durability',
    'give the cluster survives-zone-loss',
  ],
  'rabbitmq-memory-below-wal': [
    { resources: { cpu: 2, memory: '1Gi' } },
    'rabbitmq.resources.memory',
    'use at least 1536Mi',
  ],
  'rabbitmq-memory-watermark-above-limit': [
    { memoryHighWatermarkMiB: 4_000 },
    'rabbitmq.memoryHighWatermarkMiB',
    'use at most 3276',
  ],
  'rabbitmq-disk-limit-below-memory': [{ diskFreeLimitMiB: 1_000 }, 'rabbitmq.diskFreeLimitMiB', 'use at least 2457'],
  'rabbitmq-disk-limit-above-volume': [{ storage: '3Gi' }, 'rabbitmq.storage', 'use at least 4914Mi'],
  'rabbitmq-disk-limit-set-twice': [
    { config: { 'disk_free_limit.relative': '1.0' } },
    'rabbitmq.config.disk_free_limit.relative',
    'use diskFreeLimitMiB alone',
  ],
  'rabbitmq-certificate-given-twice': [
    { existingSecrets: { clients: 'wildcard' }, tls: { certManager: { issuer: 'internal' } } },
    'rabbitmq.existingSecrets.clients',
    'remove it',
  ],
  'rabbitmq-plaintext-clients': [{ plaintextPort: 5_672 }, 'rabbitmq.plaintextPort', 'remove it'],
  'rabbitmq-image-not-pinned': [{ image: 'rabbitmq:management' }, 'rabbitmq.image', 'name a version'],
  'rabbitmq-key-not-in-version': [
    { config: { cluster_partition_handling: 'autoheal' } },
    'rabbitmq.config.cluster_partition_handling',
    'remove it',
  ],
  // 50 GiB less the disk limit of 60 % of 4 GiB.
  'rabbitmq-queue-unbounded': [
    { queues: { payment: { maxLengthBytes: 60 * 1_024 ** 3 } } },
    'rabbitmq.queues.payment.maxLengthBytes',
    'use at most 51110739968',
  ],
  'rabbitmq-retry-delay-reversed': [
    { queues: { payment: { retryDelayMinMs: 5_000, retryDelayMaxMs: 1_000 } } },
    'rabbitmq.queues.payment.retryDelayMinMs',
    'use at most 1000',
  ],
  'rabbitmq-known-bad-version': [{ image: 'rabbitmq:4.3.2-management' }, 'rabbitmq.image', 'use 4.3.3 or later'],
  'rabbitmq-stop-grace-too-short': [{ stopGraceSeconds: 60 }, 'rabbitmq.stopGraceSeconds', 'use at least 120'],
  'rabbitmq-binding-to-undeclared': [
    { exchanges: { orders: {} }, queues: { payment: { bindings: [{ exchange: 'order' }] } } },
    'rabbitmq.queues.payment.bindings.0.exchange',
    'did you mean orders?',
  ],
  'rabbitmq-config-is-the-kits': [
    { config: { 'listeners.tcp.default': '5672' } },
    'rabbitmq.config.listeners.tcp.default',
    'remove it',
  ],
  'rabbitmq-name-taken': [
    { queues: { payment: {}, 'payment.dead-letters': {} } },
    'rabbitmq.queues.payment.dead-letters',
    'choose another name',
  ],
  'rabbitmq-config-has-a-knob': [
    { config: { heartbeat: '30' } },
    'rabbitmq.config.heartbeat',
    'use rabbitmq.heartbeatSeconds',
  ],
};

test('every rule has a case here', () => {
  expect(Object.keys(trips).sort()).toEqual(rabbitMqRules.map(({ id }) => id).sort());
});

test.each(['development', 'survives-node-loss', 'survives-zone-loss', 'survives-power-loss'] as const)(
  '%s by itself breaks no rule',
  (durability) => {
    expect(problems({ durability, queues: { payment: {} } })).toEqual([]);
  },
);

describe.each(Object.entries(trips))('%s', (id, [options, path, fix, placement]) => {
  test(`refuses ${JSON.stringify(options)}`, () => {
    const found = problems(options, placement).find((problem) => problem.rule === id && problem.path === path);
    expect(found?.fix).toContain(fix);
  });

  test('is told in three lines of a terminal', () => {
    for (const problem of problems(options, placement))
      expect(wrap(problemText(problem), 100, '  ').length).toBeLessThan(4);
  });

  test('is quiet about the defaults', () => {
    expect(problems({ queues: { payment: {} } }).map(({ rule }) => rule)).not.toContain(id);
  });
});

test('rabbitmq-members-may-share-zone takes five nodes with five members, no zone with three of them', () => {
  expect(problems({ nodes: 5, queues: { payment: { members: 5 } } })).toEqual([]);
});
