import {
  AclOperations,
  AclPermissionTypes,
  Admin,
  alterUserScramCredentialsV0,
  ConfigResourceTypes,
  ConfigSources,
  describeConfigsV4,
  describeQuorumV2,
  describeUserScramCredentialsV0,
  IncrementalAlterConfigOperationTypes,
  incrementalAlterConfigsV1,
  ResourcePatternTypes,
  ResourceTypes,
  ScramMechanisms,
  type Connection,
} from '@platformatic/kafka';
import { pbkdf2Sync, randomBytes } from 'node:crypto';
import type { KafkaClientSettings } from '../kafka/client';
import { chain, kafkaConnection, survivor } from './kafka-connection';

type Configs = Readonly<Record<string, string>>;

export interface KafkaTopicState {
  readonly partitions: number;
  /** Of the partition that has the fewest. */
  readonly replicationFactor: number;
  /** What is set on the topic itself, not what it takes from the brokers. */
  readonly configs: Configs;
}

/** A right as the broker keeps it: for anybody with this name, from everywhere. */
export interface KafkaAclState {
  readonly user: string;
  readonly resource: 'topic' | 'group';
  readonly name: string;
  readonly operation: 'read' | 'write' | 'describe';
}

const resources = { topic: ResourceTypes.TOPIC, group: ResourceTypes.GROUP } as const;
const operations = { read: AclOperations.READ, write: AclOperations.WRITE, describe: AclOperations.DESCRIBE } as const;
const iterations = 8_192;

/** The broker that stands for all of them. The library's own calls refuse it, so its plain requests are used. */
const wholeCluster = '';

/** What the provisioner asks of a Kafka cluster and does to it. */
export class KafkaAdmin {
  private readonly admin: Admin;

  constructor(private readonly settings: KafkaClientSettings) {
    this.admin = survivor(new Admin({ ...kafkaConnection(settings), retries: 5, retryDelay: 500 }));
  }

  /** Ids of the registered brokers that are alive. */
  async brokers(): Promise<readonly number[]> {
    const { brokers } = await this.admin.metadata({ topics: [], forceUpdate: true });
    return [...brokers.keys()].sort((a, b) => a - b);
  }

  /** Node ids of the controllers that vote and hold the log: the first voters are named before they have ever started. */
  async voters(): Promise<readonly number[]> {
    const topics = [{ topicName: '__cluster_metadata', partitions: [{ partitionIndex: 0 }] }];
    const answer = await describeQuorumV2.api.async(await this.connection(), topics);
    const voters = answer.topics[0]?.partitions[0]?.currentVoters ?? [];
    return voters
      .filter(({ logEndOffset }) => logEndOffset > 0n)
      .map(({ replicaId }) => replicaId)
      .sort((a, b) => a - b);
  }

  /** Those of the named topics that exist. */
  async topics(names: readonly string[]): Promise<ReadonlyMap<string, KafkaTopicState>> {
    const all = new Set(await this.admin.listTopics());
    const existing = names.filter((name) => all.has(name));
    if (existing.length === 0) return new Map();
    const { topics } = await this.admin.metadata({ topics: existing, forceUpdate: true });
    const described = await this.admin.describeConfigs({
      resources: existing.map((resourceName) => ({ resourceType: ConfigResourceTypes.TOPIC, resourceName })),
    });
    const states = described.map(({ resourceName, configs }): [string, KafkaTopicState] => {
      const partitions = topics.get(resourceName)?.partitions ?? [];
      return [
        resourceName,
        {
          partitions: partitions.length,
          replicationFactor: Math.min(...partitions.map(({ replicas }) => replicas.length)),
          configs: valuesOf(configs.filter(({ configSource }) => configSource === ConfigSources.DYNAMIC_TOPIC_CONFIG)),
        },
      ];
    });
    return new Map(states);
  }

  /** The cluster-wide dynamic configs: what wins over every broker's file. */
  async clusterConfigs(): Promise<Configs> {
    const resources = [{ resourceType: ConfigResourceTypes.BROKER, resourceName: wholeCluster }];
    const { results } = await describeConfigsV4.api.async(await this.connection(), resources, false, false);
    return valuesOf(results[0]?.configs ?? []);
  }

  /** What is in effect on one broker, wherever it comes from. */
  async effectiveConfigs(broker: number): Promise<Configs> {
    const described = await this.admin.describeConfigs({
      resources: [{ resourceType: ConfigResourceTypes.BROKER, resourceName: String(broker) }],
    });
    return valuesOf(described[0]?.configs ?? []);
  }

