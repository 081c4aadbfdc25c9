import { renderKnobs } from '../durability/knob';
import { rabbitMqKnobs } from './knobs';
import { certificateFolders, ports } from './listeners';
import type { RabbitMqSettings } from './settings';

type Lines = readonly (readonly [key: string, value: string])[];

function certificate(prefix: string): Lines {
  return [
    [`${prefix}cacertfile`, `${certificateFolders.clients}/ca.crt`],
    [`${prefix}certfile`, `${certificateFolders.clients}/tls.crt`],
    [`${prefix}keyfile`, `${certificateFolders.clients}/tls.key`],
  ];
}

function structure(settings: RabbitMqSettings): Lines {
  return [
    ['cluster_name', settings.name],
    ['cluster_formation.peer_discovery_backend', 'k8s'],
    ['cluster_formation.target_cluster_size_hint', String(settings.size.nodes)],
    ['listeners.ssl.default', String(ports.amqps)],
    ...certificate('ssl_options.'),
    ['ssl_options.verify', 'verify_peer'],
    // Clients prove themselves by password; only nodes among themselves must show a certificate.
    ['ssl_options.fail_if_no_peer_cert', 'false'],
    ['management.ssl.port', String(ports.management)],
    ...certificate('management.ssl.'),
    // Otherwise metrics are served without TLS too.
    ['prometheus.tcp.listener', 'none'],
    ['prometheus.ssl.port', String(ports.metrics)],
    ...certificate('prometheus.ssl.'),
    ['loopback_users.guest', 'true'],
    ['log.console', 'true'],
    ['log.console.level', 'info'],
  ];
}

function plaintextListener(settings: RabbitMqSettings): Lines {
  return settings.plaintextPort === 'none'
    ? [['listeners.tcp', 'none']]
    : [['listeners.tcp.default', String(settings.plaintextPort)]];
}

/** The lines as pairs: what the text is made of, and what rules ask. */
export function rabbitMqConfLines(settings: RabbitMqSettings): Lines {
  return [
    ...structure(settings),
    ...plaintextListener(settings),
    ...renderKnobs(rabbitMqKnobs, settings, 'node'),
    ...Object.entries(settings.config),
  ];
}

/** `rabbitmq.conf`. The start script adds `cluster_formation.k8s.seed_node` where a node that lost its disk joins again. */
export function rabbitMqConf(settings: RabbitMqSettings): string {
  return rabbitMqConfLines(settings)
    .map(([key, value]) => `${key} = ${value}\n`)
    .join('');
}

/** `enabled_plugins`, in Erlang's own notation. */
export const enabledPlugins = '[rabbitmq_management,rabbitmq_peer_discovery_k8s,rabbitmq_prometheus].\n';

/** Mutual TLS between nodes, in Erlang's own notation; the command line tools read it too. */
export function interNodeTls(): string {
  const files = [
    `{cacertfile,"${certificateFolders.internal}/ca.crt"}`,
    `{certfile,"${certificateFolders.internal}/tls.crt"}`,
    `{keyfile,"${certificateFolders.internal}/tls.key"}`,
    '{verify,verify_peer}',
  ].join(',');
  return `[{server,[${files},{fail_if_no_peer_cert,true}]},{client,[${files}]}].\n`;
}
