import type { Trait } from '../durability/trait';
import { choose, otherwise, rateEvidence, traitRows, type Choice } from './choose';
import { markdownTable } from './markdown';
import { highRate } from './published-rates';

interface Case {
  readonly title: string;
  readonly sentence: string;
  readonly events: Readonly<Record<string, readonly Trait[]>>;
}

/** What teams do with the two brokers, told by the traits of their events; the choice is made when the page is written. */
export const cases: readonly Case[] = [
  {
    title: 'Ecommerce',
    sentence:
      'In a shop, orders are accepted before anyone is paid; payment, inventory and shipping each do their part; every service ships its logs.',
    events: {
      'order placed': ['state-change', 'pattern-routing', 'retry-per-message'],
      'payment result': ['state-change', 'retry-per-message'],
      'notice to the customer': ['retry-per-message', 'delay'],
      'price asked by the basket': ['request-reply'],
      'service log': ['independent-readers', 'long-retention'],
    },
  },
  {
    title: 'Behaviour',
    sentence:
      'Page views, baskets and purchases are counted as they happen, and other services learn from them; the next one wants the past too.',
    events: {
      'page view': ['order-per-key', 'independent-readers', 'replay', 'high-rate'],
      'basket changed': ['order-per-key', 'independent-readers', 'replay'],
      'purchase made': ['order-per-key', 'independent-readers', 'replay', 'long-retention'],
      'profile of a visitor': ['latest-per-key', 'order-per-key'],
    },
  },
  {
    title: 'Operations',
    sentence: 'Services call on each other; their logs are searched for bursts of errors, and somebody is woken up.',
    events: {
      'message between services': ['pattern-routing', 'retry-per-message'],
      'question to a service': ['request-reply'],
      'log line': ['independent-readers', 'replay', 'long-retention', 'high-rate'],
      alert: ['latest-per-key', 'retry-per-message', 'priority'],
    },
  },
];

const names = { kafka: 'Kafka', rabbitmq: 'RabbitMQ', both: 'both' } as const;
const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

function worked({ title, sentence: story, events }: Case): readonly string[] {
  const choices = Object.entries(events).map(([event, traits]): readonly [string, Choice] => [event, choose(traits)]);
  const rows = choices.map(([event, { broker, because, reason }]) => [
    event,
    broker === 'both' ? '**both**' : names[broker],
    broker === 'both' ? reason : because.map(({ trait }) => trait).join(', '),
  ]);
  const joined = choices.flatMap(([event, { joinedBy }]) =>
    joinedBy === undefined ? [] : [`How _${event}_ gets to both: ${joinedBy}.`],
  );
  return [`### ${title}`, story, markdownTable(['event', 'broker', 'because of'], rows), ...joined];
}

/** `docs/choosing.md`: the table of traits and the cases, worked through with the very function that the command line calls. */
export function choosingDoc(): string {
  const rows = traitRows.map(({ trait, question, broker, reason, cost }) => [
    `\`${trait}\``,
    question,
    names[broker],
    reason,
    cost,
  ]);
  const { joinedBy: outbox = '', costs } = choose(['replay', 'state-change']);
  const { joinedBy: forward = '' } = choose(['replay', 'delay']);
  const parts = [
    '<!-- Written from lib/plan/choose.ts. Change the table there. -->',
    '# Which broker for which event',
    'Choose for each kind of event, not for the whole company. `npx brokerkit choose` asks these questions one after the other; with flags\n' +
      '(`--replay --rate 200000`) or a file of events (`--file events.yaml`) it answers without asking, and `--json` is for programs.',
    '```yaml\npage-view: { traits: [order-per-key, replay], messagesPerSecond: 80000 }\norder-placed: { traits: [state-change, pattern-routing] }\n```',
    markdownTable(['trait', 'question', 'broker', 'because', 'and costs'], rows),
    `**All traits point to one broker**: that one. **None decides**: ${names[otherwise.broker]}. ${sentence(otherwise.reason)} Its price: ${otherwise.cost}.`,
    `**They point to both**: both, each for its part. ${sentence(costs.slice(-2).join('; '))} How the event gets to both:`,
    `- With \`state-change\`: ${outbox}.\n- Otherwise: ${forward}.`,
    'A topic or a queue may say what its events need (`traits: [replay]`). Where all of it points to the other broker, `brokerkit synth` prints a warning and still writes the files.',
    '## Where the bounds come from',
    `\`high-rate\` begins above ${highRate.toLocaleString('en-US')} messages a second. It lies between what the two have published for messages that a majority acknowledges:`,
    markdownTable(
      ['messages a second', 'source'],
      rateEvidence.map(({ measured, source }) => [measured, source]),
    ),
    'Below the bound the other traits decide; at some ten thousand a second RabbitMQ already wants several queues, many cores and fast disks. Measure with your own messages.',
    "The table is not all that the brokers can do: RabbitMQ's streams replay, and Kafka's share groups acknowledge record by record. brokerkit deploys quorum queues and topics.",
    '## Three cases',
    ...cases.flatMap(worked),
  ];
  return `${parts.join('\n\n')}\n`;
}
