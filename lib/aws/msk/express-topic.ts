import { renderKnobs } from '../../durability/knob';
import type { Finding } from '../../durability/rule';
import { topicKnobs } from '../../kafka/knobs-topic';
import type { TopicSettings } from '../../kafka/settings';

/** The configs of a topic that express brokers let be set. See the Amazon MSK developer guide, express brokers, topic-level configurations. */
const writable: readonly string[] = [
  'cleanup.policy',
  'compression.type',
  'delete.retention.ms',
  'max.compaction.lag.ms',
  'max.message.bytes',
  'message.timestamp.after.max.ms',
  'message.timestamp.before.max.ms',
  'message.timestamp.type',
  'min.compaction.lag.ms',
  'retention.bytes',
  'retention.ms',
];

/** What they decide themselves, by knob. A knob in neither list is refused until somebody says here what MSK makes of it. */
const decided: { readonly [Name in keyof typeof topicKnobs]?: unknown } = {
  minInsyncReplicas: 2,
  flushMessages: 'never',
};

/** The part of a topic's configs that is written down for MSK: the rest it does by itself, or the topic was refused. */
export const expressTopicConfigs = (topic: TopicSettings): Readonly<Record<string, string>> =>
  Object.fromEntries(renderKnobs(topicKnobs, topic, 'topic').filter(([key]) => writable.includes(key)));

/** What the topic asks for and MSK would do otherwise. */
export function expressTopicFindings(topic: TopicSettings, path: string): readonly Finding[] {
  return Object.entries(topicKnobs)
    .filter(([, { key }]) => !writable.includes(key))
    .map(([name]) => name as keyof typeof topicKnobs)
    .filter((name) => topic[name] !== decided[name])
    .map((name) => ({
      path: `${path}.${name}`,
      value: topic[name],
      fix: name in decided ? `use ${String(decided[name])}` : 'leave it out on AWS',
    }));
}
