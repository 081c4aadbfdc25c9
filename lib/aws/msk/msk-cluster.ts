import { Fn, Names, RemovalPolicy } from 'aws-cdk-lib/core';
import { Port, type Connections, type IConnectable } from 'aws-cdk-lib/aws-ec2';
import { CfnCluster, CfnTopic } from 'aws-cdk-lib/aws-msk';
import { Construct } from 'constructs';
import type { KafkaOptions } from '../../kafka/options';
import { kafkaAcceptances } from '../../kafka/rules';
import { resolveKafka, type KafkaSettings, type TopicSettings } from '../../kafka/settings';
import { kafkaInstanceTypes } from '../../plan/aws-options';
import { acknowledge } from '../guard/acknowledged';
import { brokerNetwork, type BrokerNetwork, type BrokerPlace } from '../broker-network';
import { expressTopicConfigs } from './express-topic';
import { checkMsk, placement } from '../plan';
import { noteAccepted, refuse } from '../refuse';

/** Newest version that the guide of MSK names for express brokers; without ZooKeeper. */
const kafkaVersion = '3.9.x.kraft';

/** Clients that prove who they are by IAM. */
const iamPort = Port.tcp(9098);

export interface MskClusterProps<Topic extends string = string> extends KafkaOptions<Topic>, BrokerPlace {
  /**
   * Name of the cluster in its account and region. It can't be changed: another name is another, empty cluster.
   *
   * @default - made from the place of the construct
   */
  readonly clusterName?: string;
  /**
   * Size of the brokers, of the express tier.
   *
   * @default 'express.m7g.large'
   */
  readonly instanceType?: string;
}

/**
 * Kafka by Amazon MSK: express brokers in three zones, reached through TLS by those whom IAM lets in, and its topics.
 *
 * What MSK decides by itself and the options ask otherwise is refused, and so is everything that any Kafka is refused for. What
 * describes machines (`storage`, `resources`, `image`, timing and threads of brokers) has no meaning here: MSK sees to it.
 * The addresses are not known before the cluster is there: `aws kafka get-bootstrap-brokers` tells them.
 *
 * @throws DurabilityError for options that can't be read; what breaks the promise is reported at synthesis, all at once.
 */
export class MskCluster<Topic extends string = string> extends Construct implements IConnectable {
  readonly settings: KafkaSettings;
  readonly placement = placement;
  readonly connections: Connections;
  readonly clusterArn: string;

  constructor(scope: Construct, id: string, props: MskClusterProps<Topic>) {
    super(scope, id);
    const { vpc, vpcSubnets, clusterName, instanceType, ...options } = props;
    this.settings = resolveKafka('kafka', options);
    const place = vpcSubnets === undefined ? { vpc } : { vpc, vpcSubnets };
    const network = brokerNetwork(this, place, 'Brokers of Kafka', iamPort);
    refuse(this, [...checkMsk(this.settings), ...network.problems]);

    this.connections = network.connections;
    const cluster = this.cluster(
      network,
      clusterName ?? Names.uniqueResourceName(this, { maxLength: 64 }),
      instanceType ?? kafkaInstanceTypes.express,
    );
    this.clusterArn = cluster.attrArn;
    const topics = new Construct(this, 'Topics');
    for (const topic of this.settings.topics) this.topic(topics, topic);
  }

  private cluster(network: BrokerNetwork, clusterName: string, instanceType: string): CfnCluster {
    const cluster = new CfnCluster(this, 'Cluster', {
      clusterName,
      kafkaVersion,
      numberOfBrokerNodes: this.settings.size.nodes,
      brokerNodeGroupInfo: {
        clientSubnets: network.subnetIds,
        securityGroups: [network.securityGroupId],
        instanceType,
        connectivityInfo: { publicAccess: { type: 'DISABLED' } },
      },
      encryptionInfo: { encryptionInTransit: { clientBroker: 'TLS', inCluster: true } },
      clientAuthentication: {
        sasl: { iam: { enabled: true }, scram: { enabled: false } },
        tls: { enabled: false },
        // The service lets everybody in who names nobody, unless it is told not to.
        unauthenticated: { enabled: false },
      },
    });
    noteAccepted(cluster, kafkaAcceptances(this.settings));
    acknowledge(cluster, 'expressWithoutBrokerLogs');
    cluster.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    return cluster;
  }

  private topic(scope: Construct, topic: TopicSettings): void {
    new CfnTopic(scope, topic.name, {
      clusterArn: this.clusterArn,
      topicName: topic.name,
      partitionCount: topic.partitions,
      replicationFactor: topic.replicationFactor,
      configs: Fn.base64(JSON.stringify(expressTopicConfigs(topic))),
    }).applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
  }
}
