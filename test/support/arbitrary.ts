import fc from 'fast-check';
import type { z } from 'zod';
import { bytesPattern, durationPattern } from '../../lib/durability/quantity';
import { bytes, duration } from '../../lib/durability/schema';

interface Node extends z.ZodType {
  readonly def: z.ZodType['def'] & {
    readonly innerType?: Node;
    readonly shape?: Readonly<Record<string, Node>>;
    readonly keyType?: Node;
    readonly valueType?: Node;
    readonly element?: Node;
    readonly options?: readonly Node[];
    readonly entries?: Readonly<Record<string, unknown>>;
    readonly values?: readonly unknown[];
  };
  readonly isInt?: boolean;
  readonly minValue?: number;
  readonly maxValue?: number;
}

/** What a check asks for. */
interface Check {
  readonly pattern?: RegExp;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly length?: number;
}

const checksOf = (schema: z.ZodType): Check =>
  Object.assign({}, ...(schema.def.checks ?? []).map((check) => check._zod.def)) as Check;

const few = 3;
const longest = 20;

/** Every value that a schema takes, as far as its kind goes: for properties that hold for all options. */
export function arbitraryOf(schema: z.ZodType): fc.Arbitrary<unknown> {
  if (schema === (duration as z.ZodType)) return fc.stringMatching(durationPattern);
  if (schema === (bytes as z.ZodType)) return fc.stringMatching(bytesPattern);
  const { def, isInt, minValue, maxValue } = schema as Node;
  const { pattern, minimum = 0, maximum = longest, length } = checksOf(schema);
  switch (def.type) {
    case 'optional':
      return arbitraryOf(def.innerType!);
    case 'object':
      return objectOf(def.shape!);
    case 'record':
      return fc.dictionary(arbitraryOf(def.keyType!) as fc.Arbitrary<string>, arbitraryOf(def.valueType!), {
        maxKeys: few,
        noNullPrototype: true,
      });
    case 'array':
      return fc.array(arbitraryOf(def.element!), { minLength: length ?? minimum, maxLength: length ?? few });
    case 'union':
      return fc.oneof(...def.options!.map(arbitraryOf));
    case 'enum':
      return fc.constantFrom(...Object.values(def.entries!));
    case 'literal':
      return fc.constantFrom(...def.values!);
    case 'boolean':
      return fc.boolean();
    case 'number':
      return isInt === true
        ? fc.integer({ min: minValue!, max: Math.min(maxValue!, Number.MAX_SAFE_INTEGER) })
        : fc.double({ min: minValue!, max: maxValue!, noNaN: true });
    case 'string':
      if (pattern !== undefined) return fc.stringMatching(pattern);
      return fc.string({ minLength: minimum, maxLength: Math.min(maximum, longest) });
    default:
      throw new Error(`say here what a ${def.type} may be`);
  }
}

const isOptional = (node: Node): boolean => node.def.type === 'optional';

function objectOf(shape: Readonly<Record<string, Node>>): fc.Arbitrary<unknown> {
  const parts = Object.fromEntries(Object.entries(shape).map(([key, node]) => [key, arbitraryOf(node)]));
  const requiredKeys = Object.keys(shape).filter((key) => !isOptional(shape[key]!));
  return fc.record(parts, { requiredKeys, noNullPrototype: true });
}
