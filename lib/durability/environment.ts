/** The environment of a process, as programs read it. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** @throws Error naming the variable when it is not there. */
export function required(env: Environment, name: string): string {
  const value = env[name];
  if (value === undefined || value === '') throw new Error(`the environment variable ${name} is missing`);
  return value;
}

/** A comma-separated list; empty when the variable is not there. */
export const listOf = (env: Environment, name: string): readonly string[] =>
  (env[name] ?? '').split(',').filter((item) => item !== '');
