import { resolveKnobs, type SettingsOf, type Size } from '../durability/knob';
import { defaultProfile, profiles } from '../durability/profiles';
import type { Profile } from '../durability/profile';
import { toMebibytes, type Bytes } from '../durability/quantity';
import { readOptions } from '../durability/read';
import type { Credentials } from '../durability/credentials';
import type { Accepting } from '../durability/risk';
import type { Resources } from '../durability/schema';
import type { Trait } from '../durability/trait';
import { kafkaKnobs } from './knobs';
import { topicKnobs } from './knobs-topic';
import { kafkaOptionsSchema, type KafkaOptions, type TopicOptions } from './options';

/** A topic with nothing left open. */
export interface TopicSettings extends SettingsOf<typeof topicKnobs>, Accepting {
  readonly name: string;
  readonly profile: Profile;
  readonly partitions: number;
  readonly replicationFactor: number;
  readonly traits: readonly Trait[];
}

/** A Kafka cluster with nothing left open: everything below reads this. */
export interface KafkaSettings extends SettingsOf<typeof kafkaKnobs>, Accepting, Credentials {
  readonly name: string;
  readonly profile: Profile;
  /** The brokers. */
  readonly size: Size;
  readonly controllers: number;
  readonly storage: Bytes;
  readonly controllerStorage: Bytes;
  readonly resources: Resources;
  readonly controllerResources: Resources;
  readonly image: string;
  readonly topics: readonly TopicSettings[];
  readonly brokerProperties: Readonly<Record<string, string>>;
  readonly controllerProperties: Readonly<Record<string, string>>;
}

export const kafkaDefaults = {
  image: 'apache/kafka:4.3.1',
  storage: '100Gi',
  controllerStorage: '10Gi',
  resources: { cpu: 2, memory: '8Gi' },
  controllerResources: { cpu: 1, memory: '2Gi' },
} as const satisfies KafkaOptions;

/**
 * The only way from options to settings.
 *
 * @throws DurabilityError with every problem, for options that can't be read.
 */
export function resolveKafka(name: string, unread: KafkaOptions): KafkaSettings {
  const options = readOptions(kafkaOptionsSchema, unread, name);
  const profile = profiles[options.durability ?? defaultProfile];
  const resources = options.resources ?? kafkaDefaults.resources;
  const storage = options.storage ?? kafkaDefaults.storage;
  const size: Size = {
    nodes: options.brokers ?? profile.copies,
    cpu: resources.cpu,
    memoryMiB: toMebibytes(resources.memory),
    storageMiB: toMebibytes(storage),
  };
  const cluster = resolveKnobs(kafkaKnobs, options, profile, size);
  return {
    ...cluster,
    name,
    profile,
    acceptRisk: options.acceptRisk ?? [],
    size,
    controllers: options.controllers ?? (profile.spread === 'none' ? 0 : 3),
    storage,
    controllerStorage: options.controllerStorage ?? kafkaDefaults.controllerStorage,
    resources,
    controllerResources: options.controllerResources ?? kafkaDefaults.controllerResources,
    existingSecrets: options.existingSecrets ?? {},
    tls: options.tls ?? {},
    image: options.image ?? kafkaDefaults.image,
    topics: Object.entries(options.topics ?? {}).map(([topic, its]) => resolveTopic(topic, its, profile, cluster)),
    brokerProperties: options.brokerProperties ?? {},
    controllerProperties: options.controllerProperties ?? {},
  };
}

function resolveTopic(
  name: string,
  options: TopicOptions,
  clusterProfile: Profile,
  cluster: SettingsOf<typeof kafkaKnobs>,
): TopicSettings {
  const profile = options.durability === undefined ? clusterProfile : profiles[options.durability];
  const inherited = profile === clusterProfile ? cluster.defaultReplicationFactor : profile.copies;
  return {
    ...resolveKnobs(topicKnobs, options, profile, { profile: clusterProfile, cluster }),
    name,
    profile,
    acceptRisk: options.acceptRisk ?? [],
    partitions: options.partitions ?? cluster.numPartitions,
    replicationFactor: options.replicationFactor ?? inherited,
    traits: options.traits ?? [],
  };
}
