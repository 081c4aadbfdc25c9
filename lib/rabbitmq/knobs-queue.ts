import { z } from 'zod';
import { knob, type Size } from '../durability/knob';
import { whole } from '../durability/schema';

/** What the defaults of a queue are worked out from, beside its profile. */
export interface QueueBasis extends Size {
  /** Bytes of messages that a queue takes which nobody gave a limit. */
  readonly queueBytes: number;
}

/** What one queue may decide for itself. */
export const queueKnobs = {
  /**
   * Type of the queue: `quorum` has copies on several nodes, `classic` has one and loses it with its node.
   *
   * Declared as `x-queue-type`. Can't be changed once the queue exists.
   *
   * @default 'quorum'
   * @see RabbitMQ documentation, quorum queues
   */
  type: knob({
    key: 'x-queue-type',
    on: ['declaration'],
    schema: z.enum(['quorum', 'classic']),
    from: () => 'quorum' as const,
  }),
  /**
   * Nodes that hold a copy of the queue.
   *
   * Declared as `x-quorum-initial-group-size`. Unit: nodes. Range: 1 to 7, odd. More: every message on more disks.
   *
   * @default - from the profile: development 1, survives-node-loss 3, survives-zone-loss 3, survives-power-loss 3
   * @see RabbitMQ documentation, quorum queues, "Controlling the Initial Replication Factor"
   */
  members: knob({
    key: 'x-quorum-initial-group-size',
    on: ['declaration'],
    schema: whole(1, 7),
    from: (profile) => profile.copies,
  }),
  /**
   * Failed deliveries that a message may have; after one more it goes to the dead-letter queue.
   *
   * Set by policy as `delivery-limit`. Range: 1 to 1000. More: a poisoned message is tried longer. Rejections and
   * connections that end with the message in hand count; a `nack` that asks for another delivery does not.
   *
   * @default 20
   * @see RabbitMQ documentation, quorum queues, "Poison Message Handling"
   */
  deliveryLimit: knob({
    key: 'delivery-limit',
    on: ['dead-letter'],
    schema: whole(1, 1_000),
    from: () => 20,
  }),
  /**
   * Wait before a failed message is delivered again; each failure adds as much, up to `retryDelayMaxMs`. Later messages
   * overtake it meanwhile: where order counts, do not reject, and expect another order after a lost connection.
   *
   * Set by policy as `delayed-retry-min`. Unit: ms. Range: 10 to 3600000. Shorter: a failing dependency is asked more often.
   *
   * @default 1000
   * @see RabbitMQ documentation, quorum queues, "Delayed Retry"
   */
  retryDelayMinMs: knob({
    key: 'delayed-retry-min',
    on: ['dead-letter'],
    schema: whole(10, 3_600_000),
    from: () => 1_000,
  }),
  /**
   * Longest wait before a failed message is delivered again.
   *
   * Set by policy as `delayed-retry-max`. Unit: ms. Range: 10 to 86400000.
   *
   * @default 60000
   * @see RabbitMQ documentation, quorum queues, "Delayed Retry"
   */
  retryDelayMaxMs: knob({
    key: 'delayed-retry-max',
    on: ['dead-letter'],
    schema: whole(10, 86_400_000),
    from: () => 60_000,
  }),
  /**
   * Bytes of messages the queue takes. When it is full, publishers are refused and know it; nothing is dropped.
   *
   * Set by policy as `max-length-bytes`, with `overflow` `reject-publish`. Unit: bytes. More: a longer outage of the
   * consumers fits, if the disk is large enough for all queues together.
   *
   * @default - a tenth of the node's storage; on Amazon MQ an equal part of what its volume has room for, dead letters counted
   * @see RabbitMQ documentation, queue length limit
   */
  maxLengthBytes: knob({
    key: 'max-length-bytes',
    on: ['policy'],
    schema: whole(1_048_576, Number.MAX_SAFE_INTEGER),
    from: (_, { queueBytes }: QueueBasis) => queueBytes,
  }),
};
