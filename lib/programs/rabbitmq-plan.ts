import type {
  BindingState,
  ExchangeState,
  FeatureFlagState,
  PermissionState,
  PolicyState,
  QueueState,
} from '../clients/rabbitmq-admin';
import type { Change } from '../plan/change';
import type { Argument, RabbitMqBinding, RabbitMqPolicy, RabbitMqTopology } from '../rabbitmq/topology';

/** What a user is to the plan: a password can only be compared, not read. */
export interface UserFacts {
  readonly name: string;
  readonly passwordIsRight: boolean;
  readonly tags: readonly string[];
}

/** What the broker has. */
export interface RabbitMqState {
  readonly exchanges: readonly ExchangeState[];
  readonly queues: readonly QueueState[];
  readonly bindings: readonly BindingState[];
  readonly policies: readonly PolicyState[];
  readonly users: readonly UserFacts[];
  readonly permissions: readonly PermissionState[];
  readonly featureFlags: readonly FeatureFlagState[];
}

const none = '(none)';

// Not taken from the table of knobs: its schemas would make the bundle of the programs five times as large.
const typeArgument = 'x-queue-type';
const membersArgument = 'x-quorum-initial-group-size';

interface Named {
  readonly name: string;
}

export const exchangePath = ({ name }: Named): string => `exchanges.${name}`;
export const queuePath = ({ name }: Named): string => `queues.${name}`;
export const policyPath = ({ name }: Named): string => `policies.${name}`;
export const userPath = ({ name }: Named): string => `users.${name}`;
export const permissionPath = ({ name }: Named): string => `permissions.${name}`;
/** A queue may be bound to an exchange by several keys. */
export const bindingPath = ({ exchange, queue, routingKey }: RabbitMqBinding): string =>
  `bindings.${exchange}.${queue}[${routingKey}]`;

function exchanges(state: RabbitMqState, topology: RabbitMqTopology): Change[] {
  return topology.exchanges.flatMap(({ name, type }): Change[] => {
    const path = exchangePath({ name });
    const there = state.exchanges.find((exchange) => exchange.name === name);
    if (there === undefined) return [{ path, is: none, wanted: type, action: 'create' }];
    const changes: Change[] = [];
    if (there.type !== type) {
      const why = 'the type of an exchange is fixed, and deleting it would delete its bindings';
      changes.push({ path: `${path}.type`, is: there.type, wanted: type, action: 'refuse', why });
    }
    if (!there.durable) {
      const why = 'the exchange is gone after a restart, and durability is fixed once it exists';
      changes.push({ path: `${path}.durable`, is: false, wanted: true, action: 'refuse', why });
    }
    return changes;
  });
}

/**
 * Arguments that are compared apart from the others, or not at all.
 *
 * The number of members stands in the declaration for ever, but the broker grows a queue by itself: only its current
 * members count, and those are not the topology's to change.
 */
const apart: readonly string[] = [typeArgument, membersArgument];

function queueArguments(path: string, there: QueueState, wanted: Readonly<Record<string, Argument>>): Change[] {
  const names = new Set([...Object.keys(there.arguments), ...Object.keys(wanted)]);
  const why =
    'arguments of a queue are fixed once it exists and win over policies; deleting it would delete its messages';
  return [...names]
    .filter((name) => !apart.includes(name) && there.arguments[name] !== wanted[name])
    .map((name) => ({
      path: `${path}.arguments.${name}`,
      is: there.arguments[name] ?? none,
      wanted: wanted[name] ?? none,
      action: 'refuse' as const,
      why,
    }));
}

function queues(state: RabbitMqState, topology: RabbitMqTopology): Change[] {
  const there = new Map(state.queues.map((queue) => [queue.name, queue]));
  return topology.queues.flatMap(({ name, arguments: wanted }): Change[] => {
    const path = queuePath({ name });
    const queue = there.get(name);
    if (queue === undefined) return [{ path, is: none, wanted, action: 'create' }];
    const type = wanted[typeArgument];
    const changes = queueArguments(path, queue, wanted);
    if (queue.type !== type) {
      const why =
        'the type of a queue is fixed, and deleting it would delete its messages; use another name, or move them';
      changes.push({ path: `${path}.type`, is: queue.type, wanted: type, action: 'refuse', why });
    }
    if (!queue.durable || queue.auto_delete) {
      const is = queue.durable ? 'deleted with its last consumer' : 'not durable';
      const why = 'the queue and its messages do not last, and that is fixed once it exists';
      changes.push({ path: `${path}.durable`, is, wanted: 'durable', action: 'refuse', why });
    }
    return changes;
  });
}

