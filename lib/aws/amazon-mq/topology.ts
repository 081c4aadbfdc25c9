import type { RabbitMqSettings } from '../../rabbitmq/settings';
import {
  rabbitMqTopology,
  type RabbitMqGrant,
  type RabbitMqPolicy,
  type RabbitMqTopology,
} from '../../rabbitmq/topology';
import { hasDelayedRetry, type EngineVersion } from './engine';

/** Refused as unknown before RabbitMQ 4.3: a whole policy would be missing because of them. */
const delayedRetryKey = /^delayed-retry-/;

function withoutDelayedRetry(policy: RabbitMqPolicy): RabbitMqPolicy {
  const known = Object.entries(policy.definition).filter(([key]) => !delayedRetryKey.test(key));
  return { ...policy, definition: Object.fromEntries(known) };
}

/**
 * What the broker is brought to: the same as on Kubernetes, as far as its version knows it.
 *
 * Amazon MQ puts policies of priority 1 on its one virtual host, and of several policies that fit a queue only the strongest counts:
 * those of the topology have a higher priority, and name every limit themselves.
 *
 * @see Amazon MQ developer guide, "Amazon MQ for RabbitMQ broker defaults"
 */
export function amazonMqTopology(
  settings: RabbitMqSettings,
  grants: readonly RabbitMqGrant[],
  engineVersion: EngineVersion,
): RabbitMqTopology {
  const topology = rabbitMqTopology(settings, grants);
  if (hasDelayedRetry(engineVersion)) return topology;
  return { ...topology, policies: topology.policies.map(withoutDelayedRetry) };
}
