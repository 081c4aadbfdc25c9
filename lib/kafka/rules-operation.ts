import type { Placed } from '../durability/placement';
import { when, type Rule } from '../durability/rule';
import { certificateGivenTwice } from '../durability/shared-rules';
import type { KafkaSettings } from './settings';

const shortestGrace = 60;
const largestHeapShare = 0.6;

/** Rules on how the cluster runs, and who may speak to it. */
export const operationRules: readonly Rule<Placed<KafkaSettings>>[] = [
  {
    id: 'kafka-unclean-election',
    why: 'a replica without the newest records may lead, and drops what only the others had',
    check: ({ settings: { name, profile, topics, uncleanLeaderElectionEnable: value } }) =>
      when(
        value && (profile.copies > 1 || topics.some(({ replicationFactor }) => replicationFactor > 1)),
        `${name}.uncleanLeaderElectionEnable`,
        value,
        'remove it',
      ),
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
    check: ({ settings: { name, profile, controllers } }) =>
      when(
        controllers > 0 && controllers % 2 === 0,
        `${name}.controllers`,
        controllers,
        `use ${profile.copies > 1 && controllers < 4 ? '' : `${controllers - 1} or `}${controllers + 1}`,
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
    id: 'kafka-selector-without-zones',
    acceptable: false,
    why: 'brokers that know no zone have no copy in the zone of a consumer, so it would read from leaders as before',
    check: ({ settings: { name, replicaSelectorClass: value }, placement }) =>
      when(
        value === 'RackAwareReplicaSelector' && !placement.podKnowsZone,
        `${name}.replicaSelectorClass`,
        value,
        "say kubernetes.version '1.35' or later, where a pod knows its zone, or remove it",
      ),
  },
  {
    id: 'kafka-heartbeat-too-slow',
    acceptable: false,
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
  certificateGivenTwice('kafka'),
  {
    id: 'kafka-plaintext-clients',
    why: 'passwords and records can be read by everybody on the network',
    check: ({ settings: { name, clientSecurityProtocol: value } }) =>
      when(value !== 'SASL_SSL', `${name}.clientSecurityProtocol`, value, 'use SASL_SSL'),
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
];
