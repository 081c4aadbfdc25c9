import { functionOf, isNode } from './template';

/** `${Id}` and `${Id.Attribute}` of a text for `Fn::Sub`; `${!Id}` is no reference. */
const namesIn = (text: string): readonly string[] =>
  [...text.matchAll(/\$\{([^!}.]+)(\.[^}]*)?\}/g)].map(([, name]) => (name ?? '').trim());

/** What one function names, beside what its arguments name in turn. */
function named(name: string, argument: unknown): readonly string[] {
  const [first] = Array.isArray(argument) ? (argument as readonly unknown[]) : [argument];
  if (typeof first !== 'string') return [];
  if (name === 'Ref') return [first];
  if (name === 'Fn::GetAtt') return [first.split('.')[0] ?? ''];
  return name === 'Fn::Sub' ? namesIn(first) : [];
}

/** The logical ids, and names of parameters, that a value refers to, however deep. */
export function references(value: unknown): ReadonlySet<string> {
  if (Array.isArray(value)) return new Set(value.flatMap((its) => [...references(its)]));
  if (!isNode(value)) return new Set();
  const name = functionOf(value);
  const direct = name === undefined ? [] : named(name, value[name]);
  return new Set([...direct, ...Object.values(value).flatMap((its) => [...references(its)])]);
}
