import type { Problem } from './problem';

/** One judgement about settings, as data. */
export interface Rule<Settings> {
  /** Stable: it stands in messages, documents and test titles. */
  readonly id: string;
  readonly why: string;
  /** Judged where the thing exists already, by the provisioner; here it finds nothing. */
  readonly later?: true;
  /** What it finds can not work at all: no words make it right. */
  readonly acceptable?: false;
  /** There is one right value: its fix mends whatever a rule of every target finds in the same place. */
  readonly decides?: true;
  /** Never throws, never changes anything; an empty list is a pass. */
  readonly check: (settings: Settings) => readonly Finding[];
}

/** A problem before its rule is known. */
export interface Finding {
  readonly path: string;
  readonly value: unknown;
  readonly fix: string;
  /** Where this place needs other words than the rule's. */
  readonly why?: string;
}

/** Every problem of every rule, in the order of the rules. */
export function check<Settings>(rules: readonly Rule<Settings>[], settings: Settings): readonly Problem[] {
  return rules.flatMap((rule) =>
    rule.check(settings).map((finding) => ({
      rule: rule.id,
      path: finding.path,
      value: finding.value,
      why: finding.why ?? rule.why,
      fix: finding.fix,
    })),
  );
}

/** One finding where something is wrong, none otherwise. */
export const when = (wrong: boolean, path: string, value: unknown, fix: string): readonly Finding[] =>
  wrong ? [{ path, value, fix }] : [];
