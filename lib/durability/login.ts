import { required, type Environment } from './environment';

/**
 * Where a program finds its password: in a file, which is read anew whenever it connects, or in a variable of its environment, where
 * no file can be mounted (ECS). A variable is read once: a new password reaches the program by a restart.
 */
export type GivenPassword = { readonly passwordFile: string } | { readonly password: string };

/** In place of a file of certificates: the authorities that Node brings along, which everybody trusts. */
export const publicAuthorities = 'system';

/** The variable that holds a password itself. */
export const passwordVariable = (prefix: string): string => `${prefix}_PASSWORD`;

const fileVariable = (prefix: string): string => `${passwordVariable(prefix)}_FILE`;

export const passwordToEnv = (prefix: string, given: GivenPassword): Readonly<Record<string, string>> =>
  'password' in given ? { [passwordVariable(prefix)]: given.password } : { [fileVariable(prefix)]: given.passwordFile };

/** @throws Error naming the variable of the file when neither is there. */
export function passwordFromEnv(prefix: string, env: Environment): GivenPassword {
  const password = env[passwordVariable(prefix)] ?? '';
  return password === '' ? { passwordFile: required(env, fileVariable(prefix)) } : { password };
}
