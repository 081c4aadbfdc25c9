import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { DurabilityError, type Problem } from '../../../lib/durability/problem';
import { parseMessaging } from '../../../lib/plan/parse';

const sample = readFileSync(join(__dirname, '..', '..', '..', 'messaging.yaml'), 'utf8');

/** What is wrong with a text. Anything but a DurabilityError ends the test. */
function problemsOf(text: string): readonly Problem[] {
  try {
    parseMessaging(text);
  } catch (error) {
    if (error instanceof DurabilityError) return error.problems;
    throw error;
  }
  return [];
}

const lineOf = (text: string): string => new DurabilityError(problemsOf(text)).message;

describe('parseMessaging', () => {
  test('reads the sample', () => {
    expect(parseMessaging(sample)).toMatchObject({ name: 'shop', durability: 'survives-zone-loss' });
  });

  test.each([
    [
      'an unknown key',
      'kafka: { topics: { clicks: { retension: 3d } } }',
      'unknown-key',
      'kafka.topics.clicks.retension',
      '3d',
      /did you mean retention\?/,
    ],
    ['a wrong type', 'kafka: { brokers: three }', 'wrong-type', 'kafka.brokers', 'three', /whole number from 1 to 100/],
    ['an impossible number', 'kafka: { brokers: -3 }', 'out-of-range', 'kafka.brokers', -3, /from 1 to 100/],
    [
      'a bad duration',
      'kafka: { logRetention: a week }',
      'wrong-type',
      'kafka.logRetention',
      'a week',
      /30s, 15m, 12h or 7d/,
    ],
    ['a bad size', 'rabbitmq: { storage: 100GB }', 'wrong-type', 'rabbitmq.storage', '100GB', /512Mi, 100Gi or 2Ti/],
    [
      'an unknown profile',
      'durability: survives-zone-los',
      'wrong-type',
      'durability',
      'survives-zone-los',
      /did you mean survives-zone-loss\?/,
    ],
    [
      'a bad name',
      'workloads: { Check_Out: {} }',
      'bad-name',
      'workloads.Check_Out',
      'Check_Out',
      /lower-case letters/,
    ],
    ['a broker with nothing under it', 'kafka:', 'wrong-type', 'kafka', null, /\{\} for nothing but defaults/],
    ['a list in the wrong place', 'kafka: [clicks]', 'wrong-type', 'kafka', ['clicks'], /a mapping of keys/],
    [
      'a Secret for an unknown use',
      'kafka: { existingSecrets: { client: mine } }',
      'unknown-key',
      'kafka.existingSecrets.client',
      'mine',
      /did you mean clients\?/,
    ],
    [
      'a Secret with an impossible name',
      'rabbitmq: { existingSecrets: { users: { checkout: My Secret } } }',
      'wrong-type',
      'rabbitmq.existingSecrets.users.checkout',
      'My Secret',
      /the name of an object/,
    ],
    [
      'a kind of issuer that cert-manager does not have',
      'rabbitmq: { tls: { certManager: { issuer: platform, kind: issuer } } }',
      'wrong-type',
      'rabbitmq.tls.certManager.kind',
      'issuer',
      /did you mean Issuer\?/,
    ],
  ])('fails for %s: %s', (_, text, rule, path, value, fix) => {
    expect(problemsOf(`name: shop\n${text}\n`)).toEqual([
      { rule, path, value, why: expect.any(String) as string, fix: expect.stringMatching(fix) as string },
    ]);
  });

  test.each([
    ['an empty file', '', 'file-empty', /it says nothing; write at least a name/],
    ['a file of comments', '# nothing\n', 'file-empty', /it says nothing/],
    ['a list', '[]', 'wrong-type', /the file is \[\]: .* a mapping with name/],
    ['words', 'hello', 'wrong-type', /the file is hello: /],
    ['tabs', 'name: shop\nkafka:\n\tbrokers: 3\n', 'not-yaml', /line 3, column 1: Tabs/],
    [
      'a key that stands twice',
      'name: a\nkafka: {}\nname: b\n',
      'not-yaml',
      /line 3, column 1: the key name stands twice/,
    ],
    ['a second document', 'name: a\n---\nname: b\n', 'not-yaml', /line 2, column 1: a second document/],
    ['a NUL byte', 'name: "a\u0000b"\nkafka: {}\n', 'wrong-type', /name is a\\u\{0\}b: /],
    ['an escape that would clear the screen', 'name: "\\e[2J"\n', 'wrong-type', /name is \\u\{1b\}\[2J: /],
    ['an alias of nothing', 'name: *nobody\n', 'not-yaml', /can not be resolved/],
    ['a mapping that contains itself', 'name: a\nkafka: &a\n  topics: *a\n', 'too-deep', /nests more than 32 levels/],
    ['a list that contains itself many times', '&a [*a, *a, *a, *a, *a]', 'too-deep', /nests more than 32 levels/],
    ['a million brackets', '['.repeat(1_000_000), 'too-deep', /nests more than 32 levels/],
    ['a list in a list, half a million times', '- '.repeat(500_000), 'too-deep', /nests more than 32 levels/],
    ['a stair of a thousand steps', stair(1_000), 'too-deep', /nests more than 32 levels/],
    ['a file that is too large', 'x'.repeat(1_048_577), 'file-too-large', /it has 1048577 characters/],
  ])('fails in one line for %s', (_, text, rule, line) => {
    expect(problemsOf(text)[0]?.rule).toBe(rule);
    expect(lineOf(text)).toMatch(line);
    expect(lineOf(text).split('\n')).toHaveLength(problemsOf(text).length);
  });

  test('fails for a YAML bomb', () => {
    const bomb = Array.from({ length: 20 }, (_, at) => {
      const inner = at === 0 ? 'x' : `*a${at - 1}`;
      return `a${at}: &a${at} [${Array(9).fill(inner).join(', ')}]`;
    });

    expect(lineOf(bomb.join('\n'))).toMatch(/^\[not-yaml\] the file: it can not be resolved: /);
  });

  test('tells 30 mistakes as 30 problems, each on one line', () => {
    const topics = Array.from(
      { length: 10 },
      (_, at) => `    t${at}: { partitons: 3, retention: ever, replicationFactor: 0 }`,
    );
    const text = ['name: shop', 'kafka:', '  topics:', ...topics].join('\n');

    expect(problemsOf(text)).toHaveLength(30);
    expect(lineOf(text).split('\n')).toHaveLength(30);
  });

  test('ends soon for 50000 keys that nothing reads', () => {
    const text = `name: shop\n${Array.from({ length: 50_000 }, (_, at) => `k${at}: 1`).join('\n')}`;

    expect(problemsOf(text)).toHaveLength(1_000);
  });
});

function stair(steps: number): string {
  return Array.from({ length: steps }, (_, at) => `${' '.repeat(at)}a:`).join('\n');
}

/** Changes a text here and there: drops, doubles, moves and replaces pieces of it. */
const mutated = fc
  .tuple(
    fc.array(
      fc.record({
        at: fc.nat(sample.length),
        length: fc.nat(40),
        text: fc.oneof(
          fc.string({ maxLength: 8 }),
          fc.constantFrom(...':-?[]{}&*!|>\'"%@`#,\n\t ', '&a ', '*a', '<<: ', '\u0000'),
        ),
      }),
      { minLength: 1, maxLength: 6 },
    ),
  )
  .map(([edits]) =>
    edits.reduce((text, { at, length, text: put }) => text.slice(0, at) + put + text.slice(at + length), sample),
  );

describe('parseMessaging throws nothing but DurabilityError', () => {
  const holds = (texts: fc.Arbitrary<string>, numRuns: number): void => {
    fc.assert(
      fc.property(texts, (text) => {
        const problems = problemsOf(text);

        expect(new DurabilityError(problems).message.split('\n')).toHaveLength(Math.max(1, problems.length));
      }),
      { numRuns },
    );
  };

  test('for any text', () => {
    holds(fc.string({ unit: 'binary', maxLength: 2_000 }), 200);
  });

  test('for any text of the characters that mean something in YAML', () => {
    holds(fc.string({ unit: fc.constantFrom(...':-?[]{}&*!|>\'"%@`#,\n\t ab1~'), maxLength: 300 }), 500);
  });

  test('for a piece repeated up to a megabyte', () => {
    const piece = fc.string({ unit: fc.constantFrom(...':-?[]{}&*!|>\'"%\n a1'), minLength: 1, maxLength: 12 });
    holds(
      fc
        .tuple(piece, fc.constantFrom(1_000, 50_000))
        .map(([text, length]) => text.repeat(Math.ceil(length / text.length))),
      20,
    );
  });

  test('for any value written as YAML', () => {
    holds(
      fc.jsonValue().map((value) => stringify(value)),
      150,
    );
    holds(
      fc
        .dictionary(fc.constantFrom('name', 'kafka', 'rabbitmq', 'workloads', 'aws'), fc.jsonValue())
        .map((value) => stringify(value)),
      150,
    );
  });

  test('for changed copies of the sample', () => {
    holds(mutated, 150);
  });
});
