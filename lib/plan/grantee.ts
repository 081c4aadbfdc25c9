/** The way to one broker, as its owner hands it to whoever was granted something. */
export interface Connection {
  readonly broker: 'kafka' | 'rabbitmq';
  /** Name of the cluster. */
  readonly cluster: string;
  readonly env: Readonly<Record<string, string>>;
  /** Secret with `username`, `password` and `ca.crt`. */
  readonly secretName: string;
  /** Where the environment says that the Secret's files are. */
  readonly secretPath: string;
  readonly ports: readonly number[];
}

/** What was granted, so that a program knows its topics and queues. */
export interface GrantedName {
  /** `KAFKA_PRODUCE_TOPICS` and the like: a list that grows with each grant. */
  readonly variable: string;
  readonly name: string;
}

/** The variables of what was granted, by broker and verb. */
export const grantVariables = {
  kafka: { produce: 'KAFKA_PRODUCE_TOPICS', consume: 'KAFKA_CONSUME_TOPICS' },
  rabbitmq: { publish: 'RABBITMQ_PUBLISH_EXCHANGES', consume: 'RABBITMQ_CONSUME_QUEUES' },
} as const;

/** The value of such a variable, whoever granted first. */
export const grantedList = (names: readonly string[]): string => [...new Set(names)].sort().join(',');

/** Whoever can be granted something: a workload of the kit, or a class of the team's own. */
export interface IMessagingGrantee {
  /** The user on the broker. */
  readonly user: string;
  /** Takes environment, Secret and network path. Called by grants, once for each; never by users. */
  bind(connection: Connection, granted: GrantedName): void;
}

/** Where a Secret of a cluster's user is mounted in a workload. */
export const userSecretPath = (cluster: string): string => `/etc/brokerkit/${cluster}`;
