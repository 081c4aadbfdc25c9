import { knobValues, type SettingsOf } from '../durability/knob';
import { queueKnobs } from './knobs-queue';

/** One exchange for all dead letters; the routing key is the queue they come from. */
export const deadLetterExchange = 'dead-letters';

export const deadLetterQueueOf = (queue: string): string => `${queue}.dead-letters`;

/**
 * The safe form of dead-lettering, whole: a message leaves its queue only once its dead-letter queue has confirmed it.
 *
 * `at-least-once` without `reject-publish` silently falls back to publishing without confirms, and without an exchange a
 * message that failed `delivery-limit` times is dropped: they belong together. Between two deliveries a message waits,
 * longer each time, instead of spinning.
 */
export function deadLetterPolicy(
  queue: SettingsOf<typeof queueKnobs> & { readonly name: string },
): Readonly<Record<string, string | number | boolean>> {
  return {
    'dead-letter-exchange': deadLetterExchange,
    'dead-letter-routing-key': queue.name,
    'dead-letter-strategy': 'at-least-once',
    overflow: 'reject-publish',
    'delayed-retry-type': 'failed',
    ...knobValues(queueKnobs, queue, 'dead-letter'),
  };
}

/** What a dead-letter queue is kept by: it has nowhere to send on, so it drops nothing, however often a message fails there. */
export const deadLetterQueuePolicy = { 'delivery-limit': -1, overflow: 'reject-publish' } as const;
