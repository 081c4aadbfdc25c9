import type { Connections, IConnectable } from 'aws-cdk-lib/aws-ec2';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { KafkaSettings } from '../../kafka/settings';
import type { RabbitMqSettings } from '../../rabbitmq/settings';

/** What a workload needs of a Kafka whose clients prove who they are by IAM: an `MskCluster`, or another that has the same. */
export interface KafkaBroker extends IConnectable {
  /** `host:9098,…` */
  readonly bootstrapServers: string;
  /**
   * How patient clients are, and how many brokers the addresses are of.
   *
   * @default - as with a cluster that nobody has set anything of, and of any number of brokers
   */
  readonly settings?: Pick<KafkaSettings, 'requestTimeoutMs' | 'socketConnectionSetupTimeoutMaxMs'> &
    Partial<Pick<KafkaSettings, 'size'>>;
  /** Gives the rights to write to one topic. */
  grantProduce(grantee: IGrantable, topic: string): unknown;
  /** Gives the rights to read one topic in one group. */
  grantConsume(grantee: IGrantable, topic: string, group: string): unknown;
}

/** Who is granted something on RabbitMQ: its rights belong to a user of the broker, not to a role. */
export interface RabbitMqUser {
  readonly user: string;
  readonly connections: Connections;
}

/** What a workload needs of a RabbitMQ whose users have passwords in Secrets Manager: an `AmazonMqBroker`, or another that has the same. */
export interface RabbitMqBroker extends IConnectable {
  /** `amqps://host:5671` */
  readonly amqpEndpoint: string;
  /**
   * How often the connection is tried.
   *
   * @default - as with a broker that nobody has set anything of
   */
  readonly settings?: Pick<RabbitMqSettings, 'heartbeatSeconds'>;
  /** `username` and `password` of a user, once it was granted something. */
  secretOf(user: string): ISecret;
  /** Makes the user, where it is new, and gives it the right to publish to one exchange. */
  grantPublish(grantee: RabbitMqUser, exchange: string): unknown;
  /** Makes the user, where it is new, and gives it the right to consume from one queue. */
  grantConsume(grantee: RabbitMqUser, queue: string): unknown;
}
