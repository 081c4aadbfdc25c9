import { z } from 'zod';
import { knob } from '../durability/knob';
import { whole } from '../durability/schema';

/** What decides whether a confirmed message can be lost. */
export const durabilityKnobs = {
  /**
   * Type of a durable queue whose declaration names none: `quorum` has copies on several nodes, `classic` has one.
   *
   * Rendered as `default_queue_type`. Frozen into each virtual host when that is made, so it must be right at the first boot.
   *
   * @default 'quorum'
   * @see RabbitMQ documentation, vhosts, "Default Queue Type"
   */
  defaultQueueType: knob({
    key: 'default_queue_type',
    on: ['node'],
    schema: z.enum(['quorum', 'classic']),
    from: () => 'quorum' as const,
  }),
  /**
   * Members a new quorum queue gets when its declaration names no number.
   *
   * Rendered as `quorum_queue.initial_cluster_size`. Unit: nodes. More: every message on more disks. One: no copy.
   *
   * @default - from the profile: development 1, survives-node-loss 3, survives-zone-loss 3, survives-power-loss 3
   * @see RabbitMQ documentation, quorum queues, "Controlling the Initial Replication Factor"
   */
  quorumQueueInitialClusterSize: knob({
    key: 'quorum_queue.initial_cluster_size',
    on: ['node'],
    schema: whole(1, 7),
    from: (profile) => profile.copies,
  }),
  /**
   * Whether queues grow back by themselves to their number of members after a node lost its disk.
   *
   * Rendered as `quorum_queue.continuous_membership_reconciliation.enabled`. `false`: somebody must run `rabbitmq-queues grow`.
   *
   * @default true
   * @see RabbitMQ documentation, quorum queues, "Continuous Membership Reconciliation"
   */
  membershipReconciliationEnabled: knob({
    key: 'quorum_queue.continuous_membership_reconciliation.enabled',
    on: ['node'],
    schema: z.boolean(),
    from: () => true,
  }),
  /**
   * Members that every quorum queue grows back to.
   *
   * Rendered as `quorum_queue.continuous_membership_reconciliation.target_group_size`. Unit: nodes.
   *
   * @default - from the profile: development 1, survives-node-loss 3, survives-zone-loss 3, survives-power-loss 3
   * @see RabbitMQ documentation, quorum queues, "Continuous Membership Reconciliation"
   */
  membershipReconciliationTargetGroupSize: knob({
    key: 'quorum_queue.continuous_membership_reconciliation.target_group_size',
    on: ['node'],
    schema: whole(1, 7),
    from: (profile) => profile.copies,
  }),
  /**
   * Where the leader of a new queue goes: `balanced` spreads leaders, `client-local` puts them where the client is connected.
   *
   * Rendered as `queue_leader_locator`. `client-local` makes one node do all the work after a roll.
   *
   * @default 'balanced'
   * @see RabbitMQ documentation, clustering, "Queue Leader Location"
   */
  queueLeaderLocator: knob({
    key: 'queue_leader_locator',
    on: ['node'],
    schema: z.enum(['balanced', 'client-local']),
    from: () => 'balanced' as const,
  }),
  /**
   * The user of a client that gives no name and no password; `none` refuses such clients.
   *
   * Rendered as `anonymous_login_user`.
   *
   * @default 'none'
   * @see RabbitMQ documentation, access control, "Anonymous Login"
   */
  anonymousLoginUser: knob({
    key: 'anonymous_login_user',
    on: ['node'],
    schema: z.enum(['none']),
    from: () => 'none' as const,
  }),
  /**
   * Port for clients without TLS, or `none`.
   *
   * Rendered as `listeners.tcp`. A port shows passwords and messages to the network.
   *
   * @default 'none'
   * @see RabbitMQ documentation, networking, "Listeners"
   */
  plaintextPort: knob({
    key: 'listeners.tcp',
    on: ['listener'],
    schema: z.union([z.literal('none'), whole(1_024, 65_535)], {
      error: "'none', or a port from 1024 to 65535",
    }),
    from: () => 'none' as const,
  }),
};
