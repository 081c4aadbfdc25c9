import { isWider, type Profile } from '../durability/profile';
import type { Placed } from '../durability/placement';
import { isAccepted } from '../durability/risk';
import { when, type Finding, type Rule } from '../durability/rule';

import { serverPropertyLines } from './server-properties';
import type { KafkaSettings, TopicSettings } from './settings';

const minInsyncKey = 'min.insync.replicas';

/** Findings of the cluster itself and of each topic. */
function everywhere(
  { settings }: Placed<KafkaSettings>,
  ofCluster: (settings: KafkaSettings) => readonly Finding[],
  ofTopic: (topic: TopicSettings, path: string) => readonly Finding[],
): readonly Finding[] {
  return [
    ...ofCluster(settings),
    ...settings.topics.flatMap((topic) => ofTopic(topic, `${settings.name}.topics.${topic.name}`)),
  ];
}

/** The knobs that hold one number for the whole cluster, with their paths. */
function numbers<Key extends keyof KafkaSettings>(settings: KafkaSettings, ...keys: readonly Key[]) {
  return keys.map((key) => ({ path: `${settings.name}.${key}`, value: settings[key] as number }));
}

const below =
  (wanted: number, fix: string) =>
  (places: readonly { path: string; value: number }[]): readonly Finding[] =>
    places.filter(({ value }) => value < wanted).map(({ path, value }) => ({ path, value, fix }));

/** Kafka's own topics: positions and transactions are records too. */
const internalTopics = [
  { factor: 'offsetsTopicReplicationFactor', least: 'minInsyncReplicas' },
  { factor: 'transactionStateLogReplicationFactor', least: 'transactionStateLogMinIsr' },
  { factor: 'shareCoordinatorStateTopicReplicationFactor', least: 'shareCoordinatorStateTopicMinIsr' },
] as const;

/** Every number of copies that stands at the cluster. */
const factors = ['defaultReplicationFactor', ...internalTopics.map(({ factor }) => factor)] as const;

