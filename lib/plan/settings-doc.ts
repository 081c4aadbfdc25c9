import type { KnobTable } from '../durability/knob';
import type { ProfileName } from '../durability/profile';
import { profileNames } from '../durability/profiles';
import { bytesFormat, bytesPattern, durationFormat, durationPattern } from '../durability/quantity';
import { wrap } from '../durability/wrap';
import { capacityKnobs as kafkaCapacity } from '../kafka/knobs-capacity';
import { durabilityKnobs as kafkaDurability } from '../kafka/knobs-durability';
import { timingKnobs as kafkaTiming } from '../kafka/knobs-timing';
import { topicKnobs } from '../kafka/knobs-topic';
import { resolveKafka } from '../kafka/settings';
import { capacityKnobs as rabbitMqCapacity } from '../rabbitmq/knobs-capacity';
import { durabilityKnobs as rabbitMqDurability } from '../rabbitmq/knobs-durability';
import { queueKnobs } from '../rabbitmq/knobs-queue';
import { timingKnobs as rabbitMqTiming } from '../rabbitmq/knobs-timing';
import { resolveRabbitMq } from '../rabbitmq/settings';
import { jsonSchemaOf } from './json-schema';
import { markdownTable } from './markdown';

/** What the source says about a row or an option. */
export interface About {
  readonly text: string;
  /** Absent for what must be written. */
  readonly default?: string;
  /** Where the fact comes from, for a row. */
  readonly see?: string;
}

/** By path, as a user writes it; `*` stands for any name: `kafka.topics.*.retention`. */
export type Abouts = ReadonlyMap<string, About>;

interface Section {
  readonly title: string;
  /** Where a user writes its rows. */
  readonly at: string;
  readonly table: KnobTable<never>;
  readonly resolve: (durability: ProfileName) => object;
}

const kafka = (durability: ProfileName) => resolveKafka('kafka', { durability, topics: { any: {} } });
const rabbitMq = (durability: ProfileName) => resolveRabbitMq('rabbitmq', { durability, queues: { any: {} } });

const sections: readonly Section[] = [
  { title: 'Kafka: durability', at: 'kafka', table: kafkaDurability, resolve: kafka },
  { title: 'Kafka: capacity', at: 'kafka', table: kafkaCapacity, resolve: kafka },
  { title: 'Kafka: timing', at: 'kafka', table: kafkaTiming, resolve: kafka },
  {
    title: 'Kafka: one topic',
    at: 'kafka.topics.*',
    table: topicKnobs,
    resolve: (name) => kafka(name).topics[0] ?? {},
  },
  { title: 'RabbitMQ: durability', at: 'rabbitmq', table: rabbitMqDurability, resolve: rabbitMq },
  { title: 'RabbitMQ: capacity', at: 'rabbitmq', table: rabbitMqCapacity, resolve: rabbitMq },
  { title: 'RabbitMQ: timing', at: 'rabbitmq', table: rabbitMqTiming, resolve: rabbitMq },
  {
    title: 'RabbitMQ: one queue',
    at: 'rabbitmq.queues.*',
    table: queueKnobs,
    resolve: (name) => rabbitMq(name).queues[0] ?? {},
  },
];

/** The places that rows name, in a reader's words. */
const places: Readonly<Record<string, string>> = {
  controller: "the controllers' `server.properties`",
  broker: "the brokers' `server.properties`",
  cluster: 'the cluster-wide value',
  jvm: "the environment of Kafka's Java",
  topic: "the topic's configuration",
  client: 'the clients',
  pod: 'the pods',
  node: '`rabbitmq.conf`',
  listener: '`rabbitmq.conf`',
  declaration: "the queue's declaration",
  policy: "the queue's policy",
  'dead-letter': "the queue's policy",
};

function placeInWords(place: string): string {
  const words = places[place];
  if (words === undefined) throw new Error(`say here what the place ${place} is`);
  return words;
}

const code = (value: unknown): string => `\`${String(value)}\``;

