import { z } from 'zod';
import type { Profile } from '../durability/profile';
import { whole } from '../durability/schema';

/** Every copy the profile promises is a replica. */
export const replicas = (profile: Profile): number => profile.copies;

const flushNever = 'never';
type FlushInterval = number | typeof flushNever;

const unlimited = 'unlimited';
type Limit = number | typeof unlimited;

/** Bytes that one partition may hold. */
export const partitionBytes = {
  schema: z.union([whole(1_048_576, Number.MAX_SAFE_INTEGER), z.literal(unlimited)], {
    error: "a whole number of bytes, 1048576 or more, or 'unlimited'",
  }) as z.ZodType<Limit>,
  render: (value: Limit): string => (value === unlimited ? '-1' : String(value)),
};

/** Records between two disk syncs: the same fact on brokers (`log.flush.…`) and topics (`flush.…`). */
export const flushInterval = {
  schema: z.union([whole(1, 1_000_000_000), z.literal(flushNever)], {
    error: "a whole number from 1 to 1000000000, or 'never'",
  }) as z.ZodType<FlushInterval>,
  from: (profile: Profile): FlushInterval => (profile.syncBeforeAck ? 1 : flushNever),
  // Kafka has no word for "never": it is the largest number the key takes.
  render: (value: FlushInterval): string => (value === flushNever ? '9223372036854775807' : String(value)),
};
