import { Names, RemovalPolicy, Token } from 'aws-cdk-lib/core';
import { Port, type Connections } from 'aws-cdk-lib/aws-ec2';
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import { CfnCluster } from 'aws-cdk-lib/aws-msk';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { DurabilityError } from '../../durability/problem';
import { readOptions } from '../../durability/read';
import type { KafkaOptions } from '../../kafka/options';
import { kafkaAcceptances } from '../../kafka/rules';
import { resolveKafka, type KafkaSettings } from '../../kafka/settings';
import { awsDefaults, awsOptionsSchema, kafkaInstanceTypes, type KafkaTier } from '../../plan/aws-options';
import { acknowledge } from '../guard/acknowledged';
import { brokerNetwork, type BrokerNetwork } from '../broker-network';
import { awsPlacement } from '../../plan/placement';
import { mustBeKnown } from '../known-options';
import { checkMsk } from '../plan';
import { noteAccepted, refuse } from '../refuse';
import { brokerNodes, closedCluster, standardBrokers } from './cluster-properties';
import { configuration } from './configuration';
import { bootstrapAddresses } from './endpoints';
import { ImportedMskCluster, type MskClusterAttributes } from './imported-cluster';
import { MskClusterBase, type IMskCluster } from './msk-cluster-base';
import type { MskClusterProps } from './msk-cluster-props';
import { onMsk } from './msk-options';
import { mskPorts } from './ports';
import { ScramUsers } from './scram';
import { expressProperties, standardProperties } from './server-properties';
import { kafkaVersions } from './tiers';
import { mskTopics } from './topics';

/** What was chosen of MSK itself, with nothing left open. */
interface Chosen {
  readonly kafkaVersion: string;
  readonly instanceType: string;
  readonly scram: boolean;
}

/**
 * Kafka by Amazon MSK: brokers in three zones, reached through TLS by those whom IAM lets in, and its topics.
 *
 * What MSK decides by itself and the options ask otherwise is refused, and so is everything that any Kafka is refused for. What
 * describes machines (`resources`, `image`, timing of brokers; for express `storage` and threads, too) has no meaning here: MSK sees
 * to it.
 *
 * @throws DurabilityError for options that can't be read; what breaks the promise is reported at synthesis, all at once.
 */
export class MskCluster<Topic extends string = string> extends MskClusterBase<Topic> {
  /** A cluster that runs already, whoever made it. Nothing of it is judged, and its topics are taken for granted. */
  static fromClusterAttributes(scope: Construct, id: string, attributes: MskClusterAttributes): IMskCluster {
    return new ImportedMskCluster(scope, id, attributes);
  }

  readonly settings: KafkaSettings;
  readonly placement = awsPlacement;
  /** Kind of its brokers: alarms and limits depend on it. */
  readonly tier: KafkaTier;
  readonly clusterName: string;
  readonly connections: Connections;
  readonly clusterArn: string;
  readonly bootstrapServers: string;
  readonly bootstrapServersScram: string | undefined;
  private readonly scramUsers: ScramUsers | undefined;

  constructor(scope: Construct, id: string, props: MskClusterProps<Topic>) {
    super(scope, id);
    const { vpc, vpcSubnets, clusterName, tier, kafkaVersion, instanceType, scram, ...options } = props;
    // Lines of the brokers' file pass through the template: CloudFormation puts their values in.
    mustBeKnown('kafka', { tier, ...options, brokerProperties: {} });
    this.tier = readTier(tier);
    this.settings = resolveKafka('kafka', onMsk(options));
    this.clusterName = clusterName ?? Names.uniqueResourceName(this, { maxLength: 64 });
    const place = vpcSubnets === undefined ? { vpc } : { vpc, vpcSubnets };
    const network = brokerNetwork(this, place, 'Brokers of Kafka', Port.tcp(mskPorts.iam));
    const chosen: Chosen = {
      kafkaVersion: kafkaVersion ?? kafkaVersions[this.tier].chosen,
      instanceType: instanceType ?? kafkaInstanceTypes[this.tier],
      scram: scram ?? awsDefaults.kafkaScram,
    };
    this.check(chosen);
    refuse(this, network.problems);

    this.connections = network.connections;
    this.clusterArn = this.cluster(network, chosen, options).attrArn;
    mskTopics(this, this.clusterArn, this.tier, this.settings.topics);
    this.scramUsers = chosen.scram ? new ScramUsers(this, 'Scram', this.clusterArn, this.clusterName) : undefined;
    const address = bootstrapAddresses(this, this.clusterArn, chosen.scram ? ['Iam', 'Scram'] : ['Iam'], {
      Brokers: this.settings.size.nodes,
      InstanceType: chosen.instanceType,
      KafkaVersion: chosen.kafkaVersion,
    });
    this.bootstrapServers = address('Iam');
    this.bootstrapServersScram = chosen.scram ? address('Scram') : undefined;
  }

