import { renderKnobs } from '../../durability/knob';
import { kafkaKnobs } from '../../kafka/knobs';
import type { KafkaOptions } from '../../kafka/options';
import type { KafkaSettings } from '../../kafka/settings';

/**
 * Every key that a configuration of standard brokers may hold, but those of ZooKeeper. MSK refuses a configuration with any other.
 *
 * @see Amazon MSK developer guide, "Custom Amazon MSK configurations"
 */
export const configurableKeys: readonly string[] = [
  'allow.everyone.if.no.acl.found',
  'auto.create.topics.enable',
  'compression.type',
  'connections.max.idle.ms',
  'default.replication.factor',
  'delete.topic.enable',
  'group.initial.rebalance.delay.ms',
  'group.max.session.timeout.ms',
  'group.min.session.timeout.ms',
  'leader.imbalance.per.broker.percentage',
  'log.cleaner.delete.retention.ms',
  'log.cleaner.min.cleanable.ratio',
  'log.cleanup.policy',
  'log.flush.interval.messages',
  'log.flush.interval.ms',
  'log.message.timestamp.difference.max.ms',
  'log.message.timestamp.type',
  'log.retention.bytes',
  'log.retention.hours',
  'log.retention.minutes',
  'log.retention.ms',
  'log.roll.ms',
  'log.segment.bytes',
  'max.incremental.fetch.session.cache.slots',
  'message.max.bytes',
  'min.insync.replicas',
  'num.io.threads',
  'num.network.threads',
  'num.partitions',
  'num.recovery.threads.per.data.dir',
  'num.replica.fetchers',
  'offsets.retention.minutes',
  'offsets.topic.replication.factor',
  'replica.fetch.max.bytes',
  'replica.fetch.response.max.bytes',
  'replica.lag.time.max.ms',
  'replica.selector.class',
  'replica.socket.receive.buffer.bytes',
  'socket.receive.buffer.bytes',
  'socket.request.max.bytes',
  'socket.send.buffer.bytes',
  'transaction.max.timeout.ms',
  'transaction.state.log.min.isr',
  'transaction.state.log.replication.factor',
  'transactional.id.expiration.ms',
  'unclean.leader.election.enable',
];

/** Threads suit the machine, and MSK knows its own: what nobody has chosen is left to it. */
const machineKnobs = ['numNetworkThreads', 'numIoThreads', 'numRecoveryThreadsPerDataDir'] as const;

/** Lines without a knob. */
const closed = {
  // MSK's own default lets a client who logged in by a password do everything that no ACL speaks of. IAM does not ask it.
  'allow.everyone.if.no.acl.found': 'false',
} as const;

type Properties = Readonly<Record<string, string>>;

/** Which copy consumers read from: of all settings the one that express brokers take, too. */
const selector = ({ replicaSelectorClass }: KafkaSettings): Properties =>
  Object.fromEntries(
    renderKnobs({ replicaSelectorClass: kafkaKnobs.replicaSelectorClass }, { replicaSelectorClass }, 'broker'),
  );

/** What a standard broker's configuration says: every setting that MSK lets anybody write, and the team's own lines. */
export function standardProperties(settings: KafkaSettings, options: KafkaOptions): Properties {
  const left = machineKnobs.filter((name) => options[name] === undefined).map((name) => kafkaKnobs[name].key);
  const lines = renderKnobs(kafkaKnobs, settings, 'controller', 'broker').filter(
    ([key]) => configurableKeys.includes(key) && !left.includes(key),
  );
  return {
    ...closed,
    ...selector(settings),
    ...Object.fromEntries(lines),
    ...settings.brokerProperties,
  };
}

/**
 * What an express broker's configuration says: all else is decided by MSK.
 *
 * @see https://docs.aws.amazon.com/msk/latest/developerguide/msk-configuration-express-read-write.html
 */
export const expressProperties = (settings: KafkaSettings): Properties => ({ ...closed, ...selector(settings) });
