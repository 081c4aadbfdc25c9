import type { AwsTarget, KafkaTier } from './aws-options';
import { awsLosses, serviceFacts, type AwsLoss, type AwsService, type Statement } from './aws-services';
import { explainClusters, type Clusters, type LossRow, type StreamExplained } from './explain';
import { awsPlacement } from './placement';
import { configured } from './proofs';

export const notStated = 'not stated';

interface Answer<Value extends string> {
  readonly is: Value | typeof notStated;
  readonly because: string;
}

/** What one loss does to a stream on AWS. */
export interface AwsLossRow {
  readonly loss: AwsLoss;
  readonly title: string;
  readonly promised: boolean;
  readonly data: Answer<'kept' | 'lost'>;
  readonly writes: Answer<'continue' | 'refused'>;
  readonly reads: Answer<'continue' | 'stall'>;
  /** What the service says of this loss. Without it the answer follows from what the broker does, wherever it runs. */
  readonly said?: Statement;
  /** A live test of the same manifests elsewhere, on EKS alone; never one on AWS. */
  readonly provenBy: string;
}

export interface AwsStreamExplained extends Omit<StreamExplained, 'losses'> {
  readonly service: AwsService;
  /** Streams that are the same to every loss share one list. */
  readonly losses: readonly AwsLossRow[];
}

export interface AwsPlace {
  readonly target: AwsTarget;
  readonly kafkaTier: KafkaTier;
}

const serviceOf = (broker: StreamExplained['broker'], { target, kafkaTier }: AwsPlace): AwsService => {
  if (target === 'eks') return 'eks';
  return broker === 'rabbitmq' ? 'amazon-mq' : `msk-${kafkaTier}`;
};

/** The services keep every copy in a zone of its own, also for a promise that does not ask for it. */
function asManaged(clusters: Clusters): Clusters {
  const spread = <Settings extends NonNullable<Clusters['kafka'] | Clusters['rabbitmq']>>(its: Settings): Settings => ({
    ...its,
    profile: { ...its.profile, spread: 'zone' },
  });
  const { kafka, rabbitmq } = clusters;
  return { ...clusters, kafka: kafka && spread(kafka), rabbitmq: rabbitmq && spread(rabbitmq) };
}

function rowOf(row: LossRow, loss: AwsLoss, service: AwsService): AwsLossRow {
  const { of, hidden } = serviceFacts[service];
  const { title, promised, data, writes, reads, provenBy } = row;
  const said = of[loss];
  const unknown = hidden[loss];
  const nothing = { is: notStated, because: unknown ?? '' } as const;
  return {
    loss,
    title,
    promised,
    ...(unknown === undefined ? { data, writes, reads } : { data: nothing, writes: nothing, reads: nothing }),
    ...(said === undefined ? {} : { said }),
    // What was shown on Kubernetes holds where the same manifests run, and says nothing of a service.
    provenBy: service === 'eks' ? provenBy : configured,
  };
}

/** What each loss does to each topic and queue on AWS: from the settings where they say it, and never guessed. */
export function explainAws(clusters: Clusters, place: AwsPlace): readonly AwsStreamExplained[] {
  const known = new Map<readonly LossRow[], readonly AwsLossRow[]>();
  const here = { ...clusters, placement: awsPlacement };
  return explainClusters(place.target === 'eks' ? here : asManaged(here)).map(({ losses, ...stream }) => {
    const service = serviceOf(stream.broker, place);
    const rows =
      known.get(losses) ??
      awsLosses.flatMap((loss) => losses.filter((row) => row.loss === loss).map((row) => rowOf(row, loss, service)));
    known.set(losses, rows);
    return { ...stream, service, losses: rows };
  });
}
