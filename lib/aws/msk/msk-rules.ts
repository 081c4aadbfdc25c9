import { when, type Rule } from '../../durability/rule';
import type { KafkaSettings } from '../../kafka/settings';
import { expressTopicFindings } from './express-topic';
import { isManaged, managedCopies, noForm, promised, unread, unreadLines } from '../managed';

/** What MSK's express brokers can't keep, or do otherwise than was asked. They are judged beside the rules of every Kafka. */
export const mskRules: readonly Rule<KafkaSettings>[] = [
  {
    id: noForm.id,
    why: noForm.why,
    check: (settings) => promised(settings, { topics: settings.topics }, (its) => !isManaged(its), noForm.fix),
  },
  {
    id: 'msk-power-loss',
    why: 'express brokers decide themselves when records go to a disk, so what survives a loss of all power is not known',
    check: (settings) =>
      promised(
        settings,
        { topics: settings.topics },
        ({ profile }) => profile.syncBeforeAck,
        'use survives-zone-loss (for AWS alone: aws.kafkaDurability: survives-zone-loss), or Kafka on Kubernetes',
      ),
  },
  {
    id: 'msk-uneven-brokers',
    why: 'MSK has as many brokers in each of the three zones',
    check: (settings) => {
      const { nodes } = settings.size;
      const fewer = nodes - (nodes % 3);
      const fix = `use ${fewer < 3 ? '' : `${fewer} or `}${fewer + 3}`;
      return when(isManaged(settings) && nodes % 3 !== 0, `${settings.name}.brokers`, nodes, fix);
    },
  },
  {
    id: 'msk-replicas-decided',
    why: 'express brokers hold every record three times, whatever is asked',
    check: (settings) => [
      ...when(
        isManaged(settings) && settings.defaultReplicationFactor !== managedCopies,
        `${settings.name}.defaultReplicationFactor`,
        settings.defaultReplicationFactor,
        `use ${managedCopies}`,
      ),
      ...settings.topics
        .filter((topic) => isManaged(topic) && topic.replicationFactor !== managedCopies)
        .map(({ name, replicationFactor: value }) => ({
          path: `${settings.name}.topics.${name}.replicationFactor`,
          value,
          fix: `use ${managedCopies}`,
        })),
    ],
  },
  {
    id: 'msk-topic-decided',
    why: 'express brokers decide this themselves, and otherwise than is asked here',
    check: ({ name, topics }) =>
      topics
        // A profile that is refused as a whole is said once.
        .filter((topic) => isManaged(topic) && !topic.profile.syncBeforeAck)
        .flatMap((topic) => expressTopicFindings(topic, `${name}.topics.${topic.name}`)),
  },
  {
    id: unread.id,
    why: unread.why,
    check: ({ name, brokerProperties, controllerProperties }) => [
      ...unreadLines(`${name}.brokerProperties`, brokerProperties),
      ...unreadLines(`${name}.controllerProperties`, controllerProperties),
    ],
  },
];
