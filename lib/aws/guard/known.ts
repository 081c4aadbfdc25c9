import { kafkaInstances, rabbitMqInstance } from '../../plan/aws-options';

/**
 * Versions and sizes that exist. No schema of CloudFormation has them: a mistyped one would fail only when it is deployed, after
 * everything else was made. What AWS brings later is a row here, and until then an acknowledgement.
 */

/**
 * Versions of Kafka that MSK runs, each with its tiers.
 *
 * @see https://docs.aws.amazon.com/msk/latest/developerguide/supported-kafka-versions.html
 */
export const mskVersions: Readonly<Record<string, readonly ('express' | 'kafka')[]>> = {
  '3.6.0': ['express', 'kafka'],
  '3.7.x': ['kafka'],
  '3.7.x.kraft': ['kafka'],
  '3.8.x': ['express', 'kafka'],
  '3.8.x.kraft': ['express', 'kafka'],
  '3.9.x': ['express', 'kafka'],
  '3.9.x.kraft': ['express', 'kafka'],
  '4.0.x.kraft': ['kafka'],
  '4.1.x.kraft': ['kafka'],
  '4.2.x.kraft': ['express'],
};

/**
 * Sizes of brokers of MSK: those that the kit takes, and `kafka.t3.small`, which runs without ZooKeeper in no version.
 *
 * @see https://docs.aws.amazon.com/msk/latest/developerguide/broker-instance-sizes.html
 */
export const mskInstance = new RegExp(
  `${kafkaInstances.express.pattern.source}|${kafkaInstances.standard.pattern.source}|^kafka\\.t3\\.small$`,
);

/**
 * Versions of RabbitMQ that Amazon MQ runs, with the sizes that each takes. Never with a patch: the service chooses it, and a written
 * one differs from what runs after the next maintenance window.
 *
 * @see https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/rabbitmq-version-management.html
 */
export const rabbitMqVersions: Readonly<Record<string, RegExp>> = {
  '3.13': new RegExp(`${rabbitMqInstance.source}|^mq\\.(t3\\.micro|m5\\.(large|xlarge|2xlarge|4xlarge))$`),
  '4.2': rabbitMqInstance,
  '4.3': rabbitMqInstance,
};
