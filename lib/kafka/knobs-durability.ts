import { z } from 'zod';
import { knob } from '../durability/knob';
import { whole } from '../durability/schema';
import { flushInterval, replicas } from './units';

/** What decides whether an acknowledged record can be lost. */
export const durabilityKnobs = {
  /**
   * Brokers that must hold a record before the producer hears "stored".
   *
   * Rendered as `min.insync.replicas` on controllers and brokers, and set as the cluster-wide value too: since
   * eligible leader replicas the controllers' file decides. Unit: brokers. Range: 1 to the replication factor.
   * As many as there are replicas: any restart stops writes. Fewer than two: one lost disk loses records.
   *
   * @default - from the profile: development 1, survives-node-loss 2, survives-zone-loss 2, survives-power-loss 2
   * @see Kafka documentation, broker config `min.insync.replicas`; docs/operations/eligible-leader-replicas
   */
  minInsyncReplicas: knob({
    key: 'min.insync.replicas',
    on: ['controller', 'broker', 'cluster'],
    schema: whole(1, 7),
    from: (profile) => profile.copiesBeforeAck,
  }),
  /**
   * Replicas of a topic that names no number of its own.
   *
   * Rendered as `default.replication.factor` on controllers, which make the topics. Unit: brokers. Range: 1 to the number of
   * brokers. More: disk and network per record. Fewer: fewer losses survived.
   *
   * @default - from the profile: development 1, survives-node-loss 3, survives-zone-loss 3, survives-power-loss 3
   * @see Kafka documentation, broker config `default.replication.factor`
   */
  defaultReplicationFactor: knob({
    key: 'default.replication.factor',
    on: ['controller'],
    schema: whole(1, 7),
    from: replicas,
  }),
  /**
   * Replicas of the topic that holds the consumers' positions.
   *
   * Rendered as `offsets.topic.replication.factor` on brokers. Unit: brokers. Read once, when the topic is made.
   *
   * @default - from the profile: development 1, survives-node-loss 3, survives-zone-loss 3, survives-power-loss 3
   * @see Kafka documentation, broker config `offsets.topic.replication.factor`
   */
  offsetsTopicReplicationFactor: knob({
    key: 'offsets.topic.replication.factor',
    on: ['broker'],
    schema: whole(1, 7),
    from: replicas,
  }),
  /**
   * Replicas of the topic that holds the state of transactions.
   *
   * Rendered as `transaction.state.log.replication.factor` on brokers. Unit: brokers. Read once.
   *
   * @default - from the profile: development 1, survives-node-loss 3, survives-zone-loss 3, survives-power-loss 3
   * @see Kafka documentation, broker config `transaction.state.log.replication.factor`
   */
  transactionStateLogReplicationFactor: knob({
    key: 'transaction.state.log.replication.factor',
    on: ['broker'],
    schema: whole(1, 7),
    from: replicas,
  }),
  /**
   * Brokers that must hold a transaction's state before it goes on.
   *
   * Rendered as `transaction.state.log.min.isr` on brokers. Unit: brokers.
   *
   * @default - from the profile: development 1, survives-node-loss 2, survives-zone-loss 2, survives-power-loss 2
   * @see Kafka documentation, broker config `transaction.state.log.min.isr`
   */
  transactionStateLogMinIsr: knob({
    key: 'transaction.state.log.min.isr',
    on: ['broker'],
    schema: whole(1, 7),
    from: (profile) => profile.copiesBeforeAck,
  }),
  /**
   * Replicas of the topic that holds the state of share groups.
   *
   * Rendered as `share.coordinator.state.topic.replication.factor` on brokers. Unit: brokers. Read once.
   *
   * @default - from the profile: development 1, survives-node-loss 3, survives-zone-loss 3, survives-power-loss 3
   * @see Kafka documentation, broker config `share.coordinator.state.topic.replication.factor`
   */
  shareCoordinatorStateTopicReplicationFactor: knob({
    key: 'share.coordinator.state.topic.replication.factor',
    on: ['broker'],
    schema: whole(1, 7),
    from: replicas,
  }),
  /**
   * Brokers that must hold a share group's state before it goes on.
   *
   * Rendered as `share.coordinator.state.topic.min.isr` on brokers. Unit: brokers.
   *
   * @default - from the profile: development 1, survives-node-loss 2, survives-zone-loss 2, survives-power-loss 2
   * @see Kafka documentation, broker config `share.coordinator.state.topic.min.isr`
   */
  shareCoordinatorStateTopicMinIsr: knob({
    key: 'share.coordinator.state.topic.min.isr',
    on: ['broker'],
    schema: whole(1, 7),
    from: (profile) => profile.copiesBeforeAck,
  }),
  /**
   * Whether a replica that lacks acknowledged records may lead when no other is left.
   *
   * Rendered as `unclean.leader.election.enable` on controllers and brokers. `true` keeps writes going after losses the
   * profile does not name, and silently drops what only the lost replicas had.
   *
   * @default false
   * @see Kafka documentation, broker config `unclean.leader.election.enable`
   */
  uncleanLeaderElectionEnable: knob({
    key: 'unclean.leader.election.enable',
    on: ['controller', 'broker'],
    schema: z.boolean(),
    from: () => false,
  }),
  /**
   * Whether a client that names an unknown topic creates it, with whatever replication is the default.
   *
   * Rendered as `auto.create.topics.enable` on brokers. `true` turns a typing error into a topic that nobody declared.
   *
   * @default false
   * @see Kafka documentation, broker config `auto.create.topics.enable`
   */
  autoCreateTopicsEnable: knob({
    key: 'auto.create.topics.enable',
    on: ['broker'],
    schema: z.boolean(),
    from: () => false,
  }),
  /**
   * Records of a partition after which the broker forces them to the disk, before it counts as a copy.
   *
   * Rendered as `log.flush.interval.messages` on brokers, so that internal topics are covered too. Unit: records, or
   * `never` for "when the operating system likes". 1 survives a power loss of all brokers at once and costs a disk sync
   * per batch; `never` is fast and trusts that not all brokers lose power together.
   *
   * @default - from the profile: development 'never', survives-node-loss 'never', survives-zone-loss 'never', survives-power-loss 1
   * @see Kafka documentation, broker config `log.flush.interval.messages`
   */
  logFlushIntervalMessages: knob({
    key: 'log.flush.interval.messages',
    on: ['broker'],
    schema: flushInterval.schema,
    from: flushInterval.from,
    render: flushInterval.render,
  }),
  /**
   * How clients speak to the brokers.
   *
   * Rendered into `listener.security.protocol.map` on brokers, and given to clients as `security.protocol`. `SASL_SSL` proves
   * the broker by its certificate and the client by its password; `SASL_PLAINTEXT` shows both, and every record, to the network.
   *
   * @default 'SASL_SSL'
   * @see Kafka documentation, broker config `listener.security.protocol.map`
   */
  clientSecurityProtocol: knob({
    key: 'security.protocol',
    on: ['client'],
    schema: z.enum(['SASL_SSL', 'SASL_PLAINTEXT']),
    from: () => 'SASL_SSL' as const,
  }),
};
