import { z } from 'zod';
import { bytesPattern, durationPattern } from '../durability/quantity';
import { bytes, duration } from '../durability/schema';
import { messagingOptionsSchema } from './options';

type Schema = z.core.JSONSchema.JSONSchema;

/** Text about what stands at a path, as a user writes it; `*` for any name or place in a list: `kafka.topics.*.retention`. */
export type Describe = (path: string) => string | undefined;

/** What no kind of JSON Schema stands for: text that a function of ours judges, by the pattern that the function uses. */
const patterns = new Map<unknown, RegExp>([
  [duration, durationPattern],
  [bytes, bytesPattern],
]);

function write({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodType; jsonSchema: object }): void {
  if (zodSchema._zod.def.type !== 'custom') return;
  const pattern = patterns.get(zodSchema);
  // Anything would pass an editor that the parser refuses later.
  if (pattern === undefined) throw new Error('say here which pattern this custom schema takes');
  Object.assign(jsonSchema, { type: 'string', pattern: pattern.source });
}

const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null;

/** The same schema with a description on everything that has one. */
function described(schema: Schema, describe: Describe, path: readonly string[] = []): Schema {
  const within = (inner: Schema, ...name: readonly string[]): Schema => described(inner, describe, [...path, ...name]);
  const { properties, items, additionalProperties, ...rest } = schema;
  const text = describe(path.join('.'));
  return {
    ...(text === undefined ? {} : { description: text }),
    ...rest,
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, inner]) => [name, isSchema(inner) ? within(inner, name) : inner]),
      ),
    }),
    ...(isSchema(items) && !Array.isArray(items) ? { items: within(items, '*') } : {}),
    ...(additionalProperties === undefined
      ? {}
      : { additionalProperties: isSchema(additionalProperties) ? within(additionalProperties, '*') : false }),
  };
}

/** Draft 7 is the one that every editor reads. */
export const jsonSchemaOf = (schema: z.ZodType): Schema =>
  z.toJSONSchema(schema, { target: 'draft-7', io: 'input', unrepresentable: 'any', override: write });

/** `messaging.schema.json`: what the parser takes, for the editor that a team writes `messaging.yaml` in. */
export const messagingJsonSchema = (describe: Describe): Schema => ({
  title: 'messaging.yaml of brokerkit',
  ...described(jsonSchemaOf(messagingOptionsSchema), describe),
});
