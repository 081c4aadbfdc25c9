import { renderKnobs } from '../durability/knob';
import { kafkaKnobs } from './knobs';
import { topicKnobs } from './knobs-topic';
import { scramMechanism } from './listeners';
import { kafkaAcceptances } from './rules';
import { partitionsChange } from './rules-topic';
import { voters } from './server-properties';
import type { KafkaSettings } from './settings';

/** A right of one user, as data. */
export interface KafkaGrant {
  readonly user: string;
  readonly verb: 'produce' | 'consume';
  readonly topic: string;
  /** Consumer group; the user's own name where none is given. */
  readonly group?: string;
}

export interface KafkaAcl {
  readonly resource: 'topic' | 'group';
  readonly name: string;
  readonly operations: readonly ('read' | 'write' | 'describe')[];
}

export interface KafkaTopic {
  readonly name: string;
  readonly partitions: number;
  /** Whether partitions may be added to a topic that has records: somebody accepted what that does to the order of a key. */
  readonly partitionsMayGrow: boolean;
  readonly replicationFactor: number;
  readonly configs: Readonly<Record<string, string>>;
}

/** What the provisioner brings a Kafka cluster to. */
export interface KafkaTopology {
  readonly broker: 'kafka';
  /** Node ids of the controllers: all of them voters before the seed is used up. */
  readonly voters: readonly number[];
  readonly brokers: number;
  readonly topics: readonly KafkaTopic[];
  /** Cluster-wide dynamic configs: they win over every broker's file. */
  readonly clusterConfigs: Readonly<Record<string, string>>;
  readonly scramMechanism: typeof scramMechanism;
  readonly users: readonly { readonly name: string; readonly acls: readonly KafkaAcl[] }[];
}

const groupOf = (grant: KafkaGrant): string => grant.group ?? grant.user;

function acls(grants: readonly KafkaGrant[]): readonly KafkaAcl[] {
  const all = grants.flatMap((grant): KafkaAcl[] =>
    grant.verb === 'produce'
      ? [{ resource: 'topic', name: grant.topic, operations: ['describe', 'write'] }]
      : [
          { resource: 'topic', name: grant.topic, operations: ['describe', 'read'] },
          { resource: 'group', name: groupOf(grant), operations: ['read'] },
        ],
  );
  return [...new Map(all.map((acl) => [`${acl.resource} ${acl.name} ${acl.operations.join()}`, acl])).values()];
}

/** Settings and grants → the topology, in an order that does not depend on who granted first. */
export function kafkaTopology(settings: KafkaSettings, grants: readonly KafkaGrant[]): KafkaTopology {
  const mayGrow = kafkaAcceptances(settings).filter(({ rule }) => rule === partitionsChange);
  const users = [...new Set(grants.map(({ user }) => user))].sort();
  return {
    broker: 'kafka',
    voters: voters(settings).map(({ id }) => id),
    brokers: settings.size.nodes,
    topics: settings.topics.map((topic) => ({
      name: topic.name,
      partitions: topic.partitions,
      partitionsMayGrow: mayGrow.some(({ place }) =>
        [settings.name, `${settings.name}.topics.${topic.name}`].includes(place),
      ),
      replicationFactor: topic.replicationFactor,
      configs: Object.fromEntries(renderKnobs(topicKnobs, topic, 'topic')),
    })),
    clusterConfigs: Object.fromEntries(renderKnobs(kafkaKnobs, settings, 'cluster')),
    scramMechanism,
    users: users.map((name) => ({ name, acls: acls(grants.filter(({ user }) => user === name)) })),
  };
}
