import { knobValues } from '../durability/knob';
import { deadLetterExchange, deadLetterPolicy, deadLetterQueuePolicy } from './dead-letter';
import { queueKnobs } from './knobs-queue';
import type { QueueSettings, RabbitMqSettings } from './settings';

/** A right of one user, as data. */
export interface RabbitMqGrant {
  readonly user: string;
  readonly verb: 'publish' | 'consume';
  /** The exchange to publish to, or the queue to consume from. */
  readonly on: string;
}

export type Argument = string | number | boolean;

export interface RabbitMqExchange {
  readonly name: string;
  readonly type: 'direct' | 'fanout' | 'topic' | 'headers';
}

export interface RabbitMqQueue {
  readonly name: string;
  /** What can't be changed once the queue exists. */
  readonly arguments: Readonly<Record<string, Argument>>;
}

export interface RabbitMqBinding {
  readonly exchange: string;
  readonly queue: string;
  readonly routingKey: string;
}

export interface RabbitMqPolicy {
  readonly name: string;
  readonly pattern: string;
  readonly applyTo: 'quorum_queues' | 'classic_queues';
  readonly priority: number;
  /** What can be changed at any time. */
  readonly definition: Readonly<Record<string, Argument>>;
}

/** Three regular expressions over names: what the user may declare, write to and read from. */
export interface RabbitMqUser {
  readonly name: string;
  readonly configure: string;
  readonly write: string;
  readonly read: string;
}

/** What the provisioner brings a RabbitMQ cluster to. */
export interface RabbitMqTopology {
  readonly broker: 'rabbitmq';
  /** Nodes that must be members of the cluster before the seed is used up. */
  readonly nodes: number;
  readonly vhost: string;
  readonly exchanges: readonly RabbitMqExchange[];
  readonly queues: readonly RabbitMqQueue[];
  readonly bindings: readonly RabbitMqBinding[];
  readonly policies: readonly RabbitMqPolicy[];
  readonly users: readonly RabbitMqUser[];
}

export const vhost = '/';

const escaped = (name: string): string => name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** `^(a|b)$`, and `^$` (nothing) for none. */
const anyOf = (names: readonly string[]): string =>
  names.length === 0 ? '^$' : `^(${[...new Set(names)].sort().map(escaped).join('|')})$`;

function queueArguments(queue: QueueSettings): RabbitMqQueue['arguments'] {
  return queue.type === 'quorum' ? knobValues(queueKnobs, queue, 'declaration') : { [queueKnobs.type.key]: queue.type };
}

function policy(
  queue: string,
  applyTo: RabbitMqPolicy['applyTo'],
  definition: RabbitMqPolicy['definition'],
): RabbitMqPolicy {
  return { name: queue, pattern: `^${escaped(queue)}$`, applyTo, priority: 10, definition };
}

/** How much it takes before publishers are refused. */
const limitsOf = (queue: QueueSettings) => knobValues(queueKnobs, queue, 'policy');

/** What it grows back to after a disk was lost: its own number, not the cluster's. */
const membersOf = (queue: QueueSettings) => ({ 'target-group-size': queue.members });

function queuePolicy(queue: QueueSettings): RabbitMqPolicy {
  const limits = limitsOf(queue);
  return queue.type === 'quorum'
    ? policy(queue.name, 'quorum_queues', { ...deadLetterPolicy(queue), ...membersOf(queue), ...limits })
    : policy(queue.name, 'classic_queues', { overflow: 'reject-publish', ...limits });
}

/** Settings and grants → the topology, in an order that does not depend on who granted first. */
export function rabbitMqTopology(settings: RabbitMqSettings, grants: readonly RabbitMqGrant[]): RabbitMqTopology {
  const users = [...new Set(grants.map(({ user }) => user))].sort();
  const granted = (user: string, verb: RabbitMqGrant['verb']): string =>
    anyOf(grants.filter((grant) => grant.user === user && grant.verb === verb).map(({ on }) => on));
  const withDeadLetters = settings.queues.filter((queue) => queue.type === 'quorum');
  return {
    broker: 'rabbitmq',
    nodes: settings.size.nodes,
    vhost,
    exchanges: [
      ...settings.exchanges,
      ...(withDeadLetters.length > 0 ? [{ name: deadLetterExchange, type: 'direct' as const }] : []),
    ],
    queues: [
      ...settings.queues.map((queue) => ({ name: queue.name, arguments: queueArguments(queue) })),
      ...withDeadLetters.map((queue) => ({ name: queue.deadLetterQueue, arguments: queueArguments(queue) })),
    ],
    bindings: [
      ...settings.queues.flatMap((queue) =>
        queue.bindings.map(({ exchange, routingKey }) => ({ exchange, queue: queue.name, routingKey })),
      ),
      ...withDeadLetters.map((queue) => ({
        exchange: deadLetterExchange,
        queue: queue.deadLetterQueue,
        routingKey: queue.name,
      })),
    ],
    policies: [
      ...settings.queues.map(queuePolicy),
      ...withDeadLetters.map((queue) =>
        policy(queue.deadLetterQueue, 'quorum_queues', {
          ...deadLetterQueuePolicy,
          ...membersOf(queue),
          ...limitsOf(queue),
        }),
      ),
    ],
    users: users.map((name) => ({
      name,
      configure: '^$',
      write: granted(name, 'publish'),
      read: granted(name, 'consume'),
    })),
  };
}
