import { functionOf, isNode } from './template';

/** Neither is there for CloudFormation. */
const isNothing = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  (isNode(value) && functionOf(value) === 'Ref' && value['Ref'] === 'AWS::NoValue');

/**
 * A value as a text that is the same for what CloudFormation takes as the same: `3` and `"3"`, keys in another order, lists in another
 * order. Every list that can't be changed in place is a set in the schemas (`insertionOrder: false`); the arguments of a function are
 * no list.
 */
function canonical(value: unknown): string {
  if (isNothing(value)) return '';
  if (Array.isArray(value)) return `[${value.map(canonical).sort().join()}]`;
  if (!isNode(value)) return JSON.stringify(String(value));
  if (functionOf(value) !== undefined) return JSON.stringify(value);
  const members = Object.entries(value).filter(([, its]) => !isNothing(its));
  return `{${members
    .map(([key, its]) => `${key}:${canonical(its)}`)
    .sort()
    .join()}}`;
}

/** Whether CloudFormation would see no difference. Two references are the same only when they are written the same. */
export const isSame = (one: unknown, other: unknown): boolean => canonical(one) === canonical(other);
