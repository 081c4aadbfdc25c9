import type { Construct } from 'constructs';
import { problemText, type Problem } from '../lib/durability/problem';
import { reservedUsers } from '../lib/durability/schema';

/** Lets synthesis fail with these problems, together with those of every other construct. */
export function refuse(scope: Construct, problems: readonly Problem[]): void {
  scope.node.addValidation({ validate: () => problems.map(problemText) });
}

/** @throws Error for a user that brokers make for themselves: a grant would hand out its password. */
export function mustNotBeReserved(user: string): void {
  if (reservedUsers.includes(user))
    throw new Error(`the user ${user} belongs to the broker itself: choose another name`);
}
