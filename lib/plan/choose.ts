import type { Trait } from '../durability/trait';
import { highRate, oneQueueRate, publishedRates } from './published-rates';

export type BrokerName = 'kafka' | 'rabbitmq';

/** One trait of an event: which broker has it, why, and what that broker costs the one who takes it for this. */
export interface TraitRow {
  readonly trait: Trait;
  /** As a person is asked. */
  readonly question: string;
  readonly broker: BrokerName;
  readonly reason: string;
  readonly cost: string;
}

const inWords = (messages: number): string => messages.toLocaleString('en-US');
const { kafka: kafkaRun, rabbitMq: rabbitMqRun } = publishedRates;

/** What was measured and published, messages of 1 kB or less, all of it acknowledged by a majority. */
export const rateEvidence: readonly { readonly measured: string; readonly source: string }[] = [
  {
    measured: `RabbitMQ, 100 quorum queues, three nodes of ${rabbitMqRun.cores} cores: ${inWords(rabbitMqRun.messagesPerSecond)}`,
    source: rabbitMqRun.source,
  },
  { measured: 'RabbitMQ, the same on seven nodes: some 65,000', source: 'RabbitMQ blog, 2020-06-21' },
  {
    measured: 'RabbitMQ, one quorum queue, three nodes of 8 cores, flow control off: 35,000 on average, 52,000 at best',
    source: 'RabbitMQ blog, 2022-05-16',
  },
  {
    measured: `RabbitMQ, one quorum queue on a disk that syncs in 6 ms, flow control on: ${inWords(oneQueueRate.messagesPerSecond)}`,
    source: oneQueueRate.source,
  },
  {
    measured: `Kafka, three brokers of ${kafkaRun.cores} cores, three copies of which two acknowledge: ${inWords(kafkaRun.messagesPerSecond)}`,
    source: kafkaRun.source,
  },
];

const rate = inWords(highRate);

/** The table: a new trait is a new row, and a new id in `lib/durability/trait.ts`. */
export const traitRows: readonly TraitRow[] = [
  {
    trait: 'replay',
    question: 'Will somebody read old messages again, after a mistake or for a new purpose?',
    broker: 'kafka',
    reason: 'reading takes nothing away: a reader goes back to any record that retention has kept',
    cost: 'disks for everything within retention, read or not',
  },
  {
    trait: 'independent-readers',
    question: 'Do several services read all of them, each at a pace of its own?',
    broker: 'kafka',
    reason: 'each group has a position of its own on one log: a further one costs no copy and no change',
    cost: 'a group works with at most one reader for each partition, and that number never shrinks',
  },
  {
    trait: 'order-per-key',
    question: 'Must messages about one thing (a user, an account) keep their order?',
    broker: 'kafka',
    reason: 'records of one key lie in one partition, and one reader of a group takes them in order',
    cost: 'a record that fails holds up its partition, and more partitions move keys to other ones',
  },
  {
    trait: 'high-rate',
    question: `Will there be more than ${rate} messages a second?`,
    broker: 'kafka',
    reason:
      'it appends and sends batches to and from a sequential log: hundreds of thousands a second on three brokers',
    cost: 'producers gather batches, so that each message waits some milliseconds',
  },
  {
    trait: 'latest-per-key',
    question: 'Must the latest message about each thing be known for good?',
    broker: 'kafka',
    reason: 'a compacted topic keeps the last record of each key for as long as it exists',
    cost: 'what came before the last one is gone after a while, and deleting takes a record without a value',
  },
  {
    trait: 'long-retention',
    question: 'Must they stay for days whether somebody read them or not, as logs do?',
    broker: 'kafka',
    reason: 'records lie on disk until their time has passed, and a long backlog is what a log is made for',
    cost: 'disks of rate x size x time x copies',
  },
  {
    trait: 'state-change',
    question: 'Is it a step of a transaction (order, payment) that must be carried out?',
    broker: 'rabbitmq',
    reason:
      'a majority has it on disk before the sender hears "confirmed", and it stays until it is worked on or set aside',
    cost: 'once worked on it is gone: who comes later can not read it',
  },
  {
    trait: 'pattern-routing',
    question: 'Does its kind decide who receives it, by patterns such as order.*?',
    broker: 'rabbitmq',
    reason: 'exchanges route each message by key, pattern or header, and a sender knows no queue',
    cost: 'a copy for each queue that it is routed to, and a sender must ask to hear of what fits none',
  },
  {
    trait: 'retry-per-message',
    question: 'Is each a piece of work, tried again or set aside without the others?',
    broker: 'rabbitmq',
    reason: 'each message is acknowledged, tried again after a pause and dead-lettered on its own',
    cost: 'no order among messages that are tried again',
  },
  {
    trait: 'delay',
    question: 'Must single messages wait some time before they are worked on?',
    broker: 'rabbitmq',
    reason: 'a queue holds single messages back while others pass; a partition is read in one order',
    cost: 'brokerkit sets the pause between tries alone: a later first delivery takes a queue with a TTL',
  },
  {
    trait: 'priority',
    question: 'Must urgent messages overtake others?',
    broker: 'rabbitmq',
    reason: 'quorum queues deliver by 32 strict priorities; a partition has none',
    cost: 'no order between priorities, and the lowest may wait for as long as there are others',
  },
  {
    trait: 'request-reply',
    question: 'Does the sender wait for an answer to this one message?',
    broker: 'rabbitmq',
    reason: 'a reply goes straight back to the connection that asked (direct reply-to)',
    cost: 'who asked must be there: a reply to a lost connection is lost, so it asks again',
  },
];

