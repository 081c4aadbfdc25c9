import { when, type Rule } from '../../durability/rule';
import type { QueueSettings, RabbitMqSettings } from '../../rabbitmq/settings';
import { queueKnobs } from '../../rabbitmq/knobs-queue';
import { isManaged, managedCopies, noForm, promised, unread, unreadLines } from '../managed';
import { largestMessage, settableKeys } from './configuration-text';
import { hasDelayedRetry, type EngineVersion } from './engine';

const waits = ['retryDelayMinMs', 'retryDelayMaxMs'] as const;

/** Whether somebody asked for another wait than the one that everybody gets elsewhere. */
const isAsked = (queue: QueueSettings, { size }: RabbitMqSettings, wait: (typeof waits)[number]): boolean =>
  queue[wait] !== queueKnobs[wait].from(queue.profile, size);

const noDelayedRetry: Rule<RabbitMqSettings> = {
  id: 'amazon-mq-no-retry-delay',
  why: 'RabbitMQ 4.2 has no wait between two deliveries: a message that failed comes again at once',
  check: (settings) =>
    settings.queues.flatMap((queue) =>
      waits.flatMap((wait) =>
        when(
          isAsked(queue, settings, wait),
          `${settings.name}.queues.${queue.name}.${wait}`,
          queue[wait],
          'leave it out on AWS, and let the consumer wait before it rejects a message',
        ),
      ),
    ),
};

/** What a cluster of Amazon MQ can't keep, or does otherwise than was asked. They are judged beside the rules of every RabbitMQ. */
export const amazonMqRules = (engineVersion: EngineVersion): readonly Rule<RabbitMqSettings>[] => [
  {
    id: noForm.id,
    why: noForm.why,
    check: (settings) => promised(settings, { queues: settings.queues }, (its) => !isManaged(its), noForm.fix),
  },
  {
    id: 'amazon-mq-nodes-decided',
    decides: true,
    why: 'a cluster of Amazon MQ has one node in each of three zones',
    check: (settings) =>
      when(
        isManaged(settings) && settings.size.nodes !== managedCopies,
        `${settings.name}.nodes`,
        settings.size.nodes,
        `use ${managedCopies}`,
      ),
  },
  {
    id: 'amazon-mq-members-decided',
    decides: true,
    why: 'Amazon MQ gives every quorum queue a member on each of its three nodes, whatever is asked',
    check: ({ name, queues }) =>
      queues
        .filter((queue) => isManaged(queue) && queue.members !== managedCopies)
        .map(({ name: queue, members: value }) => ({
          path: `${name}.queues.${queue}.members`,
          value,
          fix: `use ${managedCopies}`,
        })),
  },
  {
    id: 'amazon-mq-message-too-large',
    acceptable: false,
    why: 'Amazon MQ refuses a configuration that allows larger ones',
    check: ({ name, maxMessageSizeBytes: value }) =>
      when(value > largestMessage, `${name}.maxMessageSizeBytes`, value, `use at most ${largestMessage}`),
  },
  ...(hasDelayedRetry(engineVersion) ? [] : [noDelayedRetry]),
  {
    ...unread,
    check: ({ name, config }) =>
      unreadLines(
        `${name}.config`,
        Object.fromEntries(Object.entries(config).filter(([key]) => !settableKeys.includes(key))),
      ),
  },
];
