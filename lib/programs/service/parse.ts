import type { z } from 'zod';
import { PoisonError } from '../../clients/poison';

/** What a message says. @throws PoisonError naming in one line what is wrong with it. */
export function parse<T>(schema: z.ZodType<T>, content: Buffer | string): T {
  let value: unknown;
  try {
    value = JSON.parse(content.toString());
  } catch {
    throw new PoisonError(`not JSON: ${content.toString().slice(0, 40)}`);
  }
  const { success, data, error } = schema.safeParse(value);
  if (success) return data;
  throw new PoisonError(error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '));
}
