import type { StreamModel } from '../durability/loss-model';
import type { Placement } from '../durability/placement';
import { sizeInWords } from '../durability/quantity';
import { isCombined } from './server-properties';
import type { KafkaSettings, TopicSettings } from './settings';

/** What a topic's own settings, and those of its cluster, make of a loss. */
export function topicModel(settings: KafkaSettings, topic: TopicSettings, placement: Placement): StreamModel {
  const copies = Math.min(topic.replicationFactor, settings.size.nodes);
  return {
    pods: {
      brokers: settings.size.nodes,
      copies,
      deciders: isCombined(settings) ? 'brokers' : settings.controllers,
      spread: settings.profile.spread,
      copiesKnowZones: placement.podKnowsZone,
      zones: placement.zones,
    },
    // Kafka asks for no more than there are replicas.
    copiesBeforeAck: Math.min(topic.minInsyncReplicas, copies),
    syncBeforeAck: topic.flushMessages === 1,
    leader: 'in-sync',
    uncleanElection: settings.uncleanLeaderElectionEnable,
    storesOnce: true,
    keepsOrder: true,
    words: {
      copy: 'replica',
      decider: isCombined(settings) ? 'broker' : 'controller',
      storedOnce: 'the idempotent producer numbers its batches, so one that is sent again is stored once',
      order: 'within a partition: one batch of it is on its way at a time',
    },
  };
}

/** Where the promise ends without any loss. */
export function topicEnds({ cleanupPolicy, retention, retentionBytes }: TopicSettings): readonly string[] {
  const deletes = cleanupPolicy !== 'compact';
  return [
    ...(deletes ? [`records older than ${retention} are deleted, read or not`] : []),
    ...(deletes && retentionBytes !== 'unlimited'
      ? [`a partition keeps its newest ${sizeInWords(retentionBytes)}, and deletes what is older, read or not`]
      : []),
    ...(cleanupPolicy === 'delete' ? [] : ['of the records of one key only the newest is kept for good']),
  ];
}
