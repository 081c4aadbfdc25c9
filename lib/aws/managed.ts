import type { Profile } from '../durability/profile';
import type { Problem } from '../durability/problem';
import { when, type Finding, type Rule } from '../durability/rule';

/** Copies of everything on MSK express and in a cluster of Amazon MQ: not to be chosen. */
export const managedCopies = 3;

interface Promised {
  readonly name: string;
  readonly profile: Profile;
}

/** Whether the managed services have a form for a profile at all. */
export const isManaged = ({ profile }: Promised): boolean => profile.copies === managedCopies;

/** Findings where a cluster, or a part of it with a profile of its own, promises what it should not. */
export function promised(
  cluster: Promised,
  parts: { readonly topics: readonly Promised[] } | { readonly queues: readonly Promised[] },
  wrong: (its: Promised) => boolean,
  fix: string,
): readonly Finding[] {
  return [
    ...when(wrong(cluster), `${cluster.name}.durability`, cluster.profile.name, fix),
    ...Object.entries(parts).flatMap(([kind, members]: [string, readonly Promised[]]) =>
      members
        .filter((its) => its.profile !== cluster.profile && wrong(its))
        .map((its) => ({
          path: `${cluster.name}.${kind}.${its.name}.durability`,
          value: its.profile.name,
          fix,
        })),
    ),
  ];
}

/** What a rule says of a profile that only Kubernetes has a form for. */
export const noForm = {
  id: 'aws-profile-not-available',
  why: 'the managed brokers come with three copies in three zones, and in no smaller form',
  fix: 'use survives-zone-loss on AWS, and Kubernetes for development',
} as const;

/** What a rule says of lines for a server's own file. */
export const unread = {
  id: 'aws-line-not-read',
  why: 'the service writes the file of its brokers itself, so this line would be read by nobody',
} as const;

export const unreadLines = (path: string, lines: Readonly<Record<string, string>>): readonly Finding[] =>
  Object.entries(lines).map(([key, value]) => ({ path: `${path}.${key}`, value, fix: 'leave it out on AWS' }));

/**
 * One finding for one cause, where a rule of every target and one of the service find something in the same place. A value that the
 * service has decided: the rule that says what would be lost, with the fix that helps here. A line that nobody reads: nothing else of it
 * is true.
 *
 * @param problems those that no risk was accepted for, those of every target first
 */
export function toldOnce(
  problems: readonly Problem[],
  own: readonly Pick<Rule<never>, 'id' | 'decides'>[],
): readonly Problem[] {
  const deciding = own.filter(({ decides }) => decides).map(({ id }) => id);
  const fixes = new Map(problems.filter(({ rule }) => deciding.includes(rule)).map(({ path, fix }) => [path, fix]));
  const lines = new Set(problems.filter(({ rule }) => rule === unread.id).map(({ path }) => path));
  const first = new Map([...problems].reverse().map((problem) => [problem.path, problem]));
  return problems
    .filter((its) => !lines.has(its.path) || its.rule === unread.id)
    .filter((its) => !fixes.has(its.path) || first.get(its.path) === its)
    .map((its) => ({ ...its, fix: fixes.get(its.path) ?? its.fix }));
}
