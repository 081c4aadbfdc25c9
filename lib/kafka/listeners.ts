/** The three listeners of a Kafka cluster: who may speak on each, and how it is proven. */
export const listeners = {
  /** Raft and metadata, between controllers and brokers: mutual TLS. */
  controller: { name: 'CONTROLLER', port: 9093, protocol: 'SSL' },
  /** Replication, between brokers: mutual TLS. */
  replication: { name: 'REPLICATION', port: 9091, protocol: 'SSL' },
  /** Everybody else: TLS and a password. The protocol is the knob `clientSecurityProtocol`. */
  clients: { name: 'CLIENTS', port: 9092 },
} as const;

export const scramMechanism = 'SCRAM-SHA-512';

/** Common name of the one internal certificate. Nothing but the name: Java prints further parts in an order of its own. */
export const internalCommonName = 'brokerkit-internal';

/** Where the pods find their certificates: `ca.crt`, `tls.crt`, `tls.key` and `tls-combined.pem` in each. */
export const certificateFolders = { internal: '/etc/brokerkit/internal', clients: '/etc/brokerkit/clients' } as const;

export const combinedPem = 'tls-combined.pem';

/** A folder of its own on the volume: a file system's `lost+found` is no log. */
export const dataFolder = '/var/lib/kafka/data';
export const logFolder = `${dataFolder}/logs`;

/** Controllers and brokers share one space of node ids. */
export const controllerIdOffset = 100;
