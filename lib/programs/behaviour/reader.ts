import type { KafkaRecord } from '../../clients/kafka-consumer';
import { PoisonError } from '../../clients/poison';
import { parse } from '../service/parse';
import { behaviourEvent, type BehaviourEvent } from './events';

/** Clocks differ a little. */
const aheadMs = 60_000;

/**
 * What a record says. To be read before anything is written: whoever has noted its offset first would skip it after a crash,
 * and it would be missing in the dead letters.
 *
 * @throws PoisonError for what is no event, and for one from the future: it would close every window there is
 */
export function eventOf({ value }: Pick<KafkaRecord, 'value'>): BehaviourEvent {
  const event = parse(behaviourEvent, value);
  if (event.at > Date.now() + aheadMs) throw new PoisonError(`at: ${event.at} lies in the future`);
  return event;
}
