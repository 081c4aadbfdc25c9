import { isPinned, knownBad, type KnownBad } from '../durability/pinned-image';
import type { Placed } from '../durability/placement';
import { when, type Rule } from '../durability/rule';
import { kafkaKnobs } from './knobs';
import type { KafkaSettings } from './settings';

/** The oldest first: what is said is the worst that is known. */
const knownBadVersions: readonly KnownBad[] = [
  {
    olderThan: [4, 1, 2],
    why: "a producer's records can land in another topic than its own (KAFKA-19012)",
  },
  {
    olderThan: [4, 2, 0],
    why: 'controllers do not join again by themselves after they lost their disk',
  },
  {
    olderThan: [4, 2, 1],
    why: 'a rolling upgrade breaks transactional producers (KAFKA-20322), and share groups can deadlock (KAFKA-20505)',
  },
];
const soundVersion = '4.2.1';

/** Keys that Kafka 4 does not know any more. Source: Kafka documentation, "Upgrading to 4.0", removed configurations. */
const removedKeys =
  /^(zookeeper\.|password\.encoder\.|(inter\.broker\.protocol|log\.message\.format)\.version$|log\.message\.timestamp\.difference\.max\.ms$|control\.plane\.listener\.name$|broker\.id\.generation\.enable$|reserved\.broker\.max\.id$|delegation\.token\.master\.key$)/;

/** What the kit writes itself, whole. */
const kitsOwn =
  /^(process\.roles|node\.id|broker\.(id|rack)$|(advertised\.)?listener|(controller|inter\.broker)\.listener|controller\.quorum|ssl\.|sasl\.|authorizer\.|super\.users|allow\.everyone|security\.inter\.broker|principal\.builder|config\.providers|(metadata\.)?log\.dirs?$)/;

/** What drops records, positions or what tells repetitions apart, in all topics that say nothing of their own. */
const weakening =
  /^(offsets\.retention|log\.cleanup\.policy$|log\.cleaner\.enable$|log\.retention\.(bytes|hours|minutes)$|producer\.id\.expiration|transaction\.partition\.verification|transactional\.id\.expiration|unclean\.recovery)/;

const furtherLines = (settings: KafkaSettings) =>
  (['brokerProperties', 'controllerProperties'] as const).flatMap((place) =>
    Object.entries(settings[place]).map(([key, value]) => ({ path: `${settings.name}.${place}.${key}`, key, value })),
  );

/** Rules on the version that runs, and on lines that are written past the knobs. */
export const versionRules: readonly Rule<Placed<KafkaSettings>>[] = [
  {
    id: 'kafka-image-not-pinned',
    why: 'the next restart of a pod may run another version than its neighbours',
    check: ({ settings: { name, image } }) =>
      when(!isPinned(image), `${name}.image`, image, 'name a version such as apache/kafka:4.3.1, or a digest'),
  },
  {
    id: 'kafka-known-bad-version',
    why: 'something is known against this version',
    check: ({ settings: { name, image } }) => {
      const bad = knownBad(image, knownBadVersions);
      return bad === undefined
        ? []
        : [{ path: `${name}.image`, value: image, why: bad.why, fix: `use ${soundVersion} or later` }];
    },
  },
  {
    id: 'kafka-key-not-in-version',
    acceptable: false,
    why: 'Kafka 4 does not know this key, so what it promises would not hold',
    check: ({ settings }) =>
      furtherLines(settings).flatMap(({ path, key, value }) => when(removedKeys.test(key), path, value, 'remove it')),
  },
  {
    id: 'kafka-property-has-a-knob',
    acceptable: false,
    why: 'a line of its own would contradict what the knob writes elsewhere',
    check: ({ settings }) => {
      const knobs = new Map(Object.entries(kafkaKnobs).map(([knob, { key }]) => [key, knob]));
      return furtherLines(settings).flatMap(({ path, key, value }) =>
        when(knobs.has(key), path, value, `use ${settings.name}.${knobs.get(key) ?? key}`),
      );
    },
  },
  {
    id: 'kafka-property-weakens',
    why: "records, positions of groups or what tells a producer's repetitions apart may be dropped, and nothing else shows it",
    check: ({ settings }) =>
      furtherLines(settings).flatMap(({ path, key, value }) => when(weakening.test(key), path, value, 'remove it')),
  },
  {
    id: 'kafka-property-is-the-kits',
    acceptable: false,
    why: 'listeners, certificates, rights and disks belong together: one line of its own would open or lose what the others keep',
    check: ({ settings }) =>
      furtherLines(settings).flatMap(({ path, key, value }) => when(kitsOwn.test(key), path, value, 'remove it')),
  },
];
