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
 * Sizes of brokers of MSK. The kit itself takes fewer: neither `kafka.t3.small`, which runs without ZooKeeper in no version, nor
 * `kafka.m5.24xlarge`.
 *
 * @see https://docs.aws.amazon.com/msk/latest/developerguide/broker-instance-sizes.html
 */
export const mskInstance =
  /^(kafka\.t3\.small|kafka\.m5\.24xlarge|(express\.m7g|kafka\.m7g|kafka\.m5)\.(large|xlarge|2xlarge|4xlarge|8xlarge|12xlarge|16xlarge))$/;

const m7g = /^mq\.m7g\.(medium|large|xlarge|2xlarge|4xlarge|8xlarge|12xlarge|16xlarge)$/;

/**
 * Versions of RabbitMQ that Amazon MQ runs, with the sizes that each takes. Never with a patch: the service chooses it, and a written
 * one differs from what runs after the next maintenance window.
 *
 * @see https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/rabbitmq-version-management.html
 */
export const rabbitMqVersions: Readonly<Record<string, RegExp>> = {
  '3.13': new RegExp(`${m7g.source}|^mq\\.(t3\\.micro|m5\\.(large|xlarge|2xlarge|4xlarge))$`),
  '4.2': m7g,
  '4.3': m7g,
};
