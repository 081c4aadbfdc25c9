import type { z } from 'zod';
import { nearest } from './nearest';
import { DurabilityError, type Problem } from './problem';

type Issue = z.core.$ZodIssue;

/** Nobody reads more at once. */
const mostProblems = 1_000;
const mostNames = 8;

/** The parts of a schema that say what would have been right. */
interface Node {
  readonly def?: {
    readonly innerType?: unknown;
    readonly shape?: Readonly<Record<PropertyKey, unknown>>;
    readonly valueType?: unknown;
    readonly element?: unknown;
  };
  readonly isInt?: boolean;
  readonly minValue?: number | null;
  readonly maxValue?: number | null;
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    input,
  );
}

function nodeAt(schema: z.ZodType, path: readonly PropertyKey[]): Node | undefined {
  const inner = (node: unknown): Node | undefined => {
    const { def } = (node ?? {}) as Node;
    return def?.innerType === undefined ? (node as Node | undefined) : inner(def.innerType);
  };
  return path.reduce<Node | undefined>((node, key) => {
    const def = node?.def;
    return inner(def?.shape?.[key] ?? def?.valueType ?? def?.element);
  }, inner(schema));
}

function unknownKeys(
  issue: Extract<Issue, { code: 'unrecognized_keys' }>,
  schema: z.ZodType,
  input: unknown,
): readonly Problem[] {
  const known = Object.keys(nodeAt(schema, issue.path)?.def?.shape ?? {});
  return issue.keys.slice(0, mostProblems).map((key) => {
    const near = nearest(key, known);
    return {
      rule: 'unknown-key',
      path: [...issue.path, key].map(String).join('.'),
      value: valueAt(input, [...issue.path, key]),
      why: 'nothing reads this key, so what it promises would not hold',
      fix: near === undefined ? `remove it, or use one of ${someOf(known)}` : `did you mean ${near}?`,
    };
  });
}

/** As many as a person reads in a report. */
function someOf(names: readonly string[]): string {
  const shown = names.slice(0, mostNames);
  const more = names.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

const kinds: Readonly<Record<string, string>> = {
  string: 'text, in quotes where it looks like something else',
  boolean: 'true or false',
  array: 'a list',
  record: 'a mapping of names, {} for none',
};

/** Names what must stand in it. */
function mappingOf(node: Node | undefined): string {
  const required = Object.entries(node?.def?.shape ?? {})
    .filter(([, its]) => (its as Node).def?.innerType === undefined)
    .map(([name]) => name);
  return required.length === 0
    ? 'a mapping of keys, {} for nothing but defaults'
    : `a mapping with ${required.join(' and ')}`;
}

function numberBetween(node: Node | undefined): string {
  return `a ${node?.isInt === true ? 'whole ' : ''}number from ${node?.minValue ?? 'any'} to ${node?.maxValue ?? 'any'}`;
}

function sized(issue: Extract<Issue, { code: 'too_small' | 'too_big' }>): string {
  const count = String(issue.code === 'too_small' ? issue.minimum : issue.maximum);
  const bound = issue.exact === true ? 'exactly' : issue.code === 'too_small' ? 'at least' : 'at most';
  return `${bound} ${count} ${issue.origin === 'string' ? 'characters' : 'entries'}`;
}

function expectation(issue: Issue, node: Node | undefined): string {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.expected === 'int' || issue.expected === 'number') return numberBetween(node);
      if (issue.expected === 'object') return mappingOf(node);
      return kinds[issue.expected] ?? issue.expected;
    case 'invalid_value':
      return `one of ${issue.values.map(String).join(', ')}`;
    case 'too_small':
    case 'too_big':
      if (issue.origin === 'string' || issue.origin === 'array') return sized(issue);
      // One of several forms: only the issue knows its bounds.
      if (node?.minValue == null && issue.code === 'too_small') return `a number of at least ${issue.minimum}`;
      return numberBetween(node);
    default:
      return issue.message;
  }
}

/** What is wrong with the value at the path of an issue; the fix begins with what was probably meant. */
function badValue(issue: Issue, node: Node | undefined, value: unknown): Omit<Problem, 'path' | 'value'> {
  const wanted = expectation(issue, node);
  if (value === undefined)
    return { rule: 'missing-key', why: 'it is missing', fix: `write ${wanted.split(', in quotes')[0] ?? wanted}` };
  const near =
    issue.code === 'invalid_value' && typeof value === 'string' ? nearest(value, issue.values.map(String)) : undefined;
  return {
    rule: issue.code === 'too_small' || issue.code === 'too_big' ? 'out-of-range' : 'wrong-type',
    why: 'this value can not be used',
    fix: near === undefined ? `write ${wanted}` : `did you mean ${near}? Write ${wanted}`,
  };
}

function problemsOf(issue: Issue, schema: z.ZodType, input: unknown): readonly Problem[] {
  if (issue.code === 'unrecognized_keys') return unknownKeys(issue, schema, input);
  const path = issue.path.map(String).join('.');
  const value = valueAt(input, issue.path);
  if (issue.code === 'invalid_key') {
    const fix = `write ${issue.issues[0]?.message ?? 'another one'}`;
    return [{ rule: 'bad-name', path, value: issue.path.at(-1), why: 'this name can not be used', fix }];
  }
  return [{ path, value, ...badValue(issue, nodeAt(schema, issue.path), value) }];
}

/** One problem for each place and key: a number far out of range breaks two limits at once. */
function distinct(problems: readonly Problem[]): readonly Problem[] {
  return [...new Map(problems.map((problem) => [`${problem.rule} ${problem.path}`, problem])).values()];
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
  const problems = distinct(
    result.error.issues.slice(0, mostProblems).flatMap((issue) => problemsOf(issue, schema, input)),
  );
  throw new DurabilityError(
    problems.map((problem) => ({ ...problem, path: [at, problem.path].filter((part) => part !== '').join('.') })),
  );
}
