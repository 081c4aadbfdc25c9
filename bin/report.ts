import { DurabilityError, problemText } from '../lib/durability/problem';
import { UsageError } from './usage';

/** What went wrong, in words on stderr, and exit code 1. Never a stack: it is about what the user wrote. */
export function report(error: unknown, program: string, usage = ''): void {
  process.exitCode = 1;
  if (error instanceof DurabilityError) {
    const count = error.problems.length;
    const lines = [
      ...error.problems.map(problemText),
      `${count} problem${count === 1 ? '' : 's'}; nothing was written`,
    ];
    process.stderr.write(`${lines.join('\n')}\n`);
  } else {
    const help = error instanceof UsageError && usage !== '' ? `\n${usage}` : '';
    process.stderr.write(`${program}: ${(error as Error).message}\n${help}`);
  }
}
