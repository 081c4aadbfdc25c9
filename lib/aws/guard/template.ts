/** A resource of a template, as far as it is judged. */
export interface Resource {
  readonly Type: string;
  readonly Properties?: unknown;
  readonly DeletionPolicy?: unknown;
  readonly UpdateReplacePolicy?: unknown;
}

/** A template of CloudFormation, read from JSON: whatever else stands in it is nobody's business here. */
export interface Template {
  readonly Resources?: Readonly<Record<string, Resource>>;
}

/** A value that only CloudFormation knows: a reference, a parameter, a condition. */
export const unresolved = Symbol('unresolved');

export type Node = Readonly<Record<string, unknown>>;
export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The name of the function that CloudFormation would call to know a value; undefined for a value that stands there. */
export function functionOf(value: unknown): string | undefined {
  const [name, ...others] = isNode(value) ? Object.keys(value) : [];
  return name !== undefined && others.length === 0 && /^(Ref$|Fn::)/.test(name) ? name : undefined;
}

/** What a value is for CloudFormation: `AWS::NoValue` is as if nothing stood there. */
function meant(value: unknown): unknown {
  if (functionOf(value) === undefined) return value === null ? undefined : value;
  return (value as Node)['Ref'] === 'AWS::NoValue' ? undefined : unresolved;
}

/** What stands at a path such as `Properties.EncryptionInfo`, as it is written; a function that would make it, where one is on the way. */
export function rawAt(from: unknown, path: string): unknown {
  let value = from;
  for (const key of path.split('.')) {
    if (functionOf(value) !== undefined) return value;
    value = isNode(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  }
  return value;
}

/** The value at a path: undefined for none, and `unresolved` where it is not known yet. */
export const valueAt = (from: unknown, path: string): unknown => meant(rawAt(from, path));

/** Whether it says true, or false: CloudFormation takes words for it, too. */
export const isTrue = (value: unknown): boolean => value === true || /^true$/i.test(textOf(value) ?? '');
export const isFalse = (value: unknown): boolean => value === false || /^false$/i.test(textOf(value) ?? '');

export const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** A number, written as one or as a word; undefined for everything else. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^-?\d+$/.test(value.trim()) ? Number(value) : undefined;
}

/** A list whose length is known, though its members need not be. */
export function listOf(value: unknown): readonly unknown[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const members = value as readonly unknown[];
  return members.some((its) => functionOf(its) === 'Fn::If') ? undefined : members;
}

/** The resources of a template, each with its logical id. What is none is left out. */
export const resourcesOf = ({ Resources: resources }: Template): readonly (readonly [string, Resource])[] =>
  Object.entries(isNode(resources) ? resources : {}).filter(
    (entry): entry is [string, Resource] => isNode(entry[1]) && typeof entry[1]['Type'] === 'string',
  );

/** Whether a policy keeps what is there. `RetainExceptOnCreate` lets go only what a failed first deployment had made. */
export const keeps = (policy: unknown): boolean => policy === 'Retain' || policy === 'RetainExceptOnCreate';
