import { z } from 'zod';

/**
 * What an event may need of a broker. Which broker has it, why and at what price stands in `lib/plan/choose.ts`: a broker's own
 * folder knows nothing of the other.
 */
export const traits = [
  'replay',
  'independent-readers',
  'order-per-key',
  'high-rate',
  'latest-per-key',
  'long-retention',
  'state-change',
  'pattern-routing',
  'retry-per-message',
  'delay',
  'priority',
  'request-reply',
] as const;
export type Trait = (typeof traits)[number];

export const traitList = z.array(z.enum(traits));
