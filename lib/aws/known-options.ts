import { Token } from 'aws-cdk-lib/core';
import { DurabilityError, type Problem } from '../durability/problem';

const unknownAt = (path: string): Problem => ({
  rule: 'aws-value-unknown',
  path,
  value: undefined,
  why: 'only the deployment will know it, and what is promised is judged, and written down, before',
  fix: 'use a value that is known at synthesis: from the environment, the context or a file',
});

function unknownIn(value: unknown, path: string): readonly Problem[] {
  if (Token.isUnresolved(value)) return [unknownAt(path)];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, its]) =>
    // The text of a token as a name says nothing to anybody.
    Token.isUnresolved(key) ? [unknownAt(path)] : unknownIn(its, path === '' ? key : `${path}.${key}`),
  );
}

/**
 * Refuses options of brokers that hold a token: copies, sizes and names decide what is promised, and some of them end up in files where
 * no deployment puts a value in.
 *
 * @param path where the options stand, for people
 * @throws DurabilityError that names each of them
 */
export function mustBeKnown(path: string, options: object): void {
  const problems = unknownIn(options, path);
  if (problems.length > 0) throw new DurabilityError(problems);
}
