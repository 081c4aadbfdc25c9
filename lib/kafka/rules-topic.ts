import type { Placed } from '../durability/placement';
import { bytesPerMiB, toMebibytes, toMilliseconds } from '../durability/quantity';
import { when, type Finding, type Rule } from '../durability/rule';
import { isDeadLetterTopic } from './dead-letter';
import type { KafkaSettings, TopicSettings } from './settings';

/** Shorter than it takes to notice that a consumer is down, and to mend it. */
const shortestRetention = '1h';
/** A broker that has less of its volume free stops soon after. */
const largestVolumeShare = 0.85;
/** The segment that is written to is kept whatever the limit says: `log.segment.bytes`, 1 GiB by default. */
const segmentMiB = toMebibytes('1Gi');

/** Accepted, it lets the provisioner add partitions to a topic that exists. */
export const partitionsChange = 'kafka-partitions-change-breaks-key-order';

const each = (
  { settings: { name, topics } }: Placed<KafkaSettings>,
  judge: (topic: TopicSettings, path: string) => readonly Finding[],
): readonly Finding[] => topics.flatMap((topic) => judge(topic, `${name}.topics.${topic.name}`));

const deletes = ({ cleanupPolicy }: TopicSettings): boolean => cleanupPolicy !== 'compact';

/** What all copies of a topic take on all brokers together, where it says so. */
function largestMiB(topic: TopicSettings): number {
  if (topic.retentionBytes === 'unlimited' || !deletes(topic)) return 0;
  return topic.partitions * topic.replicationFactor * (topic.retentionBytes / bytesPerMiB + segmentMiB);
}

/** Rules on how long a topic keeps what it took. */
export const topicRules: readonly Rule<Placed<KafkaSettings>>[] = [
  {
    id: 'kafka-retention-is-loss',
    why: 'a consumer that is down for as long misses acknowledged records for good',
    check: (placed) =>
      each(placed, (topic, path) =>
        when(
          deletes(topic) &&
            topic.profile.copies > 1 &&
            toMilliseconds(topic.retention) < toMilliseconds(shortestRetention),
          `${path}.retention`,
          topic.retention,
          `use at least ${shortestRetention}`,
        ),
      ),
  },
  {
    id: 'kafka-dead-letters-outlive-position',
    why: 'the position up to which dead letters were put back is forgotten before they are deleted: all would be put back again',
    check: (placed) =>
      each(placed, (topic, path) => {
        const kept = Math.ceil(toMilliseconds(topic.retention) / 60_000);
        const known = placed.settings.offsetsRetentionMinutes;
        return when(
          isDeadLetterTopic(topic.name) && deletes(topic) && kept > known,
          `${path}.retention`,
          topic.retention,
          `use at most ${known}m, or ${placed.settings.name}.offsetsRetentionMinutes: ${kept}`,
        );
      }),
  },
  {
    id: 'kafka-retention-exceeds-volume',
    why: 'the topics may keep more than the volumes hold, and a broker with a full volume stops',
    check: ({ settings: { name, size, storage, topics } }) => {
      const wanted = topics.reduce((sum, topic) => sum + largestMiB(topic), 0);
      const perBroker = Math.ceil(wanted / size.nodes / largestVolumeShare);
      const fix = `use at least ${Math.ceil(perBroker / 1_024)}Gi, more brokers, or smaller retentionBytes`;
      return when(perBroker > size.storageMiB, `${name}.storage`, storage, fix);
    },
  },
  {
    id: 'kafka-topic-names-collide',
    acceptable: false,
    why: 'Kafka writes a dot and an underscore the same in its metrics, and refuses the second of two such topics',
    check: (placed) => {
      const plain = (name: string): string => name.replaceAll('.', '_');
      const names = placed.settings.topics.map(({ name }) => plain(name));
      return each(placed, ({ name }, path) =>
        when(names.indexOf(plain(name)) !== names.lastIndexOf(plain(name)), path, undefined, 'choose another name'),
      );
    },
  },
  {
    id: 'kafka-compacted-topic-ends-promise',
    why: 'compaction drops older records of a key although they were acknowledged, and these events need every one',
    check: (placed) =>
      each(placed, ({ cleanupPolicy: value, traits }, path) =>
        when(
          value !== 'delete' && traits.some((trait) => trait === 'replay' || trait === 'long-retention'),
          `${path}.cleanupPolicy`,
          value,
          'use delete, or take these traits away',
        ),
      ),
  },
  {
    id: partitionsChange,
    later: true,
    why: 'with more partitions a key goes to another one than before, so its newer records may be read before its older ones',
    check: () => [],
  },
];
