import { when, type Rule } from '../../durability/rule';
import type { RabbitMqSettings } from '../../rabbitmq/settings';
import { isManaged, managedCopies, noForm, promised, unread, unreadLines } from '../managed';

/** What a cluster of Amazon MQ can't keep, or does otherwise than was asked. They are judged beside the rules of every RabbitMQ. */
export const amazonMqRules: readonly Rule<RabbitMqSettings>[] = [
  {
    id: noForm.id,
    why: noForm.why,
    check: (settings) => promised(settings, { queues: settings.queues }, (its) => !isManaged(its), noForm.fix),
  },
  {
    id: 'amazon-mq-nodes-decided',
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
    id: unread.id,
    why: unread.why,
    check: ({ name, config }) => unreadLines(`${name}.config`, config),
  },
];
