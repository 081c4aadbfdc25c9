import type { KafkaOptions } from '../../kafka/options';
import type { KafkaTier } from '../../plan/aws-options';
import type { BrokerPlace } from '../broker-network';

/** What a cluster of MSK may be told, beside what any Kafka is. */
export interface MskClusterProps<Topic extends string = string> extends KafkaOptions<Topic>, BrokerPlace {
  /**
   * Name of the cluster in its account and region. It can't be changed: another name is another, empty cluster.
   *
   * @default - made from the place of the construct
   */
  readonly clusterName?: string;
  /**
   * Kind of the brokers. `express`: storage that grows by itself, faster recovery, and most settings decided by MSK. `standard`: a
   * volume of its own for each broker (`storage`), logs of the brokers, every setting that MSK lets anybody write, and so
   * `survives-power-loss`, too. It can't be changed: MSK moves no cluster from one to the other.
   *
   * @default 'express'
   */
  readonly tier?: KafkaTier;
  /**
   * Version of Kafka, as MSK spells it. It only goes up, broker by broker; MSK chooses the patch itself.
   *
   * @default - express 3.9.x.kraft, standard 4.1.x.kraft
   */
  readonly kafkaVersion?: string;
  /**
   * Size of the brokers: express.m7g.large to express.m7g.16xlarge, or for standard brokers kafka.m7g.large to kafka.m7g.16xlarge.
   *
   * @default - express.m7g.large, for standard brokers kafka.m7g.large
   */
  readonly instanceType?: string;
  /**
   * Whether clients may also log in with a name and a password (SCRAM-SHA-512, see `scramUser`), beside IAM. Such a user may do nothing
   * until somebody gives it ACLs with the tools of Kafka: CloudFormation knows no ACLs, and the brokers are told to let nobody through
   * without. Whoever gives them needs `kafka-cluster:AlterCluster` by IAM.
   *
   * @default false
   */
  readonly scram?: boolean;
}
