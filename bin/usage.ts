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
