import { z } from 'zod';

/** Everything that users do, in the order of each user: the key of a record is its user. */
export const behaviourTopic = 'user-behaviour';

export const behaviourTypes = ['view', 'cart', 'purchase'] as const;
export type BehaviourType = (typeof behaviourTypes)[number];

/** Events of each type. */
export type ByType = Readonly<Record<BehaviourType, number>>;

export const byType = (countOf: (type: BehaviourType) => number): ByType => ({
  view: countOf('view'),
  cart: countOf('cart'),
  purchase: countOf('purchase'),
});

export const totalOf = ({ view, cart, purchase }: ByType): number => view + cart + purchase;

/** What a user did, as it stands in Kafka. */
export const behaviourEvent = z.object({
  /** The same when the event is sent again. */
  id: z.string(),
  user: z.string(),
  /** Counts the events of this user from 1 without a gap: who follows it sees what is missing and what came twice. */
  sequence: z.number().int().positive(),
  type: z.enum(behaviourTypes),
  skus: z.array(z.string()).min(1).max(20),
  /** When it happened, in milliseconds since the epoch: earlier than it is read. */
  at: z.number().int().nonnegative(),
  /** Makes the record as large as a test wants it. */
  note: z.string().optional(),
});
export type BehaviourEvent = z.infer<typeof behaviourEvent>;
