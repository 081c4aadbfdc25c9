import type { StreamModel } from '../durability/loss-model';
import type { Placement } from '../durability/placement';
import { sizeInWords } from '../durability/quantity';
import type { QueueSettings, RabbitMqSettings } from './settings';

const words = {
  decider: 'node',
  storedOnce: 'what was not confirmed when a connection was lost is published again, and may be there already',
  order: 'what was on its way when a connection was lost comes again, after later messages',
};

/** What a queue's own settings, and those of its cluster, make of a loss. */
export function queueModel(settings: RabbitMqSettings, queue: QueueSettings, placement: Placement): StreamModel {
  const { nodes } = settings.size;
  const copies = queue.type === 'quorum' ? Math.min(queue.members, nodes) : 1;
  const common = {
    // Every node has a vote on the metadata: which queues there are, and who leads them.
    pods: {
      brokers: nodes,
      copies,
      deciders: 'brokers',
      spread: settings.profile.spread,
      // Members go to any nodes: RabbitMQ never looks at zones.
      copiesKnowZones: false,
      zones: placement.zones,
    },
    uncleanElection: false,
    storesOnce: false,
    keepsOrder: false,
  } as const;
  return queue.type === 'quorum'
    ? {
        ...common,
        copiesBeforeAck: Math.floor(copies / 2) + 1,
        syncBeforeAck: true,
        leader: 'majority',
        words: { ...words, copy: 'member' },
      }
    : // A classic queue confirms what it has written to a file; nothing forces the file to the disk.
      { ...common, copiesBeforeAck: 1, syncBeforeAck: false, leader: 'in-sync', words: { ...words, copy: 'copy' } };
}

/** Where the promise ends without any loss. */
export function queueEnds({ type, deliveryLimit, maxLengthBytes }: QueueSettings): readonly string[] {
  return [
    type === 'quorum'
      ? `after ${deliveryLimit} failed deliveries a message goes to its dead-letter queue, which drops nothing`
      : 'a message that fails is delivered again for ever: a classic queue has no delivery limit and no dead letters here',
    `beyond ${sizeInWords(maxLengthBytes)} publishers are refused, and know it`,
  ];
}
