import type { KafkaAclState, KafkaAdmin } from '../clients/kafka-admin';
import type { KafkaTopology } from '../kafka/topology';
import type { Change } from '../plan/change';
import {
  aclPath,
  clusterConfigPath,
  kafkaPlan,
  partitionsPath,
  passwordPath,
  topicConfigPath,
  topicPath,
  type KafkaState,
} from './kafka-plan';
import type { WholeProvisioner } from './provision';

/**
 * Brings a Kafka cluster to a topology: topics, cluster-wide configs, users and their rights. Never deletes any.
 *
 * A broker does not show passwords. So `plan` logs in as each user that exists, with the password of its Secret: a changed
 * Secret becomes a change of the user, and a second run finds nothing to do.
 */
export class KafkaProvisioner implements WholeProvisioner<KafkaTopology> {
  constructor(
    private readonly admin: KafkaAdmin,
    /** @throws Error where there is none */
    private readonly passwordOf: (user: string) => string,
  ) {}

  async whole({ voters, brokers }: KafkaTopology): Promise<true | string> {
    const registered = await this.admin.brokers();
    if (registered.length < brokers) return `${registered.length} of ${brokers} brokers are there`;
    const voting = await this.admin.voters();
    const absent = voters.filter((id) => !voting.includes(id));
    return absent.length === 0
      ? true
      : `of the controllers ${voters.join(', ')} these do not vote yet: ${absent.join(', ')}`;
  }

  async plan(topology: KafkaTopology): Promise<readonly Change[]> {
    return kafkaPlan(topology, await this.state(topology));
  }

  async apply(topology: KafkaTopology, changes: readonly Change[]): Promise<void> {
    if (changes.some(({ action }) => action === 'refuse')) throw new Error('a refused change stops all of them');
    const changed = new Set(changes.map(({ path }) => path));
    const only = (configs: Readonly<Record<string, string>>, pathOf: (key: string) => string): Record<string, string> =>
      Object.fromEntries(Object.entries(configs).filter(([key]) => changed.has(pathOf(key))));

    const cluster = only(topology.clusterConfigs, clusterConfigPath);
    if (Object.keys(cluster).length > 0) await this.admin.alterClusterConfigs(cluster);
    for (const topic of topology.topics) {
      if (changed.has(topicPath(topic.name))) await this.admin.createTopic(topic.name, topic);
      if (changed.has(partitionsPath(topic.name))) await this.admin.createPartitions(topic.name, topic.partitions);
      const configs = only(topic.configs, (key) => topicConfigPath(topic.name, key));
      if (Object.keys(configs).length > 0) await this.admin.alterTopicConfigs(topic.name, configs);
    }
    for (const { name } of topology.users)
      if (changed.has(passwordPath(name))) await this.admin.setPassword(name, this.passwordOf(name));
    await this.admin.createAcls(wantedAcls(topology).filter((acl) => changed.has(pathOfAcl(acl))));
  }

  private async state(topology: KafkaTopology): Promise<KafkaState> {
    const brokers = new Map<number, Readonly<Record<string, string>>>();
    for (const broker of await this.admin.brokers()) brokers.set(broker, await this.admin.effectiveConfigs(broker));
    return {
      topics: await this.admin.topics(topology.topics.map(({ name }) => name)),
      clusterConfigs: await this.admin.clusterConfigs(),
      brokers,
      passwords: await this.passwords(topology.users.map(({ name }) => name)),
      acls: new Set((await this.admin.acls()).map(pathOfAcl)),
    };
  }

  private async passwords(users: readonly string[]): Promise<KafkaState['passwords']> {
    const existing = users.length === 0 ? new Set<string>() : await this.admin.scramUsers();
    const passwords = new Map<string, 'missing' | 'another' | 'the same'>();
    for (const user of users) {
      if (!existing.has(user)) passwords.set(user, 'missing');
      else passwords.set(user, (await this.admin.takesPassword(user, this.passwordOf(user))) ? 'the same' : 'another');
    }
    return passwords;
  }
}

const pathOfAcl = (acl: KafkaAclState): string => aclPath(acl.user, acl, acl.operation);

const wantedAcls = ({ users }: KafkaTopology): readonly KafkaAclState[] =>
  users.flatMap(({ name: user, acls }) =>
    acls.flatMap(({ resource, name, operations }) =>
      operations.map((operation) => ({ user, resource, name, operation })),
    ),
  );
