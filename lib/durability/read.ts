import type { z } from 'zod';
import { nearest } from './nearest';
import { DurabilityError, type Problem } from './problem';

type Issue = z.core.$ZodIssue;

const pathText = (parts: readonly PropertyKey[]): string => parts.map(String).join('.');

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    input,
  );
}

/** The keys a strict object takes at a path, read from the schema itself. */
function knownKeys(schema: z.ZodType, path: readonly PropertyKey[]): readonly string[] {
  let at: unknown = schema;
  const inner = (node: unknown): unknown => {
    const def = (node as { def?: { type?: string; innerType?: unknown } } | undefined)?.def;
    return def?.innerType === undefined ? node : inner(def.innerType);
  };
  for (const key of path) {
    const def = (inner(at) as { def?: Record<string, unknown> } | undefined)?.def;
    if (def === undefined) return [];
    const shape = def['shape'] as Record<PropertyKey, unknown> | undefined;
    at = shape?.[key] ?? def['valueType'] ?? def['element'];
  }
  const shape = (inner(at) as { def?: { shape?: Record<string, unknown> } } | undefined)?.def?.shape;
  return shape === undefined ? [] : Object.keys(shape);
}

function unknownKeys(
  issue: Extract<Issue, { code: 'unrecognized_keys' }>,
  schema: z.ZodType,
  input: unknown,
  at: string,
): Problem[] {
  const known = knownKeys(schema, issue.path);
  return issue.keys.map((key) => {
    const near = nearest(key, known);
    return {
      rule: 'unknown-key',
      path: pathText([...(at ? [at] : []), ...issue.path, key]),
      value: valueAt(input, [...issue.path, key]),
      why: 'nothing reads this key, so what it promises would not hold',
      fix: near === undefined ? `remove it, or use one of ${known.join(', ')}` : `did you mean ${near}?`,
    };
  });
}

function expectation(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.expected === 'record'
        ? 'a mapping of names'
        : `${/^[aeio]/.test(issue.expected) ? 'an' : 'a'} ${issue.expected}`;
    case 'invalid_value':
      return `one of ${issue.values.map(String).join(', ')}`;
    case 'too_small':
      return `at least ${String(issue.minimum)}`;
    case 'too_big':
      return `at most ${String(issue.maximum)}`;
    default:
      return issue.message;
  }
}

function problemsOf(issue: Issue, schema: z.ZodType, input: unknown, at: string): Problem[] {
  if (issue.code === 'unrecognized_keys') return unknownKeys(issue, schema, input, at);
  const keyIssue = issue.code === 'invalid_key' ? issue.issues[0] : undefined;
  const value = valueAt(input, issue.path);
  const outOfRange = issue.code === 'too_small' || issue.code === 'too_big';
  return [
    {
      rule: keyIssue ? 'bad-name' : outOfRange ? 'out-of-range' : 'wrong-type',
      path: pathText([...(at ? [at] : []), ...issue.path]),
      value: keyIssue ? issue.path.at(-1) : value === undefined ? '(missing)' : value,
      why: keyIssue ? 'this name can not be used' : 'this value can not be used',
      fix: `write ${expectation(keyIssue ?? issue)}`,
    },
  ];
}

/**
 * Unknown input → options, or every problem at once.
 *
 * @param at where in the user's file the input stands: the first part of each problem's path
 * @throws DurabilityError and nothing else.
 */
export function readOptions<T>(schema: z.ZodType<T>, input: unknown, at: string): T {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw new DurabilityError(result.error.issues.flatMap((issue) => problemsOf(issue, schema, input, at)));
}
