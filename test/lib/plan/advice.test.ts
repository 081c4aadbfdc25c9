import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { profileNames } from '../../../lib/durability/profiles';
import { advise, planAdvice } from '../../../lib/plan/advice';
import type { MessagingOptions } from '../../../lib/plan/options';
import { parseMessaging } from '../../../lib/plan/parse';
import { planMessaging } from '../../../lib/plan/plan';

const advice = (options: Omit<MessagingOptions, 'name'>) => advise(planMessaging({ name: 'shop', ...options }));
const inFile = (path: string) =>
  advise(planMessaging(parseMessaging(readFileSync(join(__dirname, '../../..', path), 'utf8'))));
const small = { cpu: 0.25, memory: '900Mi' } as const;

const trips: Readonly<Record<string, readonly [options: Omit<MessagingOptions, 'name'>, path: string, fix: string]>> = {
  'stream-fits-other-broker': [
    { kafka: { topics: { mail: { traits: ['retry-per-message', 'delay'] } } } },
    'kafka.topics.mail.traits',
    'declare it under rabbitmq.queues',
  ],
  'kafka-resources-below-recommended': [
    { kafka: { resources: { cpu: 2, memory: '7Gi' } } },
    'kafka.resources',
    'at least { cpu: 2, memory: 8Gi }',
  ],
  'kafka-controller-resources-below-recommended': [
    { kafka: { controllerResources: { cpu: 0.5, memory: '2Gi' } } },
    'kafka.controllerResources',
    'at least { cpu: 1, memory: 2Gi }',
  ],
  'rabbitmq-resources-below-recommended': [
    { rabbitmq: { resources: { cpu: 1, memory: '4Gi' } } },
    'rabbitmq.resources',
    'at least { cpu: 2, memory: 4Gi }',
  ],
};

test('every warning has a case here', () => {
  expect(Object.keys(trips).sort()).toEqual(planAdvice.map(({ id }) => id).sort());
});

test.each(Object.entries(trips))('%s', (id, [options, path, fix]) => {
  const found = advice(options);
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({ rule: id, path });
  expect(found[0]?.fix).toContain(fix);
});

test('a queue that a log would suit is told why', () => {
  const [found] = advice({ rabbitmq: { queues: { history: { traits: ['replay'] } } } });
  expect(found).toMatchObject({ rule: 'stream-fits-other-broker', path: 'rabbitmq.queues.history.traits' });
  expect(found?.why).toMatch(/^replay is at home on kafka, where reading takes nothing away/);
});

test.each([
  ['no traits', []],
  ['traits of its own broker', ['replay', 'order-per-key']],
  ['traits of both, a part of which is here', ['replay', 'delay']],
] as const)('a topic with %s is left alone', (_, traits) => {
  expect(advice({ kafka: { topics: { clicks: { traits } } } })).toEqual([]);
});

test.each(profileNames)('the defaults of %s give no warning', (durability) => {
  expect(advice({ durability, kafka: {}, rabbitmq: {} })).toEqual([]);
});

test('small resources are fine where nothing is promised, and where there are no controllers', () => {
  const brokers = { kafka: { resources: small, controllerResources: small }, rabbitmq: { resources: small } };
  expect(advice({ durability: 'development', ...brokers })).toEqual([]);
  expect(advice({ kafka: { controllers: 0, controllerResources: small } })).toEqual([]);
});

test('the sample gives no warning; the same on a small cluster gives one for each kind of pod', () => {
  expect(inFile('messaging.yaml')).toEqual([]);
  expect(inFile('test/live/messaging.yaml').map(({ path }) => path)).toEqual([
    'kafka.resources',
    'kafka.controllerResources',
    'rabbitmq.resources',
  ]);
});
