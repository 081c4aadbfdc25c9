import { z } from 'zod';

export const callExchange = 'calls';
export const alertExchange = 'alerts';

const at = z.number().int().positive();

/** One service calls another. */
export const call = z.object({
  /** The same when the call is sent again. */
  id: z.string(),
  /** Calls of one service, counted from 1 without a gap. */
  lane: z.string(),
  number: z.number().int().positive(),
  /** Who is called. */
  service: z.string(),
  at,
  /** Whether it will fail: a load generator decides, so that a run repeats. */
  fail: z.boolean(),
  /** How much of its capacity the service uses: 0 to 1, and above where it is too small. */
  load: z.number(),
});
export type Call = z.infer<typeof call>;

export const alertKinds = ['error-burst', 'saturation'] as const;
export type AlertKind = (typeof alertKinds)[number];

/** Something that a person should know. */
export const alert = z.object({
  /** The same however often it is told. */
  id: z.string(),
  kind: z.enum(alertKinds),
  service: z.string(),
  at,
  text: z.string(),
});
export type Alert = z.infer<typeof alert>;
