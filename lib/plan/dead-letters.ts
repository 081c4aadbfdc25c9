import { DurabilityError, type Problem } from '../durability/problem';
import { nearest } from '../durability/nearest';
import { deadLetterTopicOf } from '../kafka/dead-letter';
import type { Plan } from './plan';

type Broker = 'kafka' | 'rabbitmq';

/** Where dead letters stand, and where they come from. */
export interface DeadLetters {
  readonly broker: Broker;
  /** The queue or topic that nobody could work on them in. */
  readonly source: string;
  /** The queue or topic that holds them now. */
  readonly letters: string;
}

/** All dead letters that a plan can have. A topic has some where somebody declared `<topic>.dead-letters`. */
function known({ kafka, rabbitmq }: Plan): readonly DeadLetters[] {
  const topics = kafka?.settings.topics.map(({ name }) => name) ?? [];
  return [
    ...(rabbitmq?.settings.queues ?? []).map(({ name, deadLetterQueue }) => ({
      broker: 'rabbitmq' as const,
      source: name,
      letters: deadLetterQueue,
    })),
    ...topics
      .filter((name) => topics.includes(deadLetterTopicOf(name)))
      .map((name) => ({ broker: 'kafka' as const, source: name, letters: deadLetterTopicOf(name) })),
  ];
}

const refused = (name: string, why: string, fix: string): DurabilityError => {
  const problem: Problem = { rule: 'dead-letters-unknown', path: 'replay', value: name, why, fix };
  return new DurabilityError([problem]);
};

/**
 * The dead letters that a name means: that of a queue or topic, or of what holds them.
 *
 * @throws DurabilityError for a name that has none, and for one that both brokers have
 */
export function deadLettersOf(plan: Plan, name: string, broker?: Broker): DeadLetters {
  const all = known(plan).filter((its) => broker === undefined || its.broker === broker);
  const found = all.filter(({ source, letters }) => source === name || letters === name);
  const [only, another] = found;
  if (another !== undefined)
    throw refused(name, 'a queue and a topic have this name', 'add --broker kafka or --broker rabbitmq');
  if (only !== undefined) return only;
  const near = nearest(
    name,
    all.flatMap(({ source, letters }) => [source, letters]),
  );
  const isTopic = plan.kafka?.settings.topics.some((topic) => topic.name === name) === true && broker !== 'rabbitmq';
  if (isTopic)
    throw refused(name, 'nothing holds dead letters of this topic', `declare a topic ${deadLetterTopicOf(name)}`);
  const fix =
    near === undefined ? `name one of ${all.map(({ source }) => source).join(', ')}` : `did you mean ${near}?`;
  throw refused(name, 'no queue and no topic of this name has dead letters', fix);
}
