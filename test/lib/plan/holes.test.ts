import { checkPlan } from '../../../lib/plan/check-plan';
import { describePlan } from '../../../lib/plan/describe';
import type { MessagingOptions } from '../../../lib/plan/options';
import { planMessaging } from '../../../lib/plan/plan';
import { at, find, manifestsOf } from '../../support/manifests';

const rules = (options: Omit<MessagingOptions, 'name'>): readonly string[] =>
  checkPlan(planMessaging({ name: 'shop', ...options })).map(({ rule, path }) => `${rule} ${path}`);
const reason = 'two hosts only here';

describe('a rule that leaves something to another one', () => {
  test('says it itself where the other one was accepted: copies that have no broker', () => {
    const acceptRisk = [{ rule: 'kafka-copies-too-few', reason }];
    expect(
      rules({ kafka: { durability: 'survives-node-loss', brokers: 2, topics: { clicks: {} }, acceptRisk } }),
    ).toContain('kafka-copies-exceed-brokers kafka.topics.clicks.replicationFactor');
  });

  test('says it itself where the other one was accepted: members that may share a zone', () => {
    const acceptRisk = [{ rule: 'rabbitmq-even-nodes', reason }];
    expect(rules({ rabbitmq: { nodes: 4, queues: { payment: { members: 3 } }, acceptRisk } })).toEqual([
      'rabbitmq-members-may-share-zone rabbitmq.queues.payment.members',
    ]);
  });
});

test('Kafka’s own topics may not lie in one zone either', () => {
  const kafka = { brokers: 5, offsetsTopicReplicationFactor: 5, topics: { clicks: {} } };
  expect(rules({ kafka, kubernetes: { version: '1.35', zones: ['a', 'b', 'c'] } })).toEqual([
    'kafka-min-insync-shares-zone kafka.offsetsTopicReplicationFactor',
  ]);
});

test.each([
  'raft.data_dir',
  'default_policies.operator.all.expires',
  'load_definitions',
  'auth_mechanisms.1',
  'vm_memory_high_watermark.relative',
  'quorum_queue.continuous_membership_reconciliation.auto_remove',
])('no line may move, empty or open what RabbitMQ keeps: %s', (key) => {
  expect(rules({ rabbitmq: { config: { [key]: 'x' } } })).toEqual([
    `rabbitmq-config-is-the-kits rabbitmq.config.${key}`,
  ]);
});

test('what was accepted is said as an exception from the promise', () => {
  const acceptRisk = [{ rule: 'kafka-min-insync-too-low', reason: 'clicks are counted, not billed' }];
  const plan = planMessaging({ name: 'shop', kafka: { topics: { clicks: { minInsyncReplicas: 1, acceptRisk } } } });
  expect(checkPlan(plan)).toEqual([]);
  expect(describePlan(plan)).toContain('  except    kafka.topics.clicks: lost with one zone:');
});

test('as many zones are required of the cluster as were said to be there', () => {
  const zones = ['a', 'b', 'c', 'd', 'e'];
  const manifests = manifestsOf({ name: 'shop', kafka: { brokers: 5 }, kubernetes: { zones } });
  expect(
    at(find(manifests, 'StatefulSet', 'kafka-broker'), 'spec.template.spec.topologySpreadConstraints.0.minDomains'),
  ).toBe(5);
});
