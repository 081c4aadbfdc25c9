import { Fn, RemovalPolicy } from 'aws-cdk-lib/core';
import { CfnTopic } from 'aws-cdk-lib/aws-msk';
import { Construct } from 'constructs';
import { renderKnobs } from '../../durability/knob';
import { topicKnobs } from '../../kafka/knobs-topic';
import type { TopicSettings } from '../../kafka/settings';
import type { KafkaTier } from '../../plan/aws-options';
import { expressTopicConfigs } from './express-topic';

/** The configs of a topic that are written down for MSK: standard brokers take all of them. */
const topicConfigs = (tier: KafkaTier, topic: TopicSettings): Readonly<Record<string, string>> =>
  tier === 'express' ? expressTopicConfigs(topic) : Object.fromEntries(renderKnobs(topicKnobs, topic, 'topic'));

/**
 * Every topic of a cluster, made by MSK itself: nobody needs a way to its network.
 *
 * MSK changes the partitions of a topic or its configs, never both in one deployment; another number of replicas is another topic.
 */
export function mskTopics(
  scope: Construct,
  clusterArn: string,
  tier: KafkaTier,
  topics: readonly TopicSettings[],
): void {
  const place = new Construct(scope, 'Topics');
  for (const topic of topics) {
    new CfnTopic(place, topic.name, {
      clusterArn,
      topicName: topic.name,
      partitionCount: topic.partitions,
      replicationFactor: topic.replicationFactor,
      configs: Fn.base64(JSON.stringify(topicConfigs(tier, topic))),
    }).applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
  }
}