/** Rules on how many copies there are, and how many must exist before "stored" is said. */
export const copiesRules: readonly Rule<Placed<KafkaSettings>>[] = [
  {
    id: 'kafka-copies-too-few',
    why: 'a loss that the profile names would take the last copy of acknowledged records',
    check: (placed) =>
      everywhere(
        placed,
        (settings) => {
          const { copies, name } = settings.profile;
          const fix = `use at least ${copies}, or another durability than ${name}`;
          return below(
            copies,
            fix,
          )([{ path: `${settings.name}.brokers`, value: settings.size.nodes }, ...numbers(settings, ...factors)]);
        },
        ({ replicationFactor, profile }, path) =>
          below(
            profile.copies,
            `use at least ${profile.copies}, or another durability than ${profile.name}`,
          )([{ path: `${path}.replicationFactor`, value: replicationFactor }]),
      ),
  },
  {
    id: 'kafka-copies-exceed-brokers',
    acceptable: false,
    why: 'there are not that many brokers to hold a copy each, so the topic could not be made',
    check: (placed) => {
      const brokers = placed.settings.size.nodes;
      // Fewer brokers than the profile has copies are one mistake, and it was told already.
      const { copies } = placed.settings.profile;
      const told = brokers < copies && !isAccepted(placed.settings, 'kafka-copies-too-few') ? copies : brokers;
      const fix = `use at most ${brokers}, or more brokers`;
      return everywhere(
        placed,
        (settings) =>
          numbers(settings, ...factors)
            .filter(({ value }) => value > told)
            .map(({ path, value }) => ({ path, value, fix })),
        ({ replicationFactor }, path) =>
          replicationFactor > told ? [{ path: `${path}.replicationFactor`, value: replicationFactor, fix }] : [],
      );
    },
  },
  {
    id: 'kafka-min-insync-too-low',
    why: 'a record would count as stored with fewer copies than the profile needs to survive a loss',
    check: (placed) =>
      everywhere(
        placed,
        (settings) =>
          below(
            settings.profile.copiesBeforeAck,
            `use ${settings.profile.copiesBeforeAck}`,
          )(numbers(settings, 'minInsyncReplicas', 'transactionStateLogMinIsr', 'shareCoordinatorStateTopicMinIsr')),
        ({ minInsyncReplicas, profile }, path) =>
          below(
            profile.copiesBeforeAck,
            `use ${profile.copiesBeforeAck}`,
          )([{ path: `${path}.minInsyncReplicas`, value: minInsyncReplicas }]),
      ),
  },
  {
    id: 'kafka-min-insync-shares-zone',
    why: 'one zone may hold all replicas that a record had when it counted as stored',
    check: ({ settings, placement: { zones } }) => {
      const judge = (path: string, copies: number, least: number, profile: Profile): readonly Finding[] => {
        const inOneZone = Math.ceil(copies / zones);
        return when(
          // Fewer than the profile wants, too few zones and too few brokers are told already.
          profile.spread === 'zone' &&
            zones >= profile.copies &&
            copies <= settings.size.nodes &&
            least >= profile.copiesBeforeAck &&
            least <= inOneZone,
          `${settings.name}.${path}`,
          least,
          `use ${inOneZone + 1}, or a replicationFactor of ${zones}`,
        );
      };
      return [
        ...settings.topics.flatMap(({ name, replicationFactor, minInsyncReplicas, profile }) =>
          judge(`topics.${name}.minInsyncReplicas`, replicationFactor, minInsyncReplicas, profile),
        ),
        ...internalTopics.flatMap(({ factor, least }) =>
          judge(factor, settings[factor], settings[least], settings.profile),
        ),
      ];
    },
  },
  {
    id: 'kafka-min-insync-blocks-restart',
    why: 'one restart of a broker would stop all acknowledged writes',
    check: (placed) => {
      const judge = (path: string, value: number, copies: number): readonly Finding[] =>
        copies > 1 && value >= copies
          ? [
              {
                path,
                value,
                why: `with ${copies} replicas, one restart of a broker stops all acknowledged writes`,
                fix: `use ${copies - 1}`,
              },
            ]
          : [];
      return everywhere(
        placed,
        (settings) =>
          [
            ['minInsyncReplicas', 'defaultReplicationFactor'] as const,
            ['transactionStateLogMinIsr', 'transactionStateLogReplicationFactor'] as const,
            ['shareCoordinatorStateTopicMinIsr', 'shareCoordinatorStateTopicReplicationFactor'] as const,
          ].flatMap(([least, copies]) => judge(`${settings.name}.${least}`, settings[least], settings[copies])),
        (topic, path) => judge(`${path}.minInsyncReplicas`, topic.minInsyncReplicas, topic.replicationFactor),
      );
    },
  },
  {
    id: 'kafka-min-insync-missing-on-controllers',
    why: "the controllers' file decides the cluster-wide value when the cluster is made, and a broker's file is then ignored",
    check: ({ settings }) => {
      if (settings.controllers === 0) return [];
      // The last line of a properties file wins.
      const effective = (role: 'controller' | 'broker') =>
        serverPropertyLines(settings, role).findLast(([key]) => key === minInsyncKey)?.[1];
      const [onControllers, onBrokers] = [effective('controller'), effective('broker')];
      const fix = 'set minInsyncReplicas, which is written to both, and remove the line';
      if (onControllers === onBrokers) return [];
      const place = minInsyncKey in settings.brokerProperties ? 'brokerProperties' : 'controllerProperties';
      return [{ path: `${settings.name}.${place}.${minInsyncKey}`, value: settings[place][minInsyncKey], fix }];
    },
  },
  {
    id: 'kafka-flush-missing',
    why: 'records that are only in the memory of the brokers are gone when all of them lose power at once',
    check: (placed) =>
      everywhere(
        placed,
        ({ name, profile, logFlushIntervalMessages: value }) =>
          profile.syncBeforeAck && value !== 1
            ? [
                {
                  path: `${name}.logFlushIntervalMessages`,
                  value,
                  fix: `use 1, or another durability than ${profile.name}`,
                },
              ]
            : [],
        ({ profile, flushMessages: value }, path) =>
          profile.syncBeforeAck && value !== 1
            ? [{ path: `${path}.flushMessages`, value, fix: `use 1, or another durability than ${profile.name}` }]
            : [],
      ),
  },
  {
    id: 'kafka-topic-promises-more-than-cluster',
    acceptable: false,
    why: 'the brokers are not spread as widely as the topic promises',
    check: ({ settings }) => {
      return settings.topics
        .filter(({ profile }) => isWider(profile, settings.profile))
        .map(({ name, profile }) => ({
          path: `${settings.name}.topics.${name}.durability`,
          value: profile.name,
          fix: `give the cluster ${profile.name}, or the topic at most ${settings.profile.name}`,
        }));
    },
  },
];
