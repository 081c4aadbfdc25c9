import { knob } from '../durability/knob';
import { whole } from '../durability/schema';

/** How soon a failure is noticed, and what each second less costs. */
export const timingKnobs = {
  /**
   * Time between two looks at the members of the quorum queues. A queue that lost a member grows back at the next one.
   *
   * Rendered as `quorum_queue.continuous_membership_reconciliation.interval`. Unit: ms. Range: 5000 to 3600000. Shorter: a
   * lost copy is replaced sooner, for a little work on every node. RabbitMQ's own default is an hour.
   *
   * @default 60000
   * @see RabbitMQ documentation, quorum queues, "Continuous Membership Reconciliation"
   */
  membershipReconciliationIntervalMs: knob({
    key: 'quorum_queue.continuous_membership_reconciliation.interval',
    on: ['node'],
    schema: whole(5_000, 3_600_000),
    from: () => 60_000,
  }),
  /**
   * Silence after which nodes take each other for dead.
   *
   * Rendered as `net_ticktime`. Unit: seconds. Range: 5 to 120. Only silent losses (power, cable) wait for it. Shorter: a
   * node that pauses is cut off although it lives. RabbitMQ's own default is 60.
   *
   * @default 60
   * @see RabbitMQ documentation, nettick
   */
  netTicktimeSeconds: knob({
    key: 'net_ticktime',
    on: ['node'],
    schema: whole(5, 120),
    from: () => 60,
  }),
  /**
   * Heartbeat of connections to clients; two missed ones end a connection.
   *
   * Rendered as `heartbeat`, and given to clients. Unit: seconds. Range: 1 to 600. A client on a node that died silently
   * reconnects after up to twice this. Shorter: a busy client is cut off. RabbitMQ's own default is 60.
   *
   * @default 4
   * @see RabbitMQ documentation, heartbeats
   */
  heartbeatSeconds: knob({
    key: 'heartbeat',
    on: ['node', 'client'],
    schema: whole(1, 600),
    from: () => 4,
  }),
  /**
   * Longest time a consumer may hold a message without acknowledging it.
   *
   * Rendered as `consumer_timeout`. Unit: ms. Range: 300000 to 86400000. Shorter: long work is given to somebody else as
   * well. Longer: a consumer that hangs keeps its messages for longer.
   *
   * @default 1800000
   * @see RabbitMQ documentation, consumers, "Delivery Acknowledgement Timeout"
   */
  consumerTimeoutMs: knob({
    key: 'consumer_timeout',
    on: ['node'],
    schema: whole(300_000, 86_400_000),
    from: () => 1_800_000,
  }),
  /**
   * Time a node has to stop: it first waits until every queue has a majority without it.
   *
   * Written as `terminationGracePeriodSeconds` on the pods. Unit: seconds. Range: 1 to 604800. Shorter: it is stopped although
   * a queue needs it, and that queue's writes stall. Longer: a node drain while another node is dead waits longer.
   *
   * @default 3600
   * @see Kubernetes documentation, pod lifecycle, `terminationGracePeriodSeconds`
   */
  stopGraceSeconds: knob({
    key: 'terminationGracePeriodSeconds',
    on: ['pod'],
    schema: whole(1, 604_800),
    from: () => 3_600,
  }),
};