/** What is chosen where no trait decides, and why. */
export const otherwise = {
  broker: 'rabbitmq',
  reason: 'nothing here needs a log: a queue forgets what is done, and sets aside what fails, message by message',
  cost: 'no message can be read again once it was worked on',
} as const satisfies { readonly broker: BrokerName; readonly reason: string; readonly cost: string };

/** How one event gets to both brokers without a gap: a sender that writes to two can die between them. */
const joins = {
  outbox:
    'the change and a row of an outbox are one transaction in the database of the sender; a relay publishes the row to ' +
    'both brokers and takes it away when both have acknowledged',
  forward:
    'publish to Kafka alone; one consumer group forwards what is work for somebody to an exchange of RabbitMQ, and commits its position after the confirm',
} as const;

const costOfBoth = [
  'two clusters to run',
  'both can receive a message a second time: consumers remember what they have done',
] as const;

/** A trait that the event has, without its question. */
export type Because = Omit<TraitRow, 'question'>;

export interface Choice {
  readonly broker: BrokerName | 'both';
  /** The traits that decide, in the order of the table; none where the default decides. */
  readonly because: readonly Because[];
  /** One sentence: for `both` which part goes where, otherwise why. */
  readonly reason: string;
  /** For `both`: how the event gets to each. */
  readonly joinedBy?: string;
  readonly costs: readonly string[];
}

/** Traits of an event → the broker that has them, or both. The order of the traits does not matter. */
export function choose(traits: readonly Trait[]): Choice {
  const because = traitRows
    .filter(({ trait }) => traits.includes(trait))
    .map(({ trait, broker, reason, cost }): Because => ({ trait, broker, reason, cost }));
  const namesOn = (name: BrokerName): string =>
    because.flatMap(({ trait, broker }) => (broker === name ? [trait] : [])).join(', ');
  const [kafka, rabbitmq] = [namesOn('kafka'), namesOn('rabbitmq')];
  if (because.length === 0) {
    return { broker: otherwise.broker, because, reason: otherwise.reason, costs: [otherwise.cost] };
  }
  const costs = because.map(({ cost }) => cost);
  if (rabbitmq === '') return { broker: 'kafka', because, reason: `all of it fits a topic: ${kafka}`, costs };
  if (kafka === '') return { broker: 'rabbitmq', because, reason: `all of it fits a queue: ${rabbitmq}`, costs };
  return {
    broker: 'both',
    because,
    reason: `a topic of Kafka for ${kafka}; a queue of RabbitMQ for ${rabbitmq}`,
    joinedBy: traits.includes('state-change') ? joins.outbox : joins.forward,
    costs: [...costs, ...costOfBoth],
  };
}
