import { isScalar, Lexer, LineCounter, parseDocument, visit, type Document } from 'yaml';
import type { z } from 'zod';
import { DurabilityError, type Problem } from '../durability/problem';
import { readOptions } from '../durability/read';
import { messagingOptionsSchema, type MessagingOptions } from './options';

/** Larger than any real file by a hundred times, small enough to be read at once. */
const largestFile = 1_048_576;
/** Deeper than any option stands by four times. */
const deepestNesting = 32;
/** Further right than any option stands: each level needs at least one space. */
const deepestIndentation = 256;
/** How often one anchor may be repeated: a file that grows by its aliases is an attack or an accident. */
const mostAliases = 100;
/** One slip of the pen makes the library complain about everything after it. */
const mostErrors = 20;

const example = 'write at least a name and one broker, such as `name: shop` and `kafka: {}`';

function refuse(rule: string, why: string, fix: string): never {
  throw new DurabilityError([{ rule, path: '', value: undefined, why, fix }]);
}

/** Judges a text before it is parsed: the parser's time and stack grow with its levels. */
function looksTooDeep(text: string): boolean {
  let brackets = 0;
  let inLine = 0;
  for (const token of new Lexer().lex(text)) {
    if (token === '[' || token === '{') brackets += 1;
    else if (token === ']' || token === '}') brackets -= 1;
    else if (token === '-' || token === '?') inLine += 1;
    else if (token.startsWith('\n') || token.startsWith('\r')) inLine = 0;
    else if (/^ +$/.test(token) && token.length > deepestIndentation) return true;
    if (Math.max(brackets, inLine) > deepestNesting) return true;
  }
  return false;
}

/** Levels of a value; one that contains itself has no end. Each part is measured once, however often aliases repeat it. */
function nesting(value: unknown, measured = new Map<object, number>()): number {
  if (typeof value !== 'object' || value === null) return 0;
  const known = measured.get(value);
  if (known !== undefined) return known;
  measured.set(value, Number.POSITIVE_INFINITY);
  let below = 0;
  for (const inner of Object.values(value)) below = Math.max(below, nesting(inner, measured));
  measured.set(value, below + 1);
  return below + 1;
}

/** Where a key stands a second time. The library's own check compares each key with each other: minutes for a large file. */
function repeatedKeys(document: Document): readonly { readonly offset: number; readonly said: string }[] {
  const found: { offset: number; said: string }[] = [];
  visit(document, {
    Map(_, map) {
      const seen = new Set<unknown>();
      for (const { key } of map.items) {
        if (!isScalar(key)) continue;
        if (seen.has(key.value))
          found.push({ offset: key.range?.[0] ?? 0, said: `the key ${String(key.value)} stands twice` });
        seen.add(key.value);
      }
    },
  });
  return found;
}

function parsed(text: string): unknown {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    stringKeys: true,
    uniqueKeys: false,
    // At 'silent' a second document would be dropped without a word.
    logLevel: 'error',
  });
  const errors = [
    ...document.errors.map(({ pos, code, message }) => ({
      offset: pos[0],
      said: code === 'MULTIPLE_DOCS' ? 'a second document begins with ---' : (message.split('\n')[0] ?? code),
    })),
    ...repeatedKeys(document),
  ];
  if (errors.length > 0) {
    throw new DurabilityError(
      errors.slice(0, mostErrors).map(({ offset, said }): Problem => {
        const { line, col } = lines.linePos(offset);
        const why = `line ${line}, column ${col}: ${said}`;
        return { rule: 'not-yaml', path: '', value: undefined, why, fix: 'mend the YAML there' };
      }),
    );
  }
  return document.toJS({ maxAliasCount: mostAliases });
}

function toValue(text: string): unknown {
  try {
    return parsed(text);
  } catch (error) {
    if (error instanceof DurabilityError) throw error;
    // The library throws for aliases without end and for references it can't resolve.
    refuse(
      'not-yaml',
      `it can not be resolved: ${(error as Error).message}`,
      'write values out instead of repeating them',
    );
  }
}

/**
 * The text of a YAML file → what its schema reads.
 *
 * @param example what to write into a file that says nothing
 * @throws DurabilityError with every problem, and nothing else, whatever the text.
 */
export function readYaml<T>(text: string, schema: z.ZodType<T>, example: string): T {
  const tooDeep = (): never =>
    refuse('too-deep', `it nests more than ${deepestNesting} levels`, 'no option stands that deep');
  if (text.length > largestFile)
    refuse('file-too-large', `it has ${text.length} characters`, `keep it below ${largestFile}`);
  if (looksTooDeep(text)) tooDeep();
  const value = toValue(text);
  if (value === null || value === undefined) refuse('file-empty', 'it says nothing', example);
  if (nesting(value) > deepestNesting) tooDeep();
  return readOptions(schema, value, '');
}

/**
 * The text of `messaging.yaml` → options.
 *
 * @throws DurabilityError with every problem, and nothing else, whatever the text.
 */
export const parseMessaging = (text: string): MessagingOptions => readYaml(text, messagingOptionsSchema, example);
