import { required, type Environment } from '../durability/environment';
import { passwordFromEnv, passwordToEnv, passwordVariable, type GivenPassword } from '../durability/login';

/** Where RabbitMQ is, and who wants to speak to it. */
export interface RabbitMqPlace {
  /** The one client Service. */
  readonly host: string;
  readonly port: number;
  readonly vhost: string;
  readonly username: string;
  /** Authorities to trust; `system` for those that Node brings along. No file: no TLS. */
  readonly caFile: string | undefined;
  readonly heartbeatSeconds: number;
}

/** What a program needs to speak to RabbitMQ. It crosses into the container as environment variables. */
export type RabbitMqClientSettings = RabbitMqPlace & GivenPassword;

const prefix = 'RABBITMQ';

/** The variable of the password, for a platform that fills it from a store of its own. */
export const rabbitMqPasswordVariable = passwordVariable(prefix);

/** Everything but the password. */
export function rabbitMqPlaceToEnv(place: RabbitMqPlace): Readonly<Record<string, string>> {
  return {
    RABBITMQ_HOST: place.host,
    RABBITMQ_PORT: String(place.port),
    RABBITMQ_VHOST: place.vhost,
    RABBITMQ_USERNAME: place.username,
    ...(place.caFile === undefined ? {} : { RABBITMQ_CA_FILE: place.caFile }),
    RABBITMQ_HEARTBEAT_SECONDS: String(place.heartbeatSeconds),
  };
}

export const rabbitMqClientToEnv = (settings: RabbitMqClientSettings): Readonly<Record<string, string>> => ({
  ...rabbitMqPlaceToEnv(settings),
  ...passwordToEnv(prefix, settings),
});

/** @throws Error naming the first variable that is missing. */
export function rabbitMqClientFromEnv(env: Environment): RabbitMqClientSettings {
  return {
    host: required(env, 'RABBITMQ_HOST'),
    port: Number(required(env, 'RABBITMQ_PORT')),
    vhost: required(env, 'RABBITMQ_VHOST'),
    username: required(env, 'RABBITMQ_USERNAME'),
    ...passwordFromEnv(prefix, env),
    caFile: env['RABBITMQ_CA_FILE'],
    heartbeatSeconds: Number(required(env, 'RABBITMQ_HEARTBEAT_SECONDS')),
  };
}