function bindings(state: RabbitMqState, topology: RabbitMqTopology): Change[] {
  const there = new Set(
    state.bindings
      .filter((binding) => binding.destination_type === 'queue')
      .map((binding) =>
        bindingPath({ exchange: binding.source, queue: binding.destination, routingKey: binding.routing_key }),
      ),
  );
  return topology.bindings
    .filter((binding) => !there.has(bindingPath(binding)))
    .map((binding) => ({ path: bindingPath(binding), is: none, wanted: 'bound', action: 'create' as const }));
}

/** A policy as the broker's API writes it. */
export function policyState({ name, pattern, applyTo, priority, definition }: RabbitMqPolicy): PolicyState {
  return { name, pattern, 'apply-to': applyTo, priority, definition };
}

function policyFields(path: string, there: PolicyState, wanted: PolicyState): Change[] {
  const fields = (['pattern', 'apply-to', 'priority'] as const)
    .filter((field) => there[field] !== wanted[field])
    .map((field) => ({ path: `${path}.${field}`, is: there[field], wanted: wanted[field], action: 'alter' as const }));
  const keys = new Set([...Object.keys(there.definition), ...Object.keys(wanted.definition)]);
  const values = [...keys]
    .filter((key) => there.definition[key] !== wanted.definition[key])
    .map((key) => ({
      path: `${path}.definition.${key}`,
      is: there.definition[key] ?? none,
      wanted: wanted.definition[key] ?? none,
      action: 'alter' as const,
    }));
  return [...fields, ...values];
}

function policies(state: RabbitMqState, topology: RabbitMqTopology): Change[] {
  const byName = new Map(state.policies.map((policy) => [policy.name, policy]));
  return topology.policies.map(policyState).flatMap((wanted): Change[] => {
    const path = policyPath(wanted);
    const there = byName.get(wanted.name);
    if (there === undefined) return [{ path, is: none, wanted: wanted.definition, action: 'create' }];
    return policyFields(path, there, wanted);
  });
}

function users(state: RabbitMqState, topology: RabbitMqTopology): Change[] {
  return topology.users.flatMap(({ name }): Change[] => {
    const path = userPath({ name });
    const there = state.users.find((user) => user.name === name);
    if (there === undefined) return [{ path, is: none, wanted: name, action: 'create' }];
    const changes: Change[] = [];
    if (!there.passwordIsRight) {
      changes.push({
        path: `${path}.password`,
        is: '(another one)',
        wanted: '(the one of its Secret)',
        action: 'alter',
      });
    }
    if (there.tags.length > 0) changes.push({ path: `${path}.tags`, is: there.tags, wanted: [], action: 'alter' });
    return changes;
  });
}

function permissions(state: RabbitMqState, topology: RabbitMqTopology): Change[] {
  return topology.users.flatMap((user): Change[] => {
    const path = permissionPath(user);
    const wanted = { configure: user.configure, write: user.write, read: user.read };
    const there = state.permissions.find((permission) => permission.user === user.name);
    if (there === undefined) return [{ path, is: none, wanted, action: 'create' }];
    return (['configure', 'write', 'read'] as const)
      .filter((right) => there[right] !== wanted[right])
      .map((right) => ({
        path: `${path}.${right}`,
        is: there[right],
        wanted: wanted[right],
        action: 'alter' as const,
      }));
  });
}

/**
 * Part of every topology: a node that lost power in its first minute comes back with the required flags alone, and nothing
 * else turns the others on; the next version of the broker demands them.
 */
function featureFlags(state: RabbitMqState): Change[] {
  return state.featureFlags
    .filter(({ state: is, stability }) => is === 'disabled' && stability === 'stable')
    .map(({ name, state: is }) => ({ path: `featureFlags.${name}`, is, wanted: 'enabled', action: 'alter' as const }));
}

/** What is between the broker and the topology. What the topology does not name is nobody's business here. */
export function rabbitMqChanges(state: RabbitMqState, topology: RabbitMqTopology): readonly Change[] {
  return [featureFlags, exchanges, queues, bindings, policies, users, permissions].flatMap((part) =>
    part(state, topology),
  );
}
