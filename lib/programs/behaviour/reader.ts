import type { KafkaRecord } from '../../clients/kafka-consumer';
import { parse } from '../service/parse';
import { behaviourEvent, type BehaviourEvent } from './events';

/**
 * What a record says. To be read before anything is written: whoever has noted its offset first would skip it after a crash,
 * and it would be missing in the dead letters. So the clock may not decide what is poison: after a crash it is another one.
 *
 * An event from the future happened now: with its own time it would close every window there is.
 *
 * @throws PoisonError for what is no event
 */
export function eventOf({ value }: Pick<KafkaRecord, 'value'>): BehaviourEvent {
  const event = parse(behaviourEvent, value);
  return { ...event, at: Math.min(event.at, Date.now()) };
}
