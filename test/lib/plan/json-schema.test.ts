import Ajv from 'ajv';
import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { messagingJsonSchema } from '../../../lib/plan/json-schema';
import { messagingOptionsSchema } from '../../../lib/plan/options';
import { starter, starterBrokers } from '../../../lib/plan/starter';
import { arbitraryOf } from '../../support/arbitrary';

const root = join(__dirname, '../../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

const inEditor = new Ajv().compile(messagingJsonSchema(() => undefined));
const inParser = (value: unknown): boolean => messagingOptionsSchema.safeParse(value).success;

/** What an editor says about a file: where, and why. */
function marked(text: string): readonly string[] {
  inEditor(parse(text));
  return (inEditor.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** A value with one part replaced by another, at a place that numbers lead to. */
function withAnother(value: unknown, way: readonly number[], other: unknown): unknown {
  const keys = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  const [step, ...further] = way;
  const key = step === undefined ? undefined : keys[step % keys.length];
  if (key === undefined) return other;
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }) as Record<string, unknown>;
  copy[key] = withAnother(copy[key], further, other);
  return copy;
}

describe('the schema for editors', () => {
  test.each(['messaging.yaml', 'test/live/messaging.yaml'])('has nothing to mark in %s', (path) => {
    expect(marked(read(path))).toEqual([]);
  });

  test.each(starterBrokers)('has nothing to mark in the starter for %s', (brokers) => {
    expect(marked(starter({ brokers, name: 'shop', schema: './x.json' }))).toEqual([]);
  });

  test.each([
    ['kafka: {}', " must have required property 'name'"],
    ['name: shop\nkafka: { toppics: {} }', '/kafka must NOT have additional properties'],
    ['name: shop\nkafka: { storage: 100GB }', '/kafka/storage must match pattern "^\\d{1,9}(Mi|Gi|Ti)$"'],
    ['name: shop\nkafka: { logRetention: 7 }', '/kafka/logRetention must be string'],
    ['name: shop\nkafka: { brokers: 1000 }', '/kafka/brokers must be <= 100'],
  ])('marks %j where it is wrong', (text, said) => {
    expect(marked(text)).toEqual([said]);
  });

  test('takes whatever options the parser takes', () => {
    fc.assert(
      fc.property(arbitraryOf(messagingOptionsSchema), (options) => {
        expect(inEditor(options)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test('agrees with the parser about options with one part exchanged for anything', () => {
    // The parser never looks at this one key, whatever it holds; an editor marks it.
    const json = fc.jsonValue().filter((value) => !JSON.stringify(value).includes('"__proto__"'));
    const anything = fc.oneof(json, fc.constantFrom('7d', '1Gi', 'never', 0, 1, 1.5, -1, 1e9, true, [], {}));
    fc.assert(
      fc.property(arbitraryOf(messagingOptionsSchema), fc.array(fc.nat()), anything, (options, way, other) => {
        const value = withAnother(options, way, other);
        expect(inEditor(value)).toBe(inParser(value));
      }),
      { numRuns: 200 },
    );
  });

  test('agrees with the parser about the wrong files of a first week', () => {
    const files = readdirSync(join(root, 'test/bad-input')).filter((name) => name.endsWith('.yaml'));
    const values = files.flatMap((name) => {
      try {
        return [[name, parse(read(`test/bad-input/${name}`)) as unknown] as const];
      } catch {
        return [];
      }
    });
    const verdicts = (judge: (value: unknown) => boolean) => values.map(([name, value]) => [name, judge(value)]);

    expect(verdicts(inEditor)).toEqual(verdicts(inParser));
    expect(values.filter(([, value]) => !inParser(value)).length).toBeGreaterThan(5);
  });
});