/** What a row takes. */
function valuesInWords(schema: ReturnType<typeof jsonSchemaOf>): string {
  const { anyOf, const: only, enum: words, type, pattern, minimum, maximum } = schema;
  if (anyOf !== undefined) return anyOf.map((one) => valuesInWords(one)).join(', or ');
  if (only !== undefined) return code(only);
  if (words !== undefined) return words.map(code).join(', ');
  if (type === 'boolean') return [true, false].map(code).join(', ');
  if (pattern === durationPattern.source) return durationFormat;
  if (pattern === bytesPattern.source) return bytesFormat;
  if (minimum === undefined || maximum === undefined) throw new Error(`say here what ${JSON.stringify(schema)} takes`);
  return maximum === Number.MAX_SAFE_INTEGER ? `${minimum} and more` : `${minimum} to ${maximum}`;
}

const perProfile = '- from the profile: ';

/** What the code resolves: the value of the most profiles, and which have another; and what it is worked out from. */
function defaultInWords({ default: told = '' }: About, values: readonly (readonly [ProfileName, unknown])[]): string {
  const usual = values.at(-2)?.[1];
  const others = values.filter(([, value]) => value !== usual).map(([name, value]) => `${name}: ${code(value)}`);
  const words = told.startsWith('- ') && !told.startsWith(perProfile) ? [told.slice(2)] : [];
  return [code(usual), ...others, ...words].join('; ');
}

const unitIn = (text: string): string => /Unit: ([^.,]+)[.,]/.exec(text)?.[1] ?? '';

const bullet = (text: string): string => wrap(`- ${text.replaceAll(/\s+/g, ' ')}`, 132, '  ').join('\n');

function aboutOf(abouts: Abouts, path: string): About {
  const about = abouts.get(path);
  if (about === undefined) throw new Error(`${path} has no docstring`);
  return about;
}

function sectionText({ title, at, table, resolve }: Section, abouts: Abouts): string {
  const resolved = profileNames.map((name) => [name, resolve(name) as Readonly<Record<string, unknown>>] as const);
  const rows = Object.entries(table).map(([name, { key, on, schema }]) => {
    const about = aboutOf(abouts, `${at}.${name}`);
    const values = resolved.map(([profile, settings]) => [profile, settings[name]] as const);
    const written = [...new Set(on.map(placeInWords))].join(', ');
    return [
      code(name),
      code(key),
      unitIn(about.text),
      valuesInWords(jsonSchemaOf(schema)),
      defaultInWords(about, values),
      written,
    ];
  });
  const told = Object.keys(table).map((name) => {
    const { text, see = '' } = aboutOf(abouts, `${at}.${name}`);
    return bullet(`**${code(name)}**: ${text} _Source: ${see}._`);
  });
  return [
    `## ${title}`,
    `Written under ${code(at)}.`,
    markdownTable(['setting', "the broker's own key", 'unit', 'values', 'default', 'written to'], rows),
    told.join('\n'),
  ].join('\n\n');
}

/** What is no row: the same words at several paths stand once. */
function otherOptions(abouts: Abouts): string {
  const rows = new Set(sections.flatMap(({ at, table }) => Object.keys(table).map((name) => `${at}.${name}`)));
  const paths = [...abouts.keys()].filter((path) => !rows.has(path)).sort();
  const byText = new Map<string, readonly string[]>();
  for (const path of paths) {
    const { text } = aboutOf(abouts, path);
    byText.set(text, [...(byText.get(text) ?? []), path]);
  }
  return [...byText]
    .map(([text, [first = '', ...same]]) => {
      const { default: told = '' } = aboutOf(abouts, first);
      const its =
        told === '' ? 'required' : told.startsWith('- ') ? `default: ${told.slice(2)}` : `default ${code(told)}`;
      return bullet(`**${[first, ...same].map(code).join(', ')}** (${its}): ${text}`);
    })
    .join('\n');
}

/** `docs/settings.md`: everything that a file may say, from the tables and their docstrings. */
export function settingsDoc(abouts: Abouts): string {
  return [
    '<!-- Written from the knob tables and options by `npm run docs`. Change the docstring or the row there. -->',
    '# Settings',
    'Everything that `messaging.yaml` may say; `*` stands for a name of yours. Only the `name` and one broker have to be written: a default is what the code resolves, ' +
      'under each profile where they differ, for brokers of the default size. What would break the promise is refused, whatever its range here.',
    ...sections.map((section) => sectionText(section, abouts)),
    '## Everything else',
    otherOptions(abouts),
    '',
  ].join('\n\n');
}
