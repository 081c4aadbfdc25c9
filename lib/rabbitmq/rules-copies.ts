import { isWider } from '../durability/profile';
import type { Placed } from '../durability/placement';
import { isAccepted } from '../durability/risk';
import { when, type Rule } from '../durability/rule';
import { deadLetterExchange } from './dead-letter';
import type { RabbitMqSettings } from './settings';

/** Rules on how many nodes hold a message, and where they are. */
export const copiesRules: readonly Rule<Placed<RabbitMqSettings>>[] = [
  {
    id: 'rabbitmq-nodes-too-few',
    why: 'a loss that the profile names would leave no majority, or no copy',
    check: ({ settings: { name, profile, size } }) =>
      when(
        size.nodes < profile.copies,
        `${name}.nodes`,
        size.nodes,
        `use at least ${profile.copies}, or another durability than ${profile.name}`,
      ),
  },
  {
    id: 'rabbitmq-even-nodes',
    why: 'an even number survives no more losses than one less, and two halves can face each other without a majority',
    check: ({ settings: { name, profile, size } }) =>
      when(
        size.nodes % 2 === 0,
        `${name}.nodes`,
        size.nodes,
        `use ${size.nodes - 1 < profile.copies ? '' : `${size.nodes - 1} or `}${size.nodes + 1}`,
      ),
  },
  {
    id: 'rabbitmq-members-too-few',
    why: 'a loss that the profile names would take the last copy of confirmed messages',
    check: ({
      settings: { name, profile, queues, quorumQueueInitialClusterSize, membershipReconciliationTargetGroupSize },
    }) => [
      ...Object.entries({ quorumQueueInitialClusterSize, membershipReconciliationTargetGroupSize }).flatMap(
        ([key, value]) => when(value < profile.copies, `${name}.${key}`, value, `use at least ${profile.copies}`),
      ),
      ...queues.flatMap((queue) =>
        when(
          queue.members < queue.profile.copies,
          `${name}.queues.${queue.name}.members`,
          queue.members,
          `use at least ${queue.profile.copies}`,
        ),
      ),
    ],
  },
  {
    id: 'rabbitmq-members-exceed-nodes',
    acceptable: false,
    why: 'there are not that many nodes to hold a copy each',
    check: ({ settings: { name, size, queues } }) =>
      queues.flatMap(({ name: queue, members }) =>
        when(
          members > size.nodes,
          `${name}.queues.${queue}.members`,
          members,
          `use at most ${size.nodes}, or more nodes`,
        ),
      ),
  },
  {
    id: 'rabbitmq-even-members',
    why: 'an even number survives no more losses than one less',
    check: ({ settings: { name, queues } }) =>
      queues.flatMap(({ name: queue, members }) =>
        when(members % 2 === 0, `${name}.queues.${queue}.members`, members, `use ${members - 1} or ${members + 1}`),
      ),
  },
  {
    id: 'rabbitmq-members-may-share-zone',
    why: 'RabbitMQ places members without regard to zones: two copies of a queue may lie in one',
    check: ({ settings, placement }) => {
      const { name, profile, size, queues } = settings;
      if (profile.spread !== 'zone') return [];
      const perZone = Math.ceil(size.nodes / placement.zones);
      return queues.flatMap(({ name: queue, members, type }) =>
        when(
          // Members on every node are safe while no zone holds a majority of them.
          type === 'quorum' &&
            // An even number is told already.
            (size.nodes % 2 === 1 || isAccepted(settings, 'rabbitmq-even-nodes')) &&
            size.nodes > placement.zones &&
            (members < size.nodes || perZone * 2 > members),
          `${name}.queues.${queue}.members`,
          members,
          `use ${size.nodes} members, one on every node, or ${placement.zones} nodes`,
        ),
      );
    },
  },
  {
    id: 'rabbitmq-zones-too-few',
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
    id: 'rabbitmq-classic-queue',
    why: 'a classic queue has one copy, and goes with its node',
    check: ({ settings: { name, profile, queues, defaultQueueType } }) => [
      ...when(
        profile.copies > 1 && defaultQueueType === 'classic',
        `${name}.defaultQueueType`,
        defaultQueueType,
        'use quorum',
      ),
      ...queues.flatMap((queue) =>
        when(
          queue.profile.copies > 1 && queue.type === 'classic',
          `${name}.queues.${queue.name}.type`,
          queue.type,
          'use quorum',
        ),
      ),
    ],
  },
  {
    id: 'rabbitmq-reconciliation-off',
    why: 'a queue that lost a member with a disk stays without it: the next loss takes the majority',
    check: ({ settings: { name, profile, membershipReconciliationEnabled: value } }) =>
      when(profile.copies > 1 && !value, `${name}.membershipReconciliationEnabled`, value, 'remove it'),
  },
  {
    id: 'rabbitmq-queue-promises-more-than-cluster',
    acceptable: false,
    why: 'the nodes are not spread as widely as the queue promises',
    check: ({ settings: { name, profile, queues } }) => {
      return queues.flatMap((queue) =>
        when(
          isWider(queue.profile, profile),
          `${name}.queues.${queue.name}.durability`,
          queue.profile.name,
          `give the cluster ${queue.profile.name}, or the queue at most ${profile.name}`,
        ),
      );
    },
  },
  {
    id: 'rabbitmq-name-taken',
    acceptable: false,
    why: 'the dead letters of another queue, or the broker itself, have this name',
    check: ({ settings: { name, queues, exchanges } }) => {
      const taken = queues.map(({ deadLetterQueue }) => deadLetterQueue);
      return [
        ...queues.flatMap(({ name: queue }) =>
          when(
            taken.includes(queue) || queue.startsWith('amq.'),
            `${name}.queues.${queue}`,
            undefined,
            'choose another name',
          ),
        ),
        ...exchanges.flatMap(({ name: exchange }) =>
          when(
            exchange === deadLetterExchange || exchange.startsWith('amq.'),
            `${name}.exchanges.${exchange}`,
            undefined,
            'choose another name',
          ),
        ),
      ];
    },
  },
];
