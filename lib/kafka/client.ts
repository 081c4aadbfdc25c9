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

const prefix = 'KAFKA_SASL';

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
  };
}
