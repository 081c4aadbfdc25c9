import { when, type Rule } from '../../durability/rule';
import { expressTopicFindings } from './express-topic';
import { isManaged, managedCopies, noForm, promised, unread, unreadLines } from '../managed';
import { mskTierRules } from './msk-tier-rules';
import { configurableKeys } from './server-properties';
import type { MskSettings } from './tiers';

const isExpress = ({ tier }: MskSettings): boolean => tier === 'express';

/** What MSK can't keep, or does otherwise than was asked. They are judged beside the rules of every Kafka. */
export const mskRules: readonly Rule<MskSettings>[] = [
  {
    id: noForm.id,
    why: noForm.why,
    check: ({ kafka }) => promised(kafka, { topics: kafka.topics }, (its) => !isManaged(its), noForm.fix),
  },
  {
    id: 'msk-power-loss',
    why: 'express brokers decide themselves when records go to a disk, so what survives a loss of all power is not known',
    check: (msk) =>
      isExpress(msk)
        ? promised(
            msk.kafka,
            { topics: msk.kafka.topics },
            ({ profile }) => profile.syncBeforeAck,
            'use survives-zone-loss (for AWS alone: aws.kafkaDurability: survives-zone-loss), standard brokers, or Kafka on Kubernetes',
          )
        : [],
  },
  {
    id: 'msk-uneven-brokers',
    decides: true,
    why: 'MSK has as many brokers in each of the three zones',
    check: ({ kafka }) => {
      const { nodes } = kafka.size;
      const fewer = nodes - (nodes % 3);
      const fix = `use ${fewer < 3 ? '' : `${fewer} or `}${fewer + 3}`;
      return when(isManaged(kafka) && nodes % 3 !== 0, `${kafka.name}.brokers`, nodes, fix);
    },
  },
  {
    id: 'msk-replicas-decided',
    decides: true,
    why: 'express brokers hold every record three times, whatever is asked',
    check: (msk) => {
      const { kafka } = msk;
      const fix = `use ${managedCopies}`;
      if (!isExpress(msk)) return [];
      return [
        ...when(
          isManaged(kafka) && kafka.defaultReplicationFactor !== managedCopies,
          `${kafka.name}.defaultReplicationFactor`,
          kafka.defaultReplicationFactor,
          fix,
        ),
        ...kafka.topics
          .filter((topic) => isManaged(topic) && topic.replicationFactor !== managedCopies)
          .map(({ name, replicationFactor: value }) => ({
            path: `${kafka.name}.topics.${name}.replicationFactor`,
            value,
            fix,
          })),
      ];
    },
  },
  {
    id: 'msk-topic-decided',
    decides: true,
    why: 'express brokers decide this themselves, and otherwise than is asked here',
    check: (msk) =>
      msk.kafka.topics
        // A profile that is refused as a whole is said once.
        .filter((topic) => isExpress(msk) && isManaged(topic) && !topic.profile.syncBeforeAck)
        .flatMap((topic) => expressTopicFindings(topic, `${msk.kafka.name}.topics.${topic.name}`)),
  },
  {
    ...unread,
    check: (msk) => {
      const { name, brokerProperties, controllerProperties } = msk.kafka;
      const taken = isExpress(msk) ? [] : configurableKeys;
      const left = Object.entries(brokerProperties).filter(([key]) => !taken.includes(key));
      return [
        ...unreadLines(`${name}.brokerProperties`, Object.fromEntries(left)),
        ...unreadLines(`${name}.controllerProperties`, controllerProperties),
      ];
    },
  },
  ...mskTierRules,
];
