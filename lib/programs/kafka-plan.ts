import { partitionsChange } from '../kafka/rules-topic';
import type { KafkaAcl, KafkaTopology } from '../kafka/topology';
import type { Change } from '../plan/change';

type Configs = Readonly<Record<string, string>>;

/** What a Kafka cluster has, as far as a topology has a say in it. */
export interface KafkaState {
  readonly topics: ReadonlyMap<
    string,
    { readonly partitions: number; readonly replicationFactor: number; readonly configs: Configs }
  >;
  /** The cluster-wide dynamic configs. */
  readonly clusterConfigs: Configs;
  /** What is in effect on each broker. */
  readonly brokers: ReadonlyMap<number, Configs>;
  /** Of each user of the topology. */
  readonly passwords: ReadonlyMap<string, 'missing' | 'another' | 'the same'>;
  /** As `aclPath` writes them. */
  readonly acls: ReadonlySet<string>;
}

/** The paths of changes, so that whoever applies them finds them again. */
export const topicPath = (topic: string): string => `topics.${topic}`;
export const partitionsPath = (topic: string): string => `topics.${topic}.partitions`;
export const topicConfigPath = (topic: string, key: string): string => `topics.${topic}.configs.${key}`;
export const clusterConfigPath = (key: string): string => `clusterConfigs.${key}`;
export const passwordPath = (user: string): string => `users.${user}.password`;
export const aclPath = (user: string, { resource, name }: Omit<KafkaAcl, 'operations'>, operation: string): string =>
  `users.${user}.acls.${resource}.${name}.${operation}`;

/** Every difference that matters. What the cluster has beside the topology is none. */
export function kafkaPlan(topology: KafkaTopology, state: KafkaState): readonly Change[] {
  return [
    ...clusterChanges(topology, state),
    ...topology.topics.flatMap((topic) => topicChanges(topic, state)),
    ...topology.users.flatMap((user) => userChanges(user, state)),
  ];
}

function clusterChanges({ clusterConfigs }: KafkaTopology, state: KafkaState): readonly Change[] {
  return Object.entries(clusterConfigs).flatMap(([key, wanted]): Change[] => {
    const is = state.clusterConfigs[key];
    if (is !== wanted) return [{ path: clusterConfigPath(key), is, wanted, action: 'alter' }];
    return [...state.brokers].flatMap(([broker, configs]): Change[] =>
      configs[key] === wanted
        ? []
        : [
            {
              path: `brokers.${broker}.${key}`,
              is: configs[key],
              wanted,
              action: 'refuse',
              why: 'this broker has a dynamic value of its own, which wins over the cluster-wide one',
            },
          ],
    );
  });
}

function topicChanges(topic: KafkaTopology['topics'][number], state: KafkaState): readonly Change[] {
  const is = state.topics.get(topic.name);
  const { name, partitions, replicationFactor, configs } = topic;
  if (is === undefined) {
    return [
      { path: topicPath(name), is: undefined, wanted: { partitions, replicationFactor, configs }, action: 'create' },
    ];
  }
  return [
    ...partitionChanges(topic, is.partitions),
    ...(is.replicationFactor === replicationFactor
      ? []
      : [
          {
            path: `topics.${name}.replicationFactor`,
            is: is.replicationFactor,
            wanted: replicationFactor,
            action: 'refuse',
            why: 'copies of existing partitions are moved by hand, with a reassignment',
          } as const,
        ]),
    ...Object.entries(configs).flatMap(([key, wanted]): Change[] =>
      is.configs[key] === wanted
        ? []
        : [{ path: topicConfigPath(name, key), is: is.configs[key], wanted, action: 'alter' }],
    ),
  ];
}

function partitionChanges(
  { name, partitions: wanted, partitionsMayGrow }: KafkaTopology['topics'][number],
  is: number,
): readonly Change[] {
  const path = partitionsPath(name);
  if (is === wanted) return [];
  if (is < wanted && partitionsMayGrow) return [{ path, is, wanted, action: 'grow' }];
  const why =
    is < wanted
      ? `a key would go to another partition than before, and lose its order: accept ${partitionsChange} on this topic, or make a new one`
      : 'partitions cannot be taken away without losing what is in them';
  return [{ path, is, wanted, action: 'refuse', why }];
}

function userChanges({ name, acls }: KafkaTopology['users'][number], state: KafkaState): readonly Change[] {
  const has = state.passwords.get(name) ?? 'missing';
  const wanted = 'the one of its Secret';
  const password: Change[] =
    has === 'the same'
      ? []
      : [
          has === 'missing'
            ? { path: passwordPath(name), is: undefined, wanted, action: 'create' }
            : { path: passwordPath(name), is: 'another', wanted, action: 'alter' },
        ];
  // Who reads and writes a topic may describe it, once.
  const paths = new Set(acls.flatMap((acl) => acl.operations.map((operation) => aclPath(name, acl, operation))));
  const missing = [...paths].filter((path) => !state.acls.has(path));
  return [
    ...password,
    ...missing.map((path): Change => ({ path, is: undefined, wanted: 'allowed', action: 'create' })),
  ];
}
