import type { Construct } from 'constructs';
import { problemText, type Problem } from '../durability/problem';

/** Lets synthesis fail with these problems, together with those of every other construct. */
export function refuse(scope: Construct, problems: readonly Problem[]): void {
  scope.node.addValidation({ validate: () => problems.map(problemText) });
}
