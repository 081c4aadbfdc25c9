import type { Problem } from '../../durability/problem';
import { references } from './references';
import { isSame } from './same';
import { numberOf, rawAt, textOf, valueAt, type Resource } from './template';

/** The resources of a stack before and after an update. */
interface Update {
  readonly before: ReadonlyMap<string, Resource>;
  readonly after: ReadonlyMap<string, Resource>;
}

/**
 * Kinds of changes that MSK makes in calls of their own: "You can't update multiple attributes of the cluster in same request".
 *
 * @see https://github.com/aws/aws-cdk/issues/16765
 */
const clusterKinds: Readonly<Record<string, readonly string[]>> = {
  'number of brokers': ['NumberOfBrokerNodes'],
  'instance type': ['BrokerNodeGroupInfo.InstanceType'],
  storage: ['BrokerNodeGroupInfo.StorageInfo', 'StorageMode'],
  connectivity: ['BrokerNodeGroupInfo.ConnectivityInfo'],
  'version or configuration': ['KafkaVersion', 'ConfigurationInfo'],
  security: ['ClientAuthentication', 'EncryptionInfo'],
  monitoring: ['EnhancedMonitoring', 'OpenMonitoring', 'LoggingInfo'],
  rebalancing: ['Rebalancing'],
};

/** A topic takes partitions or configs: "You must specify either configs or partitionCount". */
const topicKinds: typeof clusterKinds = { partitions: ['PartitionCount'], configs: ['Configs'] };

const kindsOf: Readonly<Record<string, typeof clusterKinds>> = {
  'AWS::MSK::Cluster': clusterKinds,
  'AWS::MSK::Topic': topicKinds,
};

/** What only grows. */
const growing: Readonly<Record<string, string>> = {
  'AWS::MSK::Cluster': 'BrokerNodeGroupInfo.StorageInfo.EBSStorageInfo.VolumeSize',
  'AWS::MSK::Topic': 'PartitionCount',
};

const isChanged = (path: string, before: unknown, after: unknown): boolean =>
  !isSame(rawAt(before, `Properties.${path}`), rawAt(after, `Properties.${path}`));

/** Whether a value refers to a configuration of MSK whose text changes: its next revision is another value. */
function hasNewRevision(value: unknown, { before, after }: Update): boolean {
  return [...references(value)].some((id) => {
    const its = after.get(id);
    return its?.Type === 'AWS::MSK::Configuration' && isChanged('ServerProperties', before.get(id), its);
  });
}

function changesAtOnce(id: string, update: Update): readonly Problem[] {
  const its = update.after.get(id);
  const kinds = Object.entries(kindsOf[its?.Type ?? ''] ?? {}).filter(([, paths]) =>
    paths.some(
      (path) => isChanged(path, update.before.get(id), its) || hasNewRevision(rawAt(its, `Properties.${path}`), update),
    ),
  );
  if (kinds.length < 2) return [];
  const names = kinds.map(([name]) => name).join(', ');
  return [
    {
      rule: 'msk-changes-at-once',
      path: id,
      value: names,
      why: 'MSK makes one kind of change in an update, and refuses the whole update with more',
      fix: 'deploy them one after the other',
    },
  ];
}

function shrinks(id: string, { before, after }: Update): readonly Problem[] {
  const path = `Properties.${growing[after.get(id)?.Type ?? ''] ?? ''}`;
  const [was, its] = [before, after].map((resources) => numberOf(valueAt(resources.get(id), path)));
  if (was === undefined || its === undefined || its >= was) return [];
  const why = 'it can grow and never shrink: MSK refuses the update';
  return [{ rule: 'msk-never-shrinks', path: `${id}.${path}`, value: its, why, fix: `use ${was} or more` }];
}

function securityGroups(id: string, { before, after }: Update): readonly Problem[] {
  const its = after.get(id);
  const path = 'SecurityGroups';
  const isRabbitMq = textOf(valueAt(its, 'Properties.EngineType'))?.toUpperCase() === 'RABBITMQ';
  if (its?.Type !== 'AWS::AmazonMQ::Broker' || !isRabbitMq || !isChanged(path, before.get(id), its)) return [];
  return [
    {
      rule: 'amazon-mq-security-groups',
      path: `${id}.Properties.${path}`,
      value: rawAt(its, `Properties.${path}`),
      why: 'Amazon MQ never changes the security groups of a RabbitMQ, and refuses the update',
      fix: 'leave them, and change the rules of the groups',
    },
  ];
}

/** What MSK and Amazon MQ refuse of an update that replaces nothing. No schema has it. */
export const changesInPlace = (id: string, update: Update): readonly Problem[] => [
  ...changesAtOnce(id, update),
  ...shrinks(id, update),
  ...securityGroups(id, update),
];
