import { z } from 'zod';
import { nearest } from './nearest';
import type { Problem } from './problem';
import type { Rule } from './rule';

/** Loosens one rule in one place, in words. */
export interface AcceptedRisk {
  /** Id of the rule, as a report names it. */
  readonly rule: string;
  /** Why it is right here. It is printed by every synthesis and stands on the object. */
  readonly reason: string;
  /**
   * Last day on which it counts, such as `2027-03-31`; from the next day on the rule refuses again.
   *
   * @default - for good
   */
  readonly until?: string;
}

/** Something whose own settings may carry accepted risks: a cluster, a topic, a queue. */
export interface Accepting {
  readonly acceptRisk: readonly AcceptedRisk[];
}

/** An accepted risk, and where it stands. */
export interface Acceptance extends AcceptedRisk {
  /** What it counts for, with all that is within: `kafka.topics.clicks`. */
  readonly place: string;
  /** Where the user wrote it: `kafka.topics.clicks.acceptRisk.0`. */
  readonly path: string;
}

const aDay = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const shortestReason = 10;

/** The part of an options schema that accepted risks bring. */
export const acceptRiskSchema = z.array(
  z.strictObject({
    rule: z.string(),
    reason: z.string().regex(new RegExp(String.raw`^[^\r\n]{${shortestReason},500}$`), {
      error: `one line that says why it is right here, of ${shortestReason} to 500 characters`,
    }),
    until: z.string().regex(aDay, { error: "a day in quotes, such as '2027-03-31'" }).optional(),
  }),
);

/** Whether a rule is silent here, so that another one must not rely on it. */
export const isAccepted = ({ acceptRisk }: Accepting, id: string): boolean =>
  acceptRisk.some(({ rule }) => rule === id);

export const acceptances = (place: string, { acceptRisk }: Accepting): readonly Acceptance[] =>
  acceptRisk.map((risk, index) => ({ ...risk, place, path: `${place}.acceptRisk.${index}` }));

/** `kafka.topics.clicks: [kafka-min-insync-too-low] a copy is kept elsewhere (until 2027-03-31)` */
export const riskText = ({ place, rule, reason, until }: Acceptance): string =>
  `${place}: [${rule}] ${reason}${until === undefined ? '' : ` (until ${until})`}`;

/** What is known of the rules that an acceptance may name. */
export interface Acceptable {
  /** Rules that were judged here: an acceptance of one that finds nothing is a problem. */
  readonly judged: readonly Pick<Rule<never>, 'id' | 'acceptable' | 'later'>[];
  /** Rules that only another target judges: their acceptances are left alone. */
  readonly elsewhere?: (id: string) => boolean;
}

const today = (): string => new Date().toISOString().slice(0, 10);

/** Problems without those that were accepted, and with those that are wrong with the acceptances themselves. */
export function accept(
  problems: readonly Problem[],
  accepted: readonly Acceptance[],
  { judged, elsewhere = () => false }: Acceptable,
  day: string = today(),
): readonly Problem[] {
  const rules = new Map(judged.map((rule) => [rule.id, rule]));
  const covers = ({ rule, place }: Acceptance, problem: Problem): boolean =>
    rule === problem.rule && (problem.path === place || problem.path.startsWith(`${place}.`));
  const counts = ({ rule, until }: Acceptance): boolean =>
    rules.get(rule)?.acceptable !== false && (until === undefined || until >= day);
  const left = problems.filter((problem) => !accepted.some((its) => counts(its) && covers(its, problem)));
  const wrong = accepted
    .filter(({ rule }) => !elsewhere(rule))
    .flatMap((its) => {
      if (rules.get(its.rule)?.acceptable === false) return [notAcceptable(its)];
      const found = rules.get(its.rule)?.later === true || problems.some((problem) => covers(its, problem));
      if (!found) return [absent(its, [...rules.keys()])];
      return counts(its) ? [] : [ended(its)];
    });
  return [...left, ...wrong];
}

const absent = ({ rule, path, place }: Acceptance, known: readonly string[]): Problem => {
  const near = known.includes(rule) ? undefined : nearest(rule, known);
  return {
    rule: 'risk-accepted-but-absent',
    path: `${path}.rule`,
    value: rule,
    why: known.includes(rule)
      ? `no such problem is found in ${place}, so this would hide the next one`
      : 'there is no rule of this name',
    fix: near === undefined ? 'remove it' : `did you mean ${near}?`,
  };
};

const notAcceptable = ({ rule, path }: Acceptance): Problem => ({
  rule: 'risk-not-acceptable',
  path: `${path}.rule`,
  value: rule,
  why: 'what this rule finds can not work, whoever accepts it',
  fix: 'remove it, and mend what the rule finds',
});

const ended = ({ until, path }: Acceptance): Problem => ({
  rule: 'risk-acceptance-ended',
  path: `${path}.until`,
  value: until,
  why: 'this day has passed, so the rule counts again',
  fix: 'mend what the rule finds, or name a later day',
});
