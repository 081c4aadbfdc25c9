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
import { kafkaKnobs } from './knobs';
import { topicKnobs } from './knobs-topic';

/** What a user may write about one topic. */
export interface TopicOptions extends OptionsOf<typeof topicKnobs> {
  /**
   * Another promise than the cluster's for this topic alone.
   *
   * @default - the cluster's
   */
  readonly durability?: ProfileName;
  /**
   * Partitions: readers of one group that can work side by side. They never shrink, and grow only where
   * `kafka-partitions-change-breaks-key-order` is accepted: a key then goes to another partition than before.
   *
   * @default - the cluster's `numPartitions`
   */
  readonly partitions?: number;
  /**
   * Replicas of each partition. Can't be changed once the topic exists.
   *
   * @default - the cluster's `defaultReplicationFactor`; with a `durability` of its own, that profile's copies
   */
  readonly replicationFactor?: number;
  /**
   * Rules that may find something in this topic, each with the reason why that is right here. An entry that no rule needs is
   * refused like any other mistake.
   *
   * @default - none
   */
  readonly acceptRisk?: readonly AcceptedRisk[];
  /**
   * What the events of this topic need, by the words of `brokerkit choose`. Where all of them point to the other broker, a synthesis
   * warns.
   *
   * @default - none
   */
  readonly traits?: readonly Trait[];
}

/** What a user may write about a Kafka cluster: all of it optional. */
export interface KafkaOptions<Topic extends string = string> extends OptionsOf<typeof kafkaKnobs> {
  /**
   * What acknowledged records must survive.
   *
   * @default 'survives-zone-loss'
   */
  readonly durability?: ProfileName;
  /**
   * Brokers. More: more disk, network and partitions; at least as many as the profile has copies.
   *
   * @default - from the profile: development 1, survives-node-loss 3, survives-zone-loss 3, survives-power-loss 3
   */
  readonly brokers?: number;
  /**
   * Controllers, which hold the metadata and elect leaders; 0 lets the brokers do it. An odd number: 3 survive the loss of 1,
   * 5 of 2.
   *
   * @default - from the profile: development 0, survives-node-loss 3, survives-zone-loss 3, survives-power-loss 3
   */
  readonly controllers?: number;
  /**
   * Size of each broker's volume when the cluster is made. Fixed from then on: a claim template can't change.
   *
   * @default '100Gi'
   */
  readonly storage?: Bytes;
  /**
   * Size of each controller's volume when the cluster is made.
   *
   * @default '10Gi'
   */
  readonly controllerStorage?: Bytes;
  /**
   * CPU and memory of each broker.
   *
   * @default { cpu: 2, memory: '8Gi' }
   */
  readonly resources?: Resources;
  /**
   * CPU and memory of each controller.
   *
   * @default { cpu: 1, memory: '2Gi' }
   */
  readonly controllerResources?: Resources;
  /**
   * The image brokers and controllers run: `apache/kafka` or a faithful copy of it.
   *
   * @default 'apache/kafka:4.3.1'
   */
  readonly image?: string;
  /**
   * Topics by name. The provisioner creates and alters them; it never deletes one.
   *
   * @default - none
   */
  readonly topics?: Readonly<Record<Topic, TopicOptions>>;
  /**
   * Further lines of the brokers' `server.properties`, for what has no knob.
   *
   * @default - none
   */
  readonly brokerProperties?: Readonly<Record<string, string>>;
  /**
   * Further lines of the controllers' `server.properties`, for what has no knob.
   *
   * @default - none
   */
  readonly controllerProperties?: Readonly<Record<string, string>>;
  /**
   * Rules that may find something in the cluster or in one of its topics, each with the reason why that is right here. An entry
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

const topicOptions = z.strictObject({
  durability: profileName.optional(),
  acceptRisk: acceptRiskSchema.optional(),
  partitions: whole(1, 10_000).optional(),
  replicationFactor: whole(1, 7).optional(),
  traits: traitList.optional(),
  ...knobShape(topicKnobs),
});

const propertyKey = z.string().regex(/^[a-z][A-Za-z0-9._-]*$/, { error: 'a key of server.properties' });
const propertyValue = z.string().regex(/^[^\r\n]*$/, { error: 'one line of text' });
const properties = z.record(propertyKey, propertyValue);

/** As many brokers as one cluster may be given. */
export const mostBrokers = 100;

const options = z.strictObject({
  durability: profileName.optional(),
  acceptRisk: acceptRiskSchema.optional(),
  brokers: whole(1, mostBrokers).optional(),
  controllers: whole(0, 9).optional(),
  storage: bytes.optional(),
  controllerStorage: bytes.optional(),
  resources: resources.optional(),
  controllerResources: resources.optional(),
  image: imageReference.optional(),
  topics: z.record(channelName, topicOptions).optional(),
  brokerProperties: properties.optional(),
  controllerProperties: properties.optional(),
  ...credentialsShape,
  ...knobShape(kafkaKnobs),
});

// Typed by hand: zod's own type would let `undefined` in where a key may only be absent.
export const kafkaOptionsSchema = options as z.ZodType as z.ZodType<KafkaOptions>;
