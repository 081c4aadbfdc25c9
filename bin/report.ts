import { DurabilityError, problemText, type Problem } from '../lib/durability/problem';
import { wrap } from '../lib/durability/wrap';
import { MissingError, UsageError } from './usage';

/** What a terminal shows without breaking lines itself. */
const width = 100;

/** A problem that refuses nothing. */
export const warningText = (problem: Problem): string =>
  wrap(`warning: ${problemText(problem)}`, width, '  ').join('\n');

/** Every problem, and how many there are. */
export function reportText({ problems }: DurabilityError): string {
  const count = `${problems.length} problem${problems.length === 1 ? '' : 's'}; nothing was written`;
  return [...problems.flatMap((problem) => wrap(problemText(problem), width, '  ')), count].join('\n');
}

/** What went wrong, in words on stderr, and exit code 1 or the usage's own. Never a stack: it is about what the user wrote. */
export function report(error: unknown, program: string, usage = ''): void {
  process.exitCode = error instanceof UsageError ? error.exitCode : 1;
  if (error instanceof DurabilityError) process.stderr.write(`${reportText(error)}\n`);
  else {
    const asked = error instanceof UsageError && !(error instanceof MissingError);
    const help = asked && usage !== '' ? `\n${usage}` : '';
    process.stderr.write(`${program}: ${(error as Error).message}\n${help}`);
  }
}
