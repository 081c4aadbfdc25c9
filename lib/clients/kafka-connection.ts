import type { Base, BaseOptions, ConnectionPool } from '@platformatic/kafka';
import { hostname } from 'node:os';
import { iamMechanism, type KafkaClientSettings } from '../kafka/client';
import { awsCredentials } from './aws-credentials';
import { authoritiesOf, passwordOf } from './login';
import { mskToken } from './msk-token';

const retryDelayMs = 200;

/** What every Kafka client of ours starts from. The password and the certificate are read now: a restart takes new ones. */
export function kafkaConnection(settings: KafkaClientSettings): BaseOptions {
  return {
    clientId: `${settings.username}@${hostname()}`,
    bootstrapBrokers: settings.bootstrapServers.split(','),
    // The library's time covers the TLS handshake and the login as well, Kafka's own setting only the connection.
    connectTimeout: 2 * settings.connectTimeoutMs,
    requestTimeout: settings.requestTimeoutMs,
    // The broker answers before the client gives up: an answer tells more than silence.
    timeout: Math.round(settings.requestTimeoutMs * 0.8),
    retryDelay: retryDelayMs,
    // Old metadata is the library's weak spot: it may ask a former leader again until its metadata is this old.
    metadataMaxAge: 1_000,
    autocreateTopics: false,
    strict: true,
    ...(settings.securityProtocol === 'SASL_SSL' ? { tls: authoritiesOf(settings.caFile) } : {}),
    sasl: login(settings),
  };
}

function login(settings: KafkaClientSettings): NonNullable<BaseOptions['sasl']> {
  const { saslMechanism: mechanism } = settings;
  if (mechanism !== iamMechanism) return { mechanism, username: settings.username, password: passwordOf(settings) };
  const credentials = awsCredentials(process.env);
  return { mechanism, token: async () => mskToken(settings.region, await credentials()) };
}

/** Told of each failure of a connection: a refused login, a wrong certificate, nobody there. */
export type Listener = (error: unknown) => void;

/**
 * Keeps a connection's failure from ending the process.
 *
 * The library reports a failure to its caller and as an `error` event too, sometimes after its own listener is gone; an event
 * that nobody listens to ends the process.
 */
export function survive(pool: ConnectionPool, heard: Listener = () => undefined): void {
  pool.on('connecting', ({ connection }) => connection.on('error', heard));
}

export function survivor<Client extends Pick<Base, 'connections'>>(client: Client, heard?: Listener): Client {
  survive(client.connections, heard);
  return client;
}

/** All messages of an error and of what is behind it, shortest form: `produce failed: Connection closed`. */
export function kafkaErrorText(error: unknown): string {
  const texts = new Set([...chain(error)].map((one) => (one instanceof Error ? one.message : String(one))));
  return [...texts].slice(0, 4).join(': ');
}

/** The error itself, and everything it was made of. */
export function* chain(error: unknown): Generator {
  yield error;
  if (error instanceof AggregateError) for (const one of error.errors) yield* chain(one);
  if (error instanceof Error && error.cause !== undefined) yield* chain(error.cause);
}

/** Whether a broker has given one of these answers: `MESSAGE_TOO_LARGE`. */
export const isKafkaAnswer = (error: unknown, answers: readonly string[]): boolean =>
  [...chain(error)].some((one) => answers.includes(String((one as { apiId?: unknown } | undefined)?.apiId)));
