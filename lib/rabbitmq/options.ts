import { z } from 'zod';
import { knobShape, type OptionsOf } from '../durability/knob';
import type { ProfileName } from '../durability/profile';
import type { Bytes } from '../durability/quantity';
import { credentialsShape, type ExistingSecrets, type TlsOptions } from '../durability/credentials';
import { acceptRiskSchema, type AcceptedRisk } from '../durability/risk';
import {
  bytes,
  channelName,
  imageReference,
  profileName,
  resources,
  whole,
  type Resources,
} from '../durability/schema';
import { traitList, type Trait } from '../durability/trait';
import { rabbitMqKnobs } from './knobs';
import { queueKnobs } from './knobs-queue';

export interface ExchangeOptions {
  /**
   * How the exchange routes: `direct` by the exact key, `topic` by a pattern over words, `fanout` to every queue, `headers`
   * by headers.
   *
   * @default 'topic'
   */
  readonly type?: 'direct' | 'fanout' | 'topic' | 'headers';
}

export interface BindingOptions {
  /** The exchange that messages come from. */
  readonly exchange: string;
  /**
   * Key, or pattern for a `topic` exchange: `order.*`, `order.#`.
   *
   * @default ''
   */
  readonly routingKey?: string;
}

/** What a user may write about one queue. */
export interface QueueOptions extends OptionsOf<typeof queueKnobs> {
  /**
   * Another promise than the cluster's for this queue alone.
   *
   * @default - the cluster's
   */
  readonly durability?: ProfileName;
  /**
   * What the queue receives.
   *
   * @default - nothing but what is published to it by name
   */
  readonly bindings?: readonly BindingOptions[];
  /**
   * Rules that may find something in this queue, each with the reason why that is right here. An entry that no rule needs is
   * refused like any other mistake.
   *
   * @default - none
   */
  readonly acceptRisk?: readonly AcceptedRisk[];
  /**
   * What the events of this queue need, by the words of `brokerkit choose`. Where all of them point to the other broker, a synthesis
   * warns.
   *
   * @default - none
   */
  readonly traits?: readonly Trait[];
}

/** What a user may write about a RabbitMQ cluster: all of it optional. */
export interface RabbitMqOptions<Exchange extends string = string, Queue extends string = string> extends OptionsOf<
  typeof rabbitMqKnobs
> {
  /**
   * What confirmed messages must survive.
   *
   * @default 'survives-zone-loss'
   */
  readonly durability?: ProfileName;
  /**
   * Nodes: an odd number. More: more memory and disk, and more messages between them.
   *
   * @default - from the profile: development 1, survives-node-loss 3, survives-zone-loss 3, survives-power-loss 3
   */
  readonly nodes?: number;
  /**
   * Size of each node's volume when the cluster is made. Fixed from then on: a claim template can't change. On Amazon MQ nothing reads
   * it: there it is `aws.rabbitMqStorageSize`.
   *
   * @default '50Gi'
   */
  readonly storage?: Bytes;
  /**
   * CPU and memory of each node.
   *
   * @default { cpu: 2, memory: '4Gi' }
   */
  readonly resources?: Resources;
  /**
   * The image the nodes run: `rabbitmq` with the management plugin, 4.3.3 or later in the 4.3 series, or a faithful copy.
   *
   * @default 'rabbitmq:4.3.6-management'
   */
  readonly image?: string;
  /**
   * Exchanges by name.
   *
   * @default - none
   */
  readonly exchanges?: Readonly<Record<Exchange, ExchangeOptions>>;
  /**
   * Queues by name. The provisioner creates and alters them; it never deletes one.
   *
   * @default - none
   */
  readonly queues?: Readonly<Record<Queue, QueueOptions>>;
  /**
   * Further lines of `rabbitmq.conf`, for what has no knob.
   *
   * @default - none
   */
  readonly config?: Readonly<Record<string, string>>;
  /**
   * Rules that may find something in the cluster or in one of its queues, each with the reason why that is right here. An entry
   * that no rule needs is refused like any other mistake.
   *
   * @default - none
   */
  readonly acceptRisk?: readonly AcceptedRisk[];
  /**
   * Secrets that a team keeps in a store of its own, by what they are for.
   *
   * @default - none: the bootstrap Job makes what is missing
   */
  readonly existingSecrets?: ExistingSecrets;
  /**
   * Where the certificate comes from that clients see.
   *
   * @default - from an authority of the cluster's own
   */
  readonly tls?: TlsOptions;
}

const exchange = z.strictObject({ type: z.enum(['direct', 'fanout', 'topic', 'headers']).optional() });

const queue = z.strictObject({
  durability: profileName.optional(),
  acceptRisk: acceptRiskSchema.optional(),
  bindings: z.array(z.strictObject({ exchange: channelName, routingKey: z.string().max(255).optional() })).optional(),
  traits: traitList.optional(),
  ...knobShape(queueKnobs),
});

const configKey = z.string().regex(/^[a-z][A-Za-z0-9._-]*$/, { error: 'a key of rabbitmq.conf' });
const configValue = z.string().regex(/^[^\r\n]*$/, { error: 'one line of text' });

const options = z.strictObject({
  durability: profileName.optional(),
  acceptRisk: acceptRiskSchema.optional(),
  nodes: whole(1, 7).optional(),
  storage: bytes.optional(),
  resources: resources.optional(),
  image: imageReference.optional(),
  exchanges: z.record(channelName, exchange).optional(),
  queues: z.record(channelName, queue).optional(),
  config: z.record(configKey, configValue).optional(),
  ...credentialsShape,
  ...knobShape(rabbitMqKnobs),
});

// Typed by hand: zod's own type would let `undefined` in where a key may only be absent.
export const rabbitMqOptionsSchema = options as z.ZodType as z.ZodType<RabbitMqOptions>;
