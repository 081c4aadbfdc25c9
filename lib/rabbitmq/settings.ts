import { resolveKnobs, type SettingsOf, type Size } from '../durability/knob';
import { defaultProfile, profiles } from '../durability/profiles';
import type { Profile } from '../durability/profile';
import { bytesPerMiB, toMebibytes, type Bytes } from '../durability/quantity';
import { readOptions } from '../durability/read';
import type { Credentials } from '../durability/credentials';
import type { Accepting } from '../durability/risk';
import type { Resources } from '../durability/schema';
import type { Trait } from '../durability/trait';
import { deadLetterQueueOf } from './dead-letter';
import { equalPart, type GivenDisk } from './disk';
import { rabbitMqKnobs } from './knobs';
import { queueKnobs, type QueueBasis } from './knobs-queue';
import { rabbitMqOptionsSchema, type QueueOptions, type RabbitMqOptions } from './options';

/** A queue with nothing left open. */
export interface QueueSettings extends SettingsOf<typeof queueKnobs>, Accepting {
  readonly name: string;
  readonly profile: Profile;
  readonly bindings: readonly { readonly exchange: string; readonly routingKey: string }[];
  readonly deadLetterQueue: string;
  readonly traits: readonly Trait[];
}

export interface ExchangeSettings {
  readonly name: string;
  readonly type: 'direct' | 'fanout' | 'topic' | 'headers';
}

/** A RabbitMQ cluster with nothing left open: everything below reads this. */
export interface RabbitMqSettings extends SettingsOf<typeof rabbitMqKnobs>, Accepting, Credentials {
  readonly name: string;
  readonly profile: Profile;
  readonly size: Size;
  readonly storage: Bytes;
  readonly resources: Resources;
  readonly image: string;
  readonly exchanges: readonly ExchangeSettings[];
  readonly queues: readonly QueueSettings[];
  readonly config: Readonly<Record<string, string>>;
  /** Whether a service decides memory and disk of the nodes: what the options say of them is then read by nobody. */
  readonly onGivenNodes: boolean;
}

export const rabbitMqDefaults = {
  image: 'rabbitmq:4.3.6-management',
  storage: '50Gi',
  resources: { cpu: 2, memory: '4Gi' },
} as const satisfies RabbitMqOptions;

/** What a service decides, in place of what was asked for: a file may say it for another target. */
const withDisk = (options: RabbitMqOptions, { storageMiB, diskFreeLimitMiB }: GivenDisk): RabbitMqOptions => ({
  ...options,
  storage: `${storageMiB}Mi`,
  diskFreeLimitMiB,
});

/**
 * The only way from options to settings.
 *
 * @param disk of each node, where a service decides it
 * @throws DurabilityError with every problem, for options that can't be read.
 */
export function resolveRabbitMq(name: string, unread: RabbitMqOptions, disk?: GivenDisk): RabbitMqSettings {
  const asked = readOptions(rabbitMqOptionsSchema, unread, name);
  const options = disk === undefined ? asked : withDisk(asked, disk);
  const profile = profiles[options.durability ?? defaultProfile];
  const resources = options.resources ?? rabbitMqDefaults.resources;
  const storage = options.storage ?? rabbitMqDefaults.storage;
  const size: Size = {
    nodes: options.nodes ?? profile.copies,
    cpu: resources.cpu,
    memoryMiB: toMebibytes(resources.memory),
    storageMiB: toMebibytes(storage),
  };
  const queues = options.queues ?? {};
  const queueBytes = disk ? equalPart(disk, Object.values(queues)) : Math.floor((size.storageMiB * bytesPerMiB) / 10);
  return {
    ...resolveKnobs(rabbitMqKnobs, options, profile, size),
    name,
    profile,
    acceptRisk: options.acceptRisk ?? [],
    size,
    storage,
    resources,
    existingSecrets: options.existingSecrets ?? {},
    tls: options.tls ?? {},
    image: options.image ?? rabbitMqDefaults.image,
    exchanges: Object.entries(options.exchanges ?? {}).map(([exchange, its]) => ({
      name: exchange,
      type: its.type ?? 'topic',
    })),
    queues: Object.entries(queues).map(([queue, its]) => resolveQueue(queue, its, profile, { ...size, queueBytes })),
    config: options.config ?? {},
    onGivenNodes: disk !== undefined,
  };
}

function resolveQueue(name: string, options: QueueOptions, clusterProfile: Profile, basis: QueueBasis): QueueSettings {
  const profile = options.durability === undefined ? clusterProfile : profiles[options.durability];
  return {
    ...resolveKnobs(queueKnobs, options, profile, basis),
    name,
    profile,
    acceptRisk: options.acceptRisk ?? [],
    bindings: (options.bindings ?? []).map(({ exchange, routingKey }) => ({ exchange, routingKey: routingKey ?? '' })),
    deadLetterQueue: deadLetterQueueOf(name),
    traits: options.traits ?? [],
  };
}
