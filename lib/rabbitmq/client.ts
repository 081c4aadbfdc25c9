import { required, type Environment } from '../durability/environment';

/** What a program needs to speak to RabbitMQ. It crosses into the container as environment variables. */
export interface RabbitMqClientSettings {
  /** The one client Service. */
  readonly host: string;
  readonly port: number;
  readonly vhost: string;
  readonly username: string;
  readonly passwordFile: string;
  /** No file: no TLS. */
  readonly caFile: string | undefined;
  readonly heartbeatSeconds: number;
}

export function rabbitMqClientToEnv(settings: RabbitMqClientSettings): Readonly<Record<string, string>> {
  return {
    RABBITMQ_HOST: settings.host,
    RABBITMQ_PORT: String(settings.port),
    RABBITMQ_VHOST: settings.vhost,
    RABBITMQ_USERNAME: settings.username,
    RABBITMQ_PASSWORD_FILE: settings.passwordFile,
    ...(settings.caFile === undefined ? {} : { RABBITMQ_CA_FILE: settings.caFile }),
    RABBITMQ_HEARTBEAT_SECONDS: String(settings.heartbeatSeconds),
  };
}

/** @throws Error naming the first variable that is missing. */
export function rabbitMqClientFromEnv(env: Environment): RabbitMqClientSettings {
  return {
    host: required(env, 'RABBITMQ_HOST'),
    port: Number(required(env, 'RABBITMQ_PORT')),
    vhost: required(env, 'RABBITMQ_VHOST'),
    username: required(env, 'RABBITMQ_USERNAME'),
    passwordFile: required(env, 'RABBITMQ_PASSWORD_FILE'),
    caFile: env['RABBITMQ_CA_FILE'],
    heartbeatSeconds: Number(required(env, 'RABBITMQ_HEARTBEAT_SECONDS')),
  };
}
