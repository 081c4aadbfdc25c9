import { required, type Environment } from '../durability/environment';
import { passwordFromEnv, passwordToEnv, type GivenPassword } from '../durability/login';

/** Where Kafka is, and how patient a client is with it. */
interface KafkaPlace {
  /** `host:port`: one bootstrap Service, or several brokers with commas between. */
  readonly bootstrapServers: string;
  /** Who it is. With IAM, that is only what the broker's log calls it: its rights come with its credentials. */
  readonly username: string;
  /** Authorities to trust; `system` for those that Node brings along. */
  readonly caFile: string;
  readonly requestTimeoutMs: number;
  readonly connectTimeoutMs: number;
  /** Group of its consumers. */
  readonly groupId: string;
  /**
   * The zone it runs in, as the brokers call it (`broker.rack`): where they allow it (`replicaSelectorClass`), consumers read from the
   * copy in that zone, which costs no traffic between zones. Such a copy hears of a record later than the leader, so on a topic with
   * little traffic records come up to half a second later. A name that no broker has changes nothing.
   *
   * @default - not known: consumers read from leaders
   * @see Kafka documentation, consumer config `client.rack`
   */
  readonly clientRack?: string;
  /**
   * Racks by name of their zone (`eu-central-1a`: `euc1-az2`), for a task of ECS: it learns the name of its zone only once it runs.
   *
   * @default - none
   */
  readonly clientRacks?: Readonly<Record<string, string>>;
}

/** A name and a password. */
type ScramLogin = GivenPassword & {
  readonly securityProtocol: 'SASL_SSL' | 'SASL_PLAINTEXT';
  readonly saslMechanism: 'SCRAM-SHA-512';
};

/** A token of AWS IAM, made anew for each connection from the credentials that the container finds. */
interface IamLogin {
  readonly securityProtocol: 'SASL_SSL';
  readonly saslMechanism: typeof iamMechanism;
  /** Region of the cluster. */
  readonly region: string;
}

/** How the broker calls IAM. */
export const iamMechanism = 'OAUTHBEARER';

/** What a program needs to speak to Kafka. It crosses into the container as environment variables. */
export type KafkaClientSettings = KafkaPlace & (ScramLogin | IamLogin);

type Racks = Pick<KafkaPlace, 'clientRack' | 'clientRacks'>;

const prefix = 'KAFKA_SASL';

/** Where the rack of a consumer is said: of its own, or of each zone that it may find itself in. */
export const rackVariables = { own: 'KAFKA_CLIENT_RACK', byZone: 'KAFKA_CLIENT_RACKS' } as const;

export function kafkaClientToEnv(settings: KafkaClientSettings): Readonly<Record<string, string>> {
  return {
    KAFKA_BOOTSTRAP_SERVERS: settings.bootstrapServers,
    KAFKA_SECURITY_PROTOCOL: settings.securityProtocol,
    KAFKA_SASL_MECHANISM: settings.saslMechanism,
    KAFKA_SASL_USERNAME: settings.username,
    ...(settings.saslMechanism === iamMechanism ? { AWS_REGION: settings.region } : passwordToEnv(prefix, settings)),
    KAFKA_SSL_CA_FILE: settings.caFile,
    KAFKA_REQUEST_TIMEOUT_MS: String(settings.requestTimeoutMs),
    KAFKA_CONNECT_TIMEOUT_MS: String(settings.connectTimeoutMs),
    KAFKA_GROUP_ID: settings.groupId,
    ...racksToEnv(settings),
  };
}

function racksToEnv({ clientRack, clientRacks }: Racks): Readonly<Record<string, string>> {
  const pairs = Object.entries(clientRacks ?? {}).map(([zone, rack]) => `${zone}=${rack}`);
  return {
    ...(clientRack === undefined ? {} : { [rackVariables.own]: clientRack }),
    ...(clientRacks === undefined ? {} : { [rackVariables.byZone]: pairs.join(',') }),
  };
}

/** Neither has to be there: on a Kubernetes that does not tell a pod its zone, the variable is empty. */
function racksFromEnv(env: Environment): Racks {
  const { [rackVariables.own]: own, [rackVariables.byZone]: byZone } = env;
  const pairs = (byZone ?? '').split(',').map((pair) => pair.split('=', 2) as [zone: string, rack?: string]);
  return {
    ...(own ? { clientRack: own } : {}),
    ...(byZone ? { clientRacks: Object.fromEntries(pairs.filter(([, rack]) => rack)) as Record<string, string> } : {}),
  };
}

function loginFromEnv(env: Environment): ScramLogin | IamLogin {
  const securityProtocol = required(env, 'KAFKA_SECURITY_PROTOCOL') as ScramLogin['securityProtocol'];
  const saslMechanism = required(env, 'KAFKA_SASL_MECHANISM') as KafkaClientSettings['saslMechanism'];
  if (saslMechanism !== iamMechanism) return { securityProtocol, saslMechanism, ...passwordFromEnv(prefix, env) };
  // Whoever reads a token can use it: it is never sent without TLS.
  return { securityProtocol: 'SASL_SSL', saslMechanism, region: required(env, 'AWS_REGION') };
}

/** @throws Error naming the first variable that is missing. */
export function kafkaClientFromEnv(env: Environment): KafkaClientSettings {
  return {
    bootstrapServers: required(env, 'KAFKA_BOOTSTRAP_SERVERS'),
    ...loginFromEnv(env),
    username: required(env, 'KAFKA_SASL_USERNAME'),
    caFile: required(env, 'KAFKA_SSL_CA_FILE'),
    requestTimeoutMs: Number(required(env, 'KAFKA_REQUEST_TIMEOUT_MS')),
    connectTimeoutMs: Number(required(env, 'KAFKA_CONNECT_TIMEOUT_MS')),
    groupId: required(env, 'KAFKA_GROUP_ID'),
    ...racksFromEnv(env),
  };
}
