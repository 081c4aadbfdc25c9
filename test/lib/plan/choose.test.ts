import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { traits, type Trait } from '../../../lib/durability/trait';
import { choiceText } from '../../../lib/plan/choice-text';
import { choose, traitRows } from '../../../lib/plan/choose';
import { cases, choosingDoc } from '../../../lib/plan/choosing-doc';
import { parseEvents, readFlags, traitsOf } from '../../../lib/plan/event';
import { highRate } from '../../../lib/plan/published-rates';

const someTraits = fc.subarray([...traits]);
const brokerOf = (trait: Trait): string => traitRows.find((row) => row.trait === trait)!.broker;

describe('choose', () => {
  test.each<[readonly Trait[], string]>([
    [['replay'], 'kafka'],
    [['order-per-key', 'independent-readers', 'high-rate'], 'kafka'],
    [['retry-per-message', 'delay'], 'rabbitmq'],
    [['request-reply'], 'rabbitmq'],
    [['replay', 'priority'], 'both'],
    [[], 'rabbitmq'],
  ])('%j is for %s', (its, broker) => {
    expect(choose(its).broker).toBe(broker);
  });

  test('tells why and at what cost, in the order of the table', () => {
    const choice = choose(['pattern-routing', 'state-change']);
    expect(choice.because.map(({ trait }) => trait)).toEqual(['state-change', 'pattern-routing']);
    expect(choice.costs).toEqual(choice.because.map(({ cost }) => cost));
    expect(choice.reason).toBe('all of it fits a queue: state-change, pattern-routing');
    expect(choice.joinedBy).toBeUndefined();
  });

  test('for both says which part goes where, how the event gets there, and that two clusters are the price', () => {
    const choice = choose(['latest-per-key', 'retry-per-message']);
    expect(choice.reason).toBe('a topic of Kafka for latest-per-key; a queue of RabbitMQ for retry-per-message');
    expect(choice.joinedBy).toMatch(/^publish to Kafka alone; one consumer group forwards/);
    expect(choice.costs).toContain('two clusters to run');
  });

  test('joins a change of state through an outbox: the sender can die between two brokers', () => {
    expect(choose(['replay', 'state-change']).joinedBy).toContain('a row of an outbox');
  });

  test('without a trait says what the default is good for', () => {
    expect(choose([])).toMatchObject({ broker: 'rabbitmq', because: [] });
    expect(choose([]).reason).toContain('nothing here needs a log');
    expect(choose([]).costs).toHaveLength(1);
  });

  test('is of one broker exactly when all traits are, whatever their order and number', () => {
    fc.assert(
      fc.property(someTraits, fc.func(fc.integer()), (its, key) => {
        const shuffled = [...its, ...its].sort((a, b) => key(a) - key(b));
        const brokers = new Set(its.map(brokerOf));
        expect(choose(shuffled)).toEqual(choose(its));
        const one = [...brokers][0] ?? 'rabbitmq';
        expect(choose(its).broker).toBe(brokers.size > 1 ? 'both' : one);
      }),
    );
  });

  test('has one row for each trait', () => {
    expect(traitRows.map(({ trait }) => trait)).toEqual([...traits]);
  });

  test('asks on one line of a terminal, each a question that yes or no answers', () => {
    for (const { trait, question } of traitRows) {
      expect(`  --${trait}`.length).toBeLessThan(24);
      expect(question.length).toBeLessThanOrEqual(76);
      expect(question).toMatch(/^(Will|Do|Does|Must|Is) .*\?$/);
    }
  });
});

describe('the text of a choice', () => {
  test('fits 100 columns, whatever the traits', () => {
    fc.assert(
      fc.property(someTraits, (its) => {
        const lines = choiceText(choose(its), 'page-view').split('\n');
        expect(lines.filter((line) => line.length > 100)).toEqual([]);
      }),
    );
  });

  test('reads like this', () => {
    expect(choiceText(choose(['request-reply']), 'price')).toBe(
      [
        'price: RabbitMQ',
        '  for     all of it fits a queue: request-reply',
        '  because request-reply: a reply goes straight back to the connection that asked (direct reply-to)',
        '  costs   who asked must be there: a reply to a lost connection is lost, so it asks again',
      ].join('\n'),
    );
  });
});

describe('an event', () => {
  test('has the trait of a high rate above the bound, and once', () => {
    expect(traitsOf({ messagesPerSecond: highRate })).toEqual([]);
    expect(traitsOf({ messagesPerSecond: highRate + 1 })).toEqual(['high-rate']);
    expect(traitsOf({ messagesPerSecond: highRate + 1, traits: ['high-rate'] })).toEqual(['high-rate']);
  });

  test('is read from flags', () => {
    expect(readFlags({ '--delay': true, '--replay': true, '--rate': '60000' })).toEqual({
      traits: ['replay', 'delay'],
      messagesPerSecond: 60_000,
    });
  });

  test('is read from a file', () => {
    expect(parseEvents('page-view: { traits: [replay], messagesPerSecond: 80000 }\nnote: {}\n')).toEqual({
      'page-view': { traits: ['replay'], messagesPerSecond: 80_000 },
      note: {},
    });
  });

  test.each(['', 'x', '{}', 'a: [', 'a: { traits: replay }', 'a: { traits: [reply] }', '- replay'])(
    'in a file that says %j is refused in words',
    (text) => {
      expect(() => parseEvents(text)).toThrow(expect.objectContaining({ name: 'DurabilityError' }) as Error);
    },
  );
});

describe('docs/choosing.md', () => {
  test('is what the table writes', () => {
    expect(readFileSync(join(__dirname, '../../../docs/choosing.md'), 'utf8')).toBe(choosingDoc());
  });

  test('works the three cases through with the same function', () => {
    const chosen = cases.map(({ title, events }) => [
      title,
      Object.fromEntries(Object.entries(events).map(([event, its]) => [event, choose(its).broker])),
    ]);
    expect(Object.fromEntries(chosen)).toEqual({
      Ecommerce: {
        'order placed': 'rabbitmq',
        'payment result': 'rabbitmq',
        'notice to the customer': 'rabbitmq',
        'price asked by the basket': 'rabbitmq',
        'service log': 'kafka',
      },
      Behaviour: {
        'page view': 'kafka',
        'basket changed': 'kafka',
        'purchase made': 'kafka',
        'profile of a visitor': 'kafka',
      },
      Operations: {
        'message between services': 'rabbitmq',
        'question to a service': 'rabbitmq',
        'log line': 'kafka',
        alert: 'both',
      },
    });
  });
});