  /**
   * Name and password of a user who logs in with them: made when it is asked for first. MSK takes ten new ones in one call.
   *
   * @throws DurabilityError where nobody may log in with a password (`msk-scram-off`), and for a name that no secret can be made of.
   * @see Amazon MSK developer guide, "Limitations when using SCRAM secrets"
   */
  scramUser(name: string): ISecret {
    if (this.scramUsers !== undefined) return this.scramUsers.user(name);
    const why = 'the brokers let nobody in with a password';
    const fix = 'set scram (in a file: aws.kafkaScram), or use IAM';
    throw new DurabilityError([
      { rule: 'msk-scram-off', path: `${this.settings.name}.scramUser`, value: name, why, fix },
    ]);
  }

  override grantProduce(grantee: IGrantable, topic: Topic): Grant {
    this.mustBeDeclared(topic);
    return super.grantProduce(grantee, topic);
  }

  override grantConsume(grantee: IGrantable, topic: Topic, group: string): Grant {
    this.mustBeDeclared(topic);
    return super.grantConsume(grantee, topic, group);
  }

  private mustBeDeclared(topic: string): void {
    const { name, topics } = this.settings;
    if (Token.isUnresolved(topic) || topics.some((its) => its.name === topic)) return;
    const why = 'nobody declared it, so messages would go nowhere';
    refuse(this, [
      {
        rule: 'grant-to-undeclared',
        path: `${name}.topics.${topic}`,
        value: undefined,
        why,
        fix: 'declare it in topics',
      },
    ]);
  }

  private check({ kafkaVersion, instanceType }: Chosen): void {
    const known = (value: string): string | undefined => (Token.isUnresolved(value) ? undefined : value);
    const problems = checkMsk({
      kafka: this.settings,
      tier: this.tier,
      kafkaVersion: known(kafkaVersion),
      instanceType: known(instanceType),
      instanceTypePath: `${this.settings.name}.instanceType`,
    });
    refuse(this, problems);
  }

  private cluster(
    network: BrokerNetwork,
    { kafkaVersion, instanceType, scram }: Chosen,
    options: KafkaOptions,
  ): CfnCluster {
    const standard = this.tier === 'standard' ? standardBrokers(this, this.settings) : undefined;
    const cluster = new CfnCluster(this, 'Cluster', {
      clusterName: this.clusterName,
      kafkaVersion,
      numberOfBrokerNodes: this.settings.size.nodes,
      brokerNodeGroupInfo: brokerNodes(network, instanceType, standard),
      ...closedCluster(scram),
      // Nothing below tells that clients are held back, or turned away (docs/aws-alarms.md).
      enhancedMonitoring: 'PER_BROKER',
      configurationInfo: configuration(this, this.clusterName, this.properties(options)),
      ...(standard && { loggingInfo: standard.loggingInfo }),
    });
    noteAccepted(cluster, kafkaAcceptances(this.settings));
    if (this.tier === 'express') acknowledge(cluster, 'expressWithoutBrokerLogs');
    cluster.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    return cluster;
  }

  private properties(options: KafkaOptions): Readonly<Record<string, string>> {
    return this.tier === 'express' ? expressProperties(this.settings) : standardProperties(this.settings, options);
  }
}

/** @throws DurabilityError for what is no tier: the whole template depends on it. */
const readTier = (tier: KafkaTier | undefined): KafkaTier =>
  readOptions(awsOptionsSchema, tier === undefined ? {} : { kafkaTier: tier }, 'kafka').kafkaTier ??
  awsDefaults.kafkaTier;
