import { checkPlan, soundPlan } from '../../../lib/plan/check-plan';
import type { MessagingOptions, WorkloadOptions } from '../../../lib/plan/options';
import { planMessaging } from '../../../lib/plan/plan';
import { planRules } from '../../../lib/plan/rules';

const sound: MessagingOptions = { name: 'shop', kafka: { topics: { clicks: {} } } };
const withWorkload = (name: string, workload: WorkloadOptions): MessagingOptions => ({
  ...sound,
  workloads: { [name]: workload },
});

const trips: Readonly<Record<string, readonly [options: MessagingOptions, path: string, fix: string]>> = {
  'no-broker': [{ name: 'shop' }, '', 'add `kafka: {}`'],
  'workload-without-program': [
    withWorkload('checkout', {}),
    'workloads.checkout',
    'write one of program, entry and image',
  ],
  'workload-without-part': [
    withWorkload('order', { program: 'ecommerce-customers', storage: '1Gi' }),
    'workloads.order',
    'add workloads.order.calls',
  ],
  'workload-not-alone': [
    {
      ...sound,
      rabbitmq: { exchanges: { orders: {} } },
      workloads: {
        order: {
          program: 'ecommerce-order',
          replicas: 2,
          storage: '1Gi',
          kafka: { produce: ['clicks'] },
          rabbitmq: { publish: ['orders'] },
        },
      },
    },
    'workloads.order.replicas',
    'use 1',
  ],
  'call-to-nobody': [
    {
      ...sound,
      workloads: {
        checkout: { image: 'a:1.0', calls: ['stock', 'stok'] },
        stock: { image: 'b:1.0', port: 8080 },
        silent: { image: 'c:1.0' },
      },
    },
    'workloads.checkout.calls.1',
    'did you mean stock?',
  ],
  'workload-without-grant': [
    withWorkload('clicks', { program: 'kafka-consumer', kafka: { produce: ['clicks'] } }),
    'workloads.clicks',
    'add workloads.clicks.kafka.consume',
  ],
  'workload-env-is-the-kits': [
    withWorkload('checkout', {
      image: 'a:1.0',
      kafka: { produce: ['clicks'] },
      env: { KAFKA_BOOTSTRAP_SERVERS: 'x:9092' },
    }),
    'workloads.checkout.env.KAFKA_BOOTSTRAP_SERVERS',
    'remove it',
  ],
  'zone-named-twice': [{ ...sound, kubernetes: { zones: ['a', 'a', 'b'] } }, 'kubernetes.zones', 'name each zone once'],
  'existing-secret-used-twice': [
    { ...sound, kafka: { topics: { clicks: {} }, existingSecrets: { internal: 'mine', clients: 'mine' } } },
    'kafka.existingSecrets.clients',
    'use a Secret of its own',
  ],
  'workload-image-not-pinned': [
    withWorkload('checkout', { image: 'checkout:latest' }),
    'workloads.checkout.image',
    'name a version',
  ],
  'secret-in-manifest': [
    withWorkload('checkout', { image: 'a:1.0', env: { DATABASE_URL: 'postgres://shop:sesame@db/shop' } }),
    'workloads.checkout.env.DATABASE_URL',
    'put it into a Secret',
  ],
  'workload-name-taken': [
    withWorkload('kafka-broker', { image: 'a:1.0' }),
    'workloads.kafka-broker',
    'choose another name',
  ],
  'user-reserved': [withWorkload('provisioner', { image: 'a:1.0' }), 'workloads.provisioner', 'choose another name'],
  'existing-secret-for-nobody': [
    {
      ...withWorkload('checkout', { image: 'a:1.0', kafka: { produce: ['clicks'] } }),
      kafka: { topics: { clicks: {} }, existingSecrets: { users: { chekout: 'mine' } } },
    },
    'kafka.existingSecrets.users.chekout',
    'did you mean checkout?',
  ],
  'grant-without-broker': [
    withWorkload('checkout', { image: 'a:1.0', rabbitmq: {} }),
    'workloads.checkout.rabbitmq',
    'add `rabbitmq: {}`',
  ],
  'grant-to-undeclared': [
    withWorkload('checkout', { image: 'a:1.0', kafka: { produce: ['cliks'] } }),
    'workloads.checkout.kafka.produce.0',
    'did you mean clicks?',
  ],
};

test('every rule has a case here', () => {
  expect(Object.keys(trips).sort()).toEqual(planRules.map(({ id }) => id).sort());
});

test.each(Object.entries(trips))('%s', (id, [options, path, fix]) => {
  const found = checkPlan(planMessaging(options)).find((problem) => problem.rule === id && problem.path === path);
  expect(found?.fix).toContain(fix);
  expect(checkPlan(planMessaging(sound))).toEqual([]);
});

test.each(['order', 'payment', 'inventory', 'shipping', 'mail'] as const)(
  'there is one pod of ecommerce-%s',
  (name) => {
    const rules = (replicas: number): readonly string[] =>
      checkPlan(planMessaging(withWorkload(name, { program: `ecommerce-${name}`, replicas }))).map(({ rule }) => rule);
    expect(rules(2)).toContain('workload-not-alone');
    expect(rules(1)).not.toContain('workload-not-alone');
    // Stopped.
    expect(rules(0)).not.toContain('workload-not-alone');
  },
);

test('both brokers keep what the whole promises, unless they name another promise', () => {
  const plan = planMessaging({
    name: 'shop',
    durability: 'survives-power-loss',
    kafka: {},
    rabbitmq: { durability: 'survives-node-loss' },
  });
  expect(plan.kafka?.settings.profile.name).toBe('survives-power-loss');
  expect(plan.rabbitmq?.settings.profile.name).toBe('survives-node-loss');
});

test('the problems of both brokers and of the workloads come in one report', () => {
  const options = { ...withWorkload('guest', { image: 'a:1.0' }), kafka: { brokers: 2 }, rabbitmq: { nodes: 2 } };
  expect(() => soundPlan(options)).toThrow(/kafka\.brokers is 2[\s\S]*rabbitmq\.nodes is 2[\s\S]*user-reserved/);
});

test('a version of Kubernetes that tells pods their zone allows more brokers than zones', () => {
  expect(checkPlan(planMessaging({ ...sound, kafka: { brokers: 6 } })).map(({ rule }) => rule)).toEqual([
    'kafka-zone-unknown',
  ]);
  expect(checkPlan(planMessaging({ ...sound, kafka: { brokers: 6 }, kubernetes: { version: '1.35' } }))).toEqual([]);
});
