import type { Placed } from '../durability/placement';
import type { Rule } from '../durability/rule';
import { imageRules, linesOf, matching, withKnob, type Line, type Versions } from '../durability/shared-rules';
import { rabbitMqKnobs } from './knobs';
import type { RabbitMqSettings } from './settings';

const versions: Versions = {
  example: 'rabbitmq:4.3.6-management',
  knownBad: [
    {
      olderThan: [4, 2, 4],
      why: 'a node can not be asked whether it reached the size of its cluster, so it would start alone after it lost its disk',
    },
    {
      olderThan: [4, 3, 1],
      why: 'a policy with a delay between two deliveries is refused, so a failing message would spin',
    },
    {
      olderThan: [4, 3, 3],
      why: 'a leader can confirm a message before it is on its disk (ra#637)',
    },
  ],
  sound: '4.3.3',
};

/** Keys that RabbitMQ 4.3 refuses, or takes and ignores. Source: its release notes, and the schema of each key. */
const removedKeys: readonly { readonly keys: RegExp; readonly why: string }[] = [
  {
    keys: /^cluster_partition_handling/,
    why: 'Khepri decides by majority: 4.3 takes this key and ignores it',
  },
  {
    keys: /^(queue_master_locator|mirroring_)/,
    why: 'RabbitMQ 4.3 does not know this key any more, so what it promises would not hold',
  },
];

/** What the kit writes itself, whole. */
const kitsOwn =
  /^(listeners\.|ssl_options\.|management\.(ssl|tcp)|prometheus\.(ssl|tcp)|cluster_(name|formation)|default_(user|pass|vhost|permissions)|loopback_users|auth_(backends|mechanisms)|anonymous_login|raft\.data_dir|stream\.data_dir|default_policies|(management\.)?load_definitions|definitions\.|vm_memory_high_watermark\.|quorum_queue\.continuous_membership_reconciliation\.auto_remove)/;

const lines = ({ name, config }: RabbitMqSettings): readonly Line[] => linesOf(`${name}.config`, config);

/** Rules on the version that runs, and on lines that are written past the knobs. */
export const versionRules: readonly Rule<Placed<RabbitMqSettings>>[] = [
  ...imageRules('rabbitmq', versions),
  {
    id: 'rabbitmq-key-not-in-version',
    acceptable: false,
    why: 'RabbitMQ 4.3 does not read this key, so what it promises would not hold',
    check: ({ settings }) =>
      lines(settings).flatMap((line) =>
        removedKeys.flatMap(({ keys, why }) => matching([line], keys).map((finding) => ({ ...finding, why }))),
      ),
  },
  {
    id: 'rabbitmq-config-has-a-knob',
    acceptable: false,
    why: 'a line of its own would contradict what the knob writes',
    check: ({ settings }) => withKnob(lines(settings), rabbitMqKnobs, settings.name),
  },
  {
    id: 'rabbitmq-config-is-the-kits',
    acceptable: false,
    why: 'listeners, users, policies and disks belong together: one line of its own would open, split or empty what the others keep',
    check: ({ settings }) => matching(lines(settings), kitsOwn),
  },
];
