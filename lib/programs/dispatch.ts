import type { Environment } from '../durability/environment';

/** A program of a bundle. It goes on until it is done, or until it is asked to stop. */
export type Program = (env: Environment) => Promise<void>;

/** Runs the named program; what goes wrong is told on stderr, and ends with exit code 1. */
export async function dispatch(
  programs: Readonly<Record<string, Program>>,
  name: string | undefined,
  env: Environment,
): Promise<void> {
  const program = Object.entries(programs).find(([known]) => known === name)?.[1];
  if (program === undefined) {
    fail(`${name === undefined ? 'name a program' : `unknown program ${name}`}: ${Object.keys(programs).join(', ')}`);
    return;
  }
  try {
    await program(env);
  } catch (error) {
    fail(error instanceof Error ? error.message : String(error));
  }
}

/** Open connections would keep the process alive. */
function fail(message: string): void {
  process.stderr.write(`${message}\n`, () => process.exit(1));
}
