import { Fn } from 'aws-cdk-lib/core';
import { publicAuthorities } from '../../durability/login';
import { iamMechanism, kafkaClientToEnv } from '../../kafka/client';
import { resolveKafka } from '../../kafka/settings';
import { rabbitMqPlaceToEnv } from '../../rabbitmq/client';
import { ports } from '../../rabbitmq/listeners';
import { resolveRabbitMq } from '../../rabbitmq/settings';
import { vhost } from '../../rabbitmq/topology';
import { onMsk } from '../msk/msk-options';
import type { KafkaBroker, RabbitMqBroker } from './brokers';

/** Who reads and writes, and where. */
export interface KafkaClient {
  readonly user: string;
  readonly group: string;
  readonly region: string;
  /** Id of each zone by its name, for whoever reads; `undefined` where they are not known. */
  readonly zoneIds: Readonly<Record<string, string>> | undefined;
}

/**
 * Nobody reads it: a stack takes the addresses of another one when it is deployed, and neither CDK nor CloudFormation deploys one whose
 * template is as it was. So where brokers came or went the template says so, and the next deployment brings tasks the new addresses.
 */
const brokersVariable = 'KAFKA_BROKERS';

/** What a program is told of Kafka: it logs in with the role of its task. */
export function kafkaEnv(
  kafka: KafkaBroker,
  { user, group, region, zoneIds }: KafkaClient,
): Readonly<Record<string, string>> {
  const settings = kafka.settings ?? resolveKafka('kafka', onMsk({}));
  const env = kafkaClientToEnv({
    bootstrapServers: kafka.bootstrapServers,
    securityProtocol: 'SASL_SSL',
    saslMechanism: iamMechanism,
    region,
    username: user,
    caFile: publicAuthorities,
    requestTimeoutMs: settings.requestTimeoutMs,
    connectTimeoutMs: settings.socketConnectionSetupTimeoutMaxMs,
    groupId: group,
    ...(zoneIds && { clientRacks: zoneIds }),
  });
  const brokers = kafka.settings?.size?.nodes;
  return brokers === undefined ? env : { ...env, [brokersVariable]: String(brokers) };
}

/** `amqps://host:5671` → `host`, also where only the deployment knows it. */
const hostOf = (endpoint: string): string => Fn.select(0, Fn.split(':', Fn.select(1, Fn.split('//', endpoint))));

/** What a program is told of RabbitMQ; its password comes from Secrets Manager. */
export function rabbitMqEnv(rabbitMq: RabbitMqBroker, user: string): Readonly<Record<string, string>> {
  const { heartbeatSeconds } = rabbitMq.settings ?? resolveRabbitMq('rabbitmq', {});
  return rabbitMqPlaceToEnv({
    host: hostOf(rabbitMq.amqpEndpoint),
    port: ports.amqps,
    vhost,
    username: user,
    caFile: publicAuthorities,
    heartbeatSeconds,
  });
}
