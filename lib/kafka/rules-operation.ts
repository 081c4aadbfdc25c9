import { isOlder, isPinned } from '../durability/pinned-image';
import type { Placed } from '../durability/placement';
import { when, type Rule } from '../durability/rule';
import { kafkaKnobs } from './knobs';
import type { KafkaSettings } from './settings';

const shortestGrace = 60;
const oldestVersion = [4, 2, 1] as const;
const largestHeapShare = 0.6;

/** What the kit writes itself, whole. */
const kitsOwn =
  /^(process\.roles|node\.id|broker\.(id|rack)|(advertised\.)?listener|(controller|inter\.broker)\.listener|controller\.quorum|ssl\.|sasl\.|authorizer\.|super\.users|allow\.everyone|(metadata\.)?log\.dirs?$)/;

const furtherLines = (settings: KafkaSettings) =>
  (['brokerProperties', 'controllerProperties'] as const).flatMap((place) =>
    Object.entries(settings[place]).map(([key, value]) => ({ path: `${settings.name}.${place}.${key}`, key, value })),
  );

/** Rules on how the cluster runs, and who may speak to it. */
export const operationRules: readonly Rule<Placed<KafkaSettings>>[] = [
  {
    id: 'kafka-unclean-election',
    why: 'a replica without the newest records may lead, and drops what only the others had',
    check: ({ settings: { name, profile, uncleanLeaderElectionEnable: value } }) =>
      when(value && profile.copies > 1, `${name}.uncleanLeaderElectionEnable`, value, 'remove it'),
  },
  {
    id: 'kafka-auto-create-topics',
    why: 'a mistyped name becomes a topic that nobody declared, and its records are read by nobody',
    check: ({ settings: { name, profile, autoCreateTopicsEnable: value } }) =>
      when(value && profile.copies > 1, `${name}.autoCreateTopicsEnable`, value, 'remove it, and declare the topic'),
  },
  {
    id: 'kafka-even-controllers',
    why: 'an even number survives no more losses than one less, and costs one more vote for each change',
    check: ({ settings: { name, controllers } }) =>
      when(
        controllers > 0 && controllers % 2 === 0,
        `${name}.controllers`,
        controllers,
        `use ${controllers - 1} or ${controllers + 1}`,
      ),
  },
  {
    id: 'kafka-controllers-too-few',
    why: 'the loss of one node would leave no majority to elect leaders',
    check: ({ settings: { name, profile, controllers } }) =>
      when(
        profile.copies > 1 && controllers < 3,
        `${name}.controllers`,
        controllers,
        `use 3, or another durability than ${profile.name}`,
      ),
  },
  {
    id: 'kafka-zone-unknown',
    why: 'with more brokers than zones and no rack, two copies of a partition may lie in one zone',
    check: ({ settings: { name, profile, size }, placement }) =>
      when(
        profile.spread === 'zone' && size.nodes > placement.zones && !placement.podKnowsZone,
        `${name}.brokers`,
        size.nodes,
        `use ${placement.zones} brokers, or say kubernetes.version '1.35' or later, where a pod knows its zone`,
      ),
  },
  {
    id: 'kafka-zones-too-few',
    why: 'the copies can not all be in different zones',
    check: ({ settings: { name, profile }, placement }) =>
      when(
        profile.spread === 'zone' && placement.zones < profile.copies,
        `${name}.durability`,
        profile.name,
        `use ${profile.copies} zones, or survives-node-loss`,
      ),
  },
  {
    id: 'kafka-heartbeat-too-slow',
    why: 'one lost heartbeat would take a living broker for dead',
    check: ({ settings: { name, brokerHeartbeatIntervalMs: value, brokerSessionTimeoutMs } }) =>
      when(
        value * 2 > brokerSessionTimeoutMs,
        `${name}.brokerHeartbeatIntervalMs`,
        value,
        `use at most ${Math.floor(brokerSessionTimeoutMs / 2)}`,
      ),
  },
  {
    id: 'kafka-heap-starves-page-cache',
    why: 'the page cache, which Kafka reads from, and the threads find no memory: slow at first, then killed',
    check: ({ settings: { name, heapMiB, size } }) =>
      when(
        heapMiB > size.memoryMiB * largestHeapShare,
        `${name}.heapMiB`,
        heapMiB,
        `use at most ${Math.floor(size.memoryMiB / 2)}, half of the memory`,
      ),
  },
  {
    id: 'kafka-plaintext-clients',
    why: 'passwords and records can be read by everybody on the network',
    check: ({ settings: { name, clientSecurityProtocol: value } }) =>
      when(value !== 'SASL_SSL', `${name}.clientSecurityProtocol`, value, 'use SASL_SSL'),
  },
  {
    id: 'kafka-image-not-pinned',
    why: 'the next restart of a pod may run another version than its neighbours',
    check: ({ settings: { name, image } }) =>
      when(!isPinned(image), `${name}.image`, image, 'name a version such as apache/kafka:4.3.1, or a digest'),
  },
  {
    id: 'kafka-version-too-old',
    why: 'older controllers do not join again by themselves after they lost their disk, and 4.2.0 breaks transactional producers',
    check: ({ settings: { name, image } }) =>
      when(isOlder(image, oldestVersion), `${name}.image`, image, `use ${oldestVersion.join('.')} or later`),
  },
  {
    id: 'kafka-stop-grace-too-short',
    why: 'a broker that is killed while it stops reads its logs back at the next start, and its writers stall',
    check: ({ settings: { name, profile, stopGraceSeconds: value } }) =>
      when(
        profile.copies > 1 && value < shortestGrace,
        `${name}.stopGraceSeconds`,
        value,
        `use at least ${shortestGrace}`,
      ),
  },
  {
    id: 'kafka-property-has-a-knob',
    why: 'a line of its own would contradict what the knob writes elsewhere',
    check: ({ settings }) => {
      const knobs = new Map(Object.entries(kafkaKnobs).map(([knob, { key }]) => [key, knob]));
      return furtherLines(settings).flatMap(({ path, key, value }) =>
        when(knobs.has(key), path, value, `use ${settings.name}.${knobs.get(key) ?? key}`),
      );
    },
  },
  {
    id: 'kafka-property-is-the-kits',
    why: 'listeners, certificates, rights and disks belong together: one line of its own would open or lose what the others keep',
    check: ({ settings }) =>
      furtherLines(settings).flatMap(({ path, key, value }) => when(kitsOwn.test(key), path, value, 'remove it')),
  },
];
