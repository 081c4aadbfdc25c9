import type { Finding, Rule } from '../../durability/rule';
import { valueAt, type Resource, type Template } from './template';

/** A resource under judgement, within its template. */
export interface Judged {
  readonly logicalId: string;
  readonly resource: Resource;
  readonly template: Template;
}

/** A judgement about resources of one type, whoever wrote them. */
export interface ResourceRule {
  readonly id: string;
  readonly why: string;
  /** Types that it judges. */
  readonly types: readonly string[];
  /** Never throws; what is not resolved yet is a pass. */
  readonly check: (judged: Judged) => readonly Finding[];
}

/** What stands at a path below `Properties`. */
export const property = ({ resource }: Judged, path: string): unknown => valueAt(resource, `Properties.${path}`);

/** One finding about a property where something is wrong, none otherwise. */
export function unless(
  right: boolean,
  { logicalId }: Judged,
  path: string,
  found: { readonly value: unknown; readonly fix: string; readonly why?: string },
): readonly Finding[] {
  return right ? [] : [{ path: `${logicalId}.Properties.${path}`, ...found }];
}

/** The same judgement as a rule that finds nothing in resources of other types. */
export const ruleOf = ({ id, why, types, check }: ResourceRule): Rule<Judged> => ({
  id,
  why,
  check: (judged) => (types.includes(judged.resource.Type) ? check(judged) : []),
});
