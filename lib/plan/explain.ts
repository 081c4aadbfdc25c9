import { lossesUpTo, singleLosses } from '../durability/losses';
import { worstOutcome, type Outcome, type StreamModel } from '../durability/loss-model';
import type { Placement } from '../durability/placement';
import type { Profile } from '../durability/profile';
import { topicEnds, topicModel } from '../kafka/loss';
import type { KafkaSettings } from '../kafka/settings';
import { queueEnds, queueModel } from '../rabbitmq/loss';
import type { RabbitMqSettings } from '../rabbitmq/settings';
import { placementOf } from './placement';
import type { Plan } from './plan';
import { provenBy } from './proofs';

/** What one loss does to a stream. */
export interface LossRow extends Outcome {
  readonly loss: string;
  readonly title: string;
  /** Whether the stream's profile names this loss, so that its acknowledged messages must survive it. */
  readonly promised: boolean;
  /** A live test, or `configured`. */
  readonly provenBy: string;
}

/** One topic or queue. */
export interface StreamExplained {
  readonly broker: 'kafka' | 'rabbitmq';
  readonly name: string;
  readonly profile: Profile['name'];
  /** What the outcomes follow from. */
  readonly copies: number;
  readonly copiesBeforeAck: number;
  readonly syncBeforeAck: boolean;
  /** Streams that are the same to every loss share one list. */
  readonly losses: readonly LossRow[];
  /** Where the promise ends without any loss. */
  readonly ends: readonly string[];
}

const { process, disk, nodeOff, node, zoneOff, zone, power } = singleLosses;
const ofNode = [process, disk, nodeOff, node];
const ofZone = [...ofNode, zoneOff, zone];

/** The single losses that each profile names; `development` promises a restart. */
const named: Readonly<Record<Profile['name'], readonly { readonly name: string }[]>> = {
  development: [process],
  'survives-node-loss': ofNode,
  'survives-zone-loss': ofZone,
  'survives-power-loss': [...ofZone, power],
};

export const namesLoss = (profile: Profile, loss: string): boolean =>
  named[profile.name].some(({ name }) => name === loss);

/** The settings of one broker or both, and where they run. */
export interface Clusters {
  readonly kafka: KafkaSettings | undefined;
  readonly rabbitmq: RabbitMqSettings | undefined;
  readonly placement: Placement;
}

export const clustersOf = ({ kafka, rabbitmq, kubernetes }: Plan): Clusters => ({
  kafka: kafka?.settings,
  rabbitmq: rabbitmq?.settings,
  placement: placementOf(kubernetes),
});

interface Stream {
  readonly broker: StreamExplained['broker'];
  readonly name: string;
  readonly profile: Profile;
  readonly model: StreamModel;
  readonly ends: readonly string[];
}

function streamsOf({ kafka, rabbitmq, placement }: Clusters): readonly Stream[] {
  const topics = kafka?.topics.map((topic): Stream => ({
    broker: 'kafka',
    name: topic.name,
    profile: topic.profile,
    model: topicModel(kafka, topic, placement),
    ends: topicEnds(topic),
  }));
  const queues = rabbitmq?.queues.map((queue): Stream => ({
    broker: 'rabbitmq',
    name: queue.name,
    profile: queue.profile,
    model: queueModel(rabbitmq, queue, placement),
    ends: queueEnds(queue),
  }));
  return [...(topics ?? []), ...(queues ?? [])];
}

function rows({ broker, profile, model }: Stream): readonly LossRow[] {
  return lossesUpTo(profile.copiesBeforeAck - 1).map((loss) => ({
    loss: loss.name,
    title: loss.title,
    promised: namesLoss(profile, loss.name),
    ...worstOutcome(model, loss),
    provenBy: provenBy(broker, loss.name, model),
  }));
}

/** What each loss does to each topic and queue of a plan. */
export const explainPlan = (plan: Plan): readonly StreamExplained[] => explainClusters(clustersOf(plan));

/** What each loss does to each topic and queue. A thousand streams that are alike are worked out once. */
export function explainClusters(clusters: Clusters): readonly StreamExplained[] {
  const known = new Map<string, readonly LossRow[]>();
  return streamsOf(clusters).map((stream) => {
    const { broker, name, profile, model, ends } = stream;
    const key = JSON.stringify([broker, profile.name, model]);
    const losses = known.get(key) ?? rows(stream);
    known.set(key, losses);
    const { copiesBeforeAck, syncBeforeAck, pods } = model;
    return { broker, name, profile: profile.name, copies: pods.copies, copiesBeforeAck, syncBeforeAck, losses, ends };
  });
}
