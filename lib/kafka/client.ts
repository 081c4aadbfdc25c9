import { required, type Environment } from '../durability/environment';

/** What a program needs to speak to Kafka. It crosses into the container as environment variables. */
export interface KafkaClientSettings {
  /** The one bootstrap Service, `host:port`. */
  readonly bootstrapServers: string;
  readonly securityProtocol: 'SASL_SSL' | 'SASL_PLAINTEXT';
  readonly saslMechanism: 'SCRAM-SHA-512';
  readonly username: string;
  readonly passwordFile: string;
  readonly caFile: string;
  readonly requestTimeoutMs: number;
  readonly connectTimeoutMs: number;
  /** Group of its consumers. */
  readonly groupId: string;
}

export function kafkaClientToEnv(settings: KafkaClientSettings): Readonly<Record<string, string>> {
  return {
    KAFKA_BOOTSTRAP_SERVERS: settings.bootstrapServers,
    KAFKA_SECURITY_PROTOCOL: settings.securityProtocol,
    KAFKA_SASL_MECHANISM: settings.saslMechanism,
    KAFKA_SASL_USERNAME: settings.username,
    KAFKA_SASL_PASSWORD_FILE: settings.passwordFile,
    KAFKA_SSL_CA_FILE: settings.caFile,
    KAFKA_REQUEST_TIMEOUT_MS: String(settings.requestTimeoutMs),
    KAFKA_CONNECT_TIMEOUT_MS: String(settings.connectTimeoutMs),
    KAFKA_GROUP_ID: settings.groupId,
  };
}

/** @throws Error naming the first variable that is missing. */
export function kafkaClientFromEnv(env: Environment): KafkaClientSettings {
  return {
    bootstrapServers: required(env, 'KAFKA_BOOTSTRAP_SERVERS'),
    securityProtocol: required(env, 'KAFKA_SECURITY_PROTOCOL') as KafkaClientSettings['securityProtocol'],
    saslMechanism: required(env, 'KAFKA_SASL_MECHANISM') as KafkaClientSettings['saslMechanism'],
    username: required(env, 'KAFKA_SASL_USERNAME'),
    passwordFile: required(env, 'KAFKA_SASL_PASSWORD_FILE'),
    caFile: required(env, 'KAFKA_SSL_CA_FILE'),
    requestTimeoutMs: Number(required(env, 'KAFKA_REQUEST_TIMEOUT_MS')),
    connectTimeoutMs: Number(required(env, 'KAFKA_CONNECT_TIMEOUT_MS')),
    groupId: required(env, 'KAFKA_GROUP_ID'),
  };
}
