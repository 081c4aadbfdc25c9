import { renderKnobs } from '../../durability/knob';
import { rabbitMqKnobs } from '../../rabbitmq/knobs';
import type { RabbitMqSettings } from '../../rabbitmq/settings';

/**
 * Keys of a knob that Amazon MQ lets be set.
 *
 * @see Amazon MQ developer guide, "Configurable values" and "Resource Limit Configuration"
 */
const knobKeys: readonly string[] = ['consumer_timeout', 'heartbeat', 'max_message_size'];

/** Keys without a knob that it lets be set: they may stand in `config`. */
export const settableKeys: readonly string[] = [
  'channel_max_per_node',
  'cluster_exchange_limit',
  'cluster_queue_limit',
  'connection_max',
  'consumer_max_per_channel',
  'quorum_queue.property_equivalence.relaxed_checks_on_redeclaration',
  'runtime_parameters.limits.shovel',
  'secure.management.http.headers.enabled',
  'vhost_max',
];

/** Amazon MQ takes no shorter one. Client and broker agree on the shorter of their two, so that a client's own still counts. */
const shortestHeartbeat = 60;

/** The largest message that Amazon MQ lets be allowed, in bytes. Unless told otherwise it takes half a MiB. */
export const largestMessage = 134_217_728;

/** What stands in the broker's configuration, line by line. */
export function configurationText(settings: RabbitMqSettings): string {
  const written = { ...settings, heartbeatSeconds: Math.max(settings.heartbeatSeconds, shortestHeartbeat) };
  const lines = [
    ...renderKnobs(rabbitMqKnobs, written, 'node').filter(([key]) => knobKeys.includes(key)),
    // An operator policy wins over ours, whatever its priority: nobody can add one.
    ['management.restrictions.operator_policy_changes.disabled', 'true'],
    ...Object.entries(settings.config).filter(([key]) => settableKeys.includes(key)),
  ];
  return lines.map(([key, value]) => `${key} = ${value}\n`).join('');
}
