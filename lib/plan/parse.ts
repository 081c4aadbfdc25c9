import { LineCounter, parseDocument } from 'yaml';
import { DurabilityError, type Problem } from '../durability/problem';
import { readOptions } from '../durability/read';
import { messagingOptionsSchema, type MessagingOptions } from './options';

/** Larger than any real file by a hundred times, small enough to be read at once. */
const largestFile = 1_048_576;
/** Deeper than any option stands by four times. */
const deepestNesting = 32;
/** How often one anchor may be repeated: a file that grows by its aliases is an attack or an accident. */
const mostAliases = 100;

const example = 'write at least a name and one broker, such as `name: shop` and `kafka: {}`';

function refuse(rule: string, why: string, fix: string, value?: unknown): never {
  throw new DurabilityError([{ rule, path: '', value, why, fix }]);
}

function nesting(value: unknown, seen: readonly unknown[] = []): number {
  if (typeof value !== 'object' || value === null) return seen.length;
  if (seen.length > deepestNesting) return seen.length;
  return Math.max(seen.length, ...Object.values(value).map((inner) => nesting(inner, [...seen, value])));
}

function toValue(text: string): unknown {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    stringKeys: true,
    logLevel: 'silent',
  });
  if (document.errors.length > 0) {
    throw new DurabilityError(
      document.errors.map((error): Problem => {
        const { line, col } = lines.linePos(error.pos[0]);
        const [said] = error.message.split('\n');
        return {
          rule: 'not-yaml',
          path: '',
          value: undefined,
          why: `line ${line}, column ${col}: ${said ?? error.code}`,
          fix: 'mend the YAML there',
        };
      }),
    );
  }
  try {
    return document.toJS({ maxAliasCount: mostAliases });
  } catch (error) {
    // The library throws for aliases without end and for references it can't resolve.
    refuse('not-yaml', `its aliases can not be resolved: ${(error as Error).message}`, 'write the values out');
  }
}

/**
 * The text of `messaging.yaml` → options.
 *
 * @throws DurabilityError with every problem, and nothing else, whatever the text.
 */
export function parseMessaging(text: string): MessagingOptions {
  if (text.length > largestFile)
    refuse('file-too-large', `it has ${text.length} characters`, `keep it below ${largestFile}`);
  const value = toValue(text);
  if (value === null || value === undefined) refuse('file-empty', 'it says nothing', example);
  if (nesting(value) > deepestNesting)
    refuse('too-deep', `it nests more than ${deepestNesting} levels`, 'no option stands that deep');
  return readOptions(messagingOptionsSchema, value, '');
}
