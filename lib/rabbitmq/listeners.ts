/** Ports of a RabbitMQ node: once. */
export const ports = {
  /** AMQP over TLS: clients. */
  amqps: 5671,
  /** Management API over TLS: the provisioner. */
  management: 15671,
  /** Prometheus metrics over TLS. */
  metrics: 15691,
  /** Finding a node's distribution port: nodes only. */
  epmd: 4369,
  /** Erlang distribution with mutual TLS: nodes only. */
  distribution: 25672,
} as const;

/** Ports that a command line tool listens on in its pod: other nodes send it what it asked for. Nodes only. */
export const toolPorts = [35672, 35682] as const;

/** Where the pods find their certificates: `ca.crt`, `tls.crt` and `tls.key` in each. Nodes trust only their own authority. */
export const certificateFolders = { internal: '/etc/brokerkit/internal', clients: '/etc/brokerkit/clients' } as const;

/** Certificates name this many nodes, so that growing needs no new one. */
export const largestCluster = 7;
