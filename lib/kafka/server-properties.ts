import { provisionerUser } from '../durability/schema';
import { renderKnobs } from '../durability/knob';
import { kafkaKnobs } from './knobs';
import {
  certificateFolders,
  combinedPem,
  controllerIdOffset,
  internalCommonName,
  listeners,
  logFolder,
  scramMechanism,
} from './listeners';
import type { KafkaSettings } from './settings';

export type KafkaRole = 'controller' | 'broker';

/** Whether the brokers are their own controllers. */
export const isCombined = (settings: KafkaSettings): boolean => settings.controllers === 0;

/** The StatefulSet of a role; its headless Service has the same name. */
export const roleName = (settings: KafkaSettings, role: KafkaRole): string => `${settings.name}-${role}`;

/** A name that leads to the controllers that are ready, and to nothing while there is no quorum. */
export const quorumName = (settings: KafkaSettings): string => `${settings.name}-quorum`;

/** The pods that vote on metadata. */
export function voters(
  settings: KafkaSettings,
): readonly { readonly id: number; readonly host: string; readonly port: number }[] {
  const role = isCombined(settings) ? 'broker' : 'controller';
  const service = roleName(settings, role);
  const offset = isCombined(settings) ? 0 : controllerIdOffset;
  return Array.from({ length: isCombined(settings) ? settings.size.nodes : settings.controllers }, (_, ordinal) => ({
    id: ordinal + offset,
    // Within the namespace, so that neither its name nor the cluster's domain is written into the voters' log.
    host: `${service}-${ordinal}.${service}`,
    port: listeners.controller.port,
  }));
}

type Lines = readonly (readonly [key: string, value: string])[];

function pem(prefix: string, folder: string): Lines {
  return [
    [`${prefix}ssl.keystore.type`, 'PEM'],
    [`${prefix}ssl.keystore.location`, `${folder}/${combinedPem}`],
    [`${prefix}ssl.truststore.type`, 'PEM'],
    [`${prefix}ssl.truststore.location`, `${folder}/ca.crt`],
  ];
}

function clientListener(): Lines {
  const prefix = `listener.name.${listeners.clients.name.toLowerCase()}.`;
  const mechanism = scramMechanism.toLowerCase();
  return [
    ...pem(prefix, certificateFolders.clients),
    [`${prefix}ssl.client.auth`, 'none'],
    [`${prefix}sasl.enabled.mechanisms`, scramMechanism],
    [`${prefix}${mechanism}.sasl.jaas.config`, 'org.apache.kafka.common.security.scram.ScramLoginModule required;'],
  ];
}

function roles(settings: KafkaSettings, role: KafkaRole): Lines {
  const controls = role === 'controller' || isCombined(settings);
  const open = [
    ...(controls ? [listeners.controller] : []),
    ...(role === 'broker' ? [listeners.replication, listeners.clients] : []),
  ];
  const advertised = [
    ...(controls ? [`${listeners.controller.name}://@HOST@:${listeners.controller.port}`] : []),
    ...(role === 'broker'
      ? [
          `${listeners.replication.name}://@HOST@:${listeners.replication.port}`,
          // Clients may be in other namespaces.
          `${listeners.clients.name}://@HOST@.@NAMESPACE@.svc:${listeners.clients.port}`,
        ]
      : []),
  ];
  return [
    ['process.roles', [...(role === 'broker' ? ['broker'] : []), ...(controls ? ['controller'] : [])].join(',')],
    ['listeners', open.map(({ name, port }) => `${name}://:${port}`).join(',')],
    ['node.id', '@NODE_ID@'],
    ['advertised.listeners', advertised.join(',')],
    // A controller that lost its disk becomes a voter again by itself; a broker-only node with this key refuses to start.
    ...(controls ? ([['controller.quorum.auto.join.enable', 'true']] as const) : []),
    ...(role === 'broker' ? ([['inter.broker.listener.name', listeners.replication.name]] as const) : []),
  ];
}

function shared(settings: KafkaSettings): Lines {
  const protocols = [
    `${listeners.controller.name}:${listeners.controller.protocol}`,
    `${listeners.replication.name}:${listeners.replication.protocol}`,
    `${listeners.clients.name}:${settings.clientSecurityProtocol}`,
  ];
  return [
    ['listener.security.protocol.map', protocols.join(',')],
    ['controller.listener.names', listeners.controller.name],
    [
      'controller.quorum.bootstrap.servers',
      voters(settings)
        .map(({ host, port }) => `${host}:${port}`)
        .join(','),
    ],
    ['log.dirs', logFolder],
    ...pem('', certificateFolders.internal),
    ['ssl.client.auth', 'required'],
    ['authorizer.class.name', 'org.apache.kafka.metadata.authorizer.StandardAuthorizer'],
    ['allow.everyone.if.no.acl.found', 'false'],
    ['super.users', `User:CN=${internalCommonName};User:${provisionerUser}`],
  ];
}

/** The lines of one role, as pairs: what the text is made of, and what rules ask. */
export function serverPropertyLines(settings: KafkaSettings, role: KafkaRole): Lines {
  const further = role === 'broker' ? settings.brokerProperties : settings.controllerProperties;
  return [
    ...roles(settings, role),
    ...shared(settings),
    ...(role === 'broker' ? clientListener() : []),
    ...renderKnobs(kafkaKnobs, settings, role, ...(isCombined(settings) ? ['controller'] : [])),
    ...Object.entries(further),
  ];
}

/**
 * `server.properties` of one role. The start script puts in what only the pod knows, for `@NODE_ID@`, `@HOST@` and
 * `@NAMESPACE@`, and adds `broker.rack` where the pod knows its zone.
 */
export function serverProperties(settings: KafkaSettings, role: KafkaRole): string {
  return serverPropertyLines(settings, role)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');
}

/** Settings of the tools that a pod runs beside the server: the internal certificate. */
export function internalClientProperties(): string {
  return [['security.protocol', listeners.replication.protocol] as const, ...pem('', certificateFolders.internal)]
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');
}

/** Logs to the container's output alone: the stock file also writes six files to a disk that is read-only here. */
export const log4j2 = `Configuration:
  Appenders:
    Console:
      name: STDOUT
      PatternLayout:
        pattern: "%d{ISO8601} %p %m (%c)%n"
  Loggers:
    Root:
      level: INFO
      AppenderRef:
        - ref: STDOUT
`;