  async acls(): Promise<readonly KafkaAclState[]> {
    const found = await this.admin.describeAcls({
      filter: {
        resourceType: ResourceTypes.ANY,
        resourceName: null,
        resourcePatternType: ResourcePatternTypes.LITERAL,
        principal: null,
        host: '*',
        operation: AclOperations.ANY,
        permissionType: AclPermissionTypes.ALLOW,
      },
    });
    return found.flatMap(({ resourceType, resourceName, acls }) => {
      const resource = keyOf(resources, resourceType);
      return acls.flatMap(({ principal, operation }) => {
        const known = keyOf(operations, operation);
        if (resource === undefined || known === undefined) return [];
        return [{ user: principal.replace(/^User:/, ''), resource, name: resourceName, operation: known }];
      });
    });
  }

  /** Users that have a SCRAM-SHA-512 credential. */
  async scramUsers(): Promise<ReadonlySet<string>> {
    const { results } = await describeUserScramCredentialsV0.api.async(await this.connection(), null);
    const has = results.filter(({ credentialInfos }) =>
      credentialInfos.some(({ mechanism }) => mechanism === ScramMechanisms.SCRAM_SHA_512),
    );
    return new Set(has.map(({ user }) => user));
  }

  /** Whether the broker takes this password: the only way to compare it. */
  async takesPassword(username: string, password: string): Promise<boolean> {
    const base = kafkaConnection(this.settings);
    const sasl = { mechanism: this.settings.saslMechanism, username, password };
    const visitor = survivor(new Admin({ ...base, sasl, retries: 0 }));
    try {
      await visitor.metadata({ topics: [] });
      return true;
    } catch (error) {
      const codes = [...chain(error)].map((one) => (one as { code?: unknown } | undefined)?.code);
      if (codes.includes('PLT_KFK_AUTHENTICATION')) return false;
      throw error;
    } finally {
      await visitor.close().catch(() => undefined);
    }
  }

  async createTopic(topic: string, { partitions, replicationFactor, configs }: KafkaTopicState): Promise<void> {
    await this.admin.createTopics({
      topics: [{ topic, partitions, replicas: replicationFactor }],
      configs: Object.entries(configs).map(([name, value]) => ({ name, value })),
    });
  }

  async createPartitions(name: string, count: number): Promise<void> {
    await this.admin.createPartitions({ topics: [{ name, count }] });
  }

  alterTopicConfigs(topic: string, configs: Configs): Promise<void> {
    return this.alterConfigs(ConfigResourceTypes.TOPIC, topic, configs);
  }

  alterClusterConfigs(configs: Configs): Promise<void> {
    return this.alterConfigs(ConfigResourceTypes.BROKER, wholeCluster, configs);
  }

  /** Gives a user this password, instead of the one it had. */
  async setPassword(name: string, password: string): Promise<void> {
    const salt = randomBytes(32);
    const saltedPassword = pbkdf2Sync(password.normalize('NFKC'), salt, iterations, 64, 'sha512');
    const credential = { name, mechanism: ScramMechanisms.SCRAM_SHA_512, iterations, salt, saltedPassword };
    await alterUserScramCredentialsV0.api.async(await this.connection(), [], [credential]);
  }

  async createAcls(acls: readonly KafkaAclState[]): Promise<void> {
    if (acls.length === 0) return;
    await this.admin.createAcls({
      creations: acls.map(({ user, resource, name, operation }) => ({
        resourceType: resources[resource],
        resourceName: name,
        resourcePatternType: ResourcePatternTypes.LITERAL,
        principal: `User:${user}`,
        host: '*',
        operation: operations[operation],
        permissionType: AclPermissionTypes.ALLOW,
      })),
    });
  }

  close(): Promise<void> {
    return this.admin.close();
  }

  private async alterConfigs(resourceType: 2 | 4, resourceName: string, configs: Configs): Promise<void> {
    const configOperation = IncrementalAlterConfigOperationTypes.SET;
    const set = Object.entries(configs).map(([name, value]) => ({ name, value, configOperation }));
    const resources = [{ resourceType, resourceName, configs: set }];
    await incrementalAlterConfigsV1.api.async(await this.connection(), resources, false);
  }

  /** To any broker that answers; it passes on what only the active controller may do. */
  private async connection(): Promise<Connection> {
    let failure: unknown = new Error('no broker is known');
    for (const broker of await this.brokers()) {
      try {
        const connection = (await this.admin.connectToBrokers([broker])).get(broker);
        if (connection !== undefined) return connection;
      } catch (error) {
        failure = error;
      }
    }
    throw failure;
  }
}

const valuesOf = (configs: readonly { readonly name: string; readonly value?: string | null | undefined }[]): Configs =>
  Object.fromEntries(configs.flatMap(({ name, value }) => (value == null ? [] : [[name, value]])));

function keyOf<Key extends string>(table: Readonly<Record<Key, number>>, value: number): Key | undefined {
  return (Object.keys(table) as Key[]).find((key) => table[key] === value);
}
