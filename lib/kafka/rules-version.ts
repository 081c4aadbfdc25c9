import type { Placed } from '../durability/placement';
import type { Rule } from '../durability/rule';
import { imageRules, linesOf, matching, withKnob, type Line, type Versions } from '../durability/shared-rules';
import { kafkaKnobs } from './knobs';
import type { KafkaSettings } from './settings';

const versions: Versions = {
  example: 'apache/kafka:4.3.1',
  knownBad: [
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
  ],
  sound: '4.2.1',
};

/** Keys that Kafka 4 does not know any more. Source: Kafka documentation, "Upgrading to 4.0", removed configurations. */
const removedKeys =
  /^(zookeeper\.|password\.encoder\.|(inter\.broker\.protocol|log\.message\.format)\.version$|log\.message\.timestamp\.difference\.max\.ms$|control\.plane\.listener\.name$|broker\.id\.generation\.enable$|reserved\.broker\.max\.id$|delegation\.token\.master\.key$)/;

/** What the kit writes itself, whole. */
const kitsOwn =
  /^(process\.roles|node\.id|broker\.(id|rack)$|(advertised\.)?listener|(controller|inter\.broker)\.listener|controller\.quorum|ssl\.|sasl\.|authorizer\.|super\.users|allow\.everyone|security\.inter\.broker|principal\.builder|config\.providers|(metadata\.)?log\.dirs?$)/;

/** What drops records, positions or what tells repetitions apart, in all topics that say nothing of their own. */
const weakening =
  /^(log\.cleanup\.policy$|log\.cleaner\.enable$|log\.retention\.(bytes|hours|minutes)$|producer\.id\.expiration|transaction\.partition\.verification|transactional\.id\.expiration|unclean\.recovery)/;

const furtherLines = ({ name, ...settings }: KafkaSettings): readonly Line[] =>
  (['brokerProperties', 'controllerProperties'] as const).flatMap((place) =>
    linesOf(`${name}.${place}`, settings[place]),
  );

/** Rules on the version that runs, and on lines that are written past the knobs. */
export const versionRules: readonly Rule<Placed<KafkaSettings>>[] = [
  ...imageRules('kafka', versions),
  {
    id: 'kafka-key-not-in-version',
    acceptable: false,
    why: 'Kafka 4 does not know this key, so what it promises would not hold',
    check: ({ settings }) => matching(furtherLines(settings), removedKeys),
  },
  {
    id: 'kafka-property-has-a-knob',
    acceptable: false,
    why: 'a line of its own would contradict what the knob writes elsewhere',
    check: ({ settings }) => withKnob(furtherLines(settings), kafkaKnobs, settings.name),
  },
  {
    id: 'kafka-property-weakens',
    why: "records, positions of groups or what tells a producer's repetitions apart may be dropped, and nothing else shows it",
    check: ({ settings }) => matching(furtherLines(settings), weakening),
  },
  {
    id: 'kafka-property-is-the-kits',
    acceptable: false,
    why: 'listeners, certificates, rights and disks belong together: one line of its own would open or lose what the others keep',
    check: ({ settings }) => matching(furtherLines(settings), kitsOwn),
  },
];
