import { advise } from '../../../lib/plan/advice';
import { soundPlan } from '../../../lib/plan/check-plan';
import { parseMessaging } from '../../../lib/plan/parse';
import { starter, starterBrokers, type StarterBrokers } from '../../../lib/plan/starter';

const schema = './node_modules/brokerkit/messaging.schema.json';
const textOf = (brokers: StarterBrokers, name = 'shop'): string => starter({ brokers, name, schema });

describe.each(starterBrokers)('the starter for %s', (brokers) => {
  const text = textOf(brokers);

  test('keeps its promise, and nothing in it is worth a warning', () => {
    expect(advise(soundPlan(parseMessaging(text)))).toEqual([]);
  });

  test('names the schema in its first line, for editors', () => {
    expect(text.split('\n')[0]).toBe(`# yaml-language-server: $schema=${schema}`);
  });

  test('says before each topic, queue and broker what it promises', () => {
    const lines = text.split('\n');
    const told = /^(durability|kafka|rabbitmq|workloads):|^ {4}\w+: \{/;
    for (const [index, line] of lines.entries()) if (told.test(line)) expect(lines[index - 1]).toMatch(/^ *#/);
    expect(lines.filter((line) => line.length > 130)).toEqual([]);
  });
});

test.each<[StarterBrokers, readonly string[]]>([
  ['kafka', ['clicks-producer', 'clicks-consumer']],
  ['rabbitmq', ['orders-producer', 'payment-consumer', 'shipping-consumer']],
  ['both', ['clicks-producer', 'clicks-consumer', 'orders-producer', 'payment-consumer', 'shipping-consumer']],
])('the starter for %s has what it says, and somebody who produces and consumes', (brokers, workloads) => {
  const { kafka, rabbitmq, workloads: its = {} } = parseMessaging(textOf(brokers));
  expect({ kafka: kafka !== undefined, rabbitmq: rabbitmq !== undefined }).toEqual({
    kafka: brokers !== 'rabbitmq',
    rabbitmq: brokers !== 'kafka',
  });
  expect(Object.keys(its)).toEqual(workloads);
  // A queue that nobody reads fills up, and in the end refuses its publishers.
  for (const queue of Object.keys(rabbitmq?.queues ?? {}))
    expect(Object.values(its).flatMap((one) => one.rabbitmq?.consume ?? [])).toContain(queue);
});

test('a name that YAML would take for something else is still the name', () => {
  expect(parseMessaging(textOf('kafka', 'null')).name).toBe('null');
});
