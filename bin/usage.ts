import { parseArgs, type ParseArgsConfig } from 'node:util';

/** The command line itself was wrong: the answer is how to write it. */
export class UsageError extends Error {
  constructor(
    message: string,
    readonly exitCode = 1,
  ) {
    super(message);
  }
}

/** What the command line names is not there. It was written well, so the answer is the message alone. */
export class MissingError extends UsageError {}

/** Words of the command line. @throws UsageError for those that mean nothing. */
export function parseWords<Config extends ParseArgsConfig>(
  config: Config,
  exitCode = 1,
): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new UsageError((error as Error).message, exitCode);
  }
}

/**
 * Flags whose table is elsewhere: that one judges them, those that nobody knows included, all at once.
 *
 * @param own flags of the command itself
 * @param others flags of the table that take a value: it may stand behind a space
 * @returns the command's own, and everything else as it was written
 */
export function readGiven(
  argv: readonly string[],
  own: Readonly<Record<string, 'string' | 'boolean'>>,
  others: readonly string[],
): { readonly own: Readonly<Record<string, unknown>>; readonly given: Readonly<Record<string, unknown>> } {
  const types = [...others.map((name) => [name, 'string'] as const), ...Object.entries(own)];
  const options = Object.fromEntries(types.map(([name, type]) => [name, { type }]));
  const { values, positionals } = parseArgs({ args: [...argv], strict: false, allowPositionals: true, options });
  const [mine, rest] = [true, false].map((is) => Object.entries(values).filter(([name]) => name in own === is));
  const given = (rest ?? []).map(([name, value]) => [`--${name}`, value] as const);
  // A word without a flag is named like the flags that are not known.
  const words = positionals.map((word) => [word, undefined] as const);
  return { own: Object.fromEntries(mine ?? []), given: Object.fromEntries<unknown>([...given, ...words]) };
}
