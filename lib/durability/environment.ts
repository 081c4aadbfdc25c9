/** The environment of a process, as programs read it. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** @throws Error naming the variable when it is not there. */
export function required(env: Environment, name: string): string {
  const value = env[name];
  if (value === undefined || value === '') throw new Error(`the environment variable ${name} is missing`);
  return value;
}

/** A comma-separated list. @throws Error naming the variable when it is not there. */
export const listOf = (env: Environment, name: string): readonly string[] =>
  required(env, name)
    .split(',')
    .filter((item) => item !== '');

/** A number above 0. @throws Error naming the variable and what it is. */
export function positive(env: Environment, name: string, otherwise: number): number {
  const value = Number(env[name] ?? otherwise);
  if (!(value > 0)) throw new Error(`the environment variable ${name} is ${env[name]}: a number above 0 is needed`);
  return value;
}

/** A number, 0 included. @throws Error naming the variable and what it is. */
export function fromZero(env: Environment, name: string, otherwise: number): number {
  const value = Number(env[name] ?? otherwise);
  if (!(value >= 0)) throw new Error(`the environment variable ${name} is ${env[name]}: a number from 0 is needed`);
  return value;
}
