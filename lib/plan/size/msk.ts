import type { KafkaTier } from '../aws-options';
import type { Load } from './load';
import { largestMskVolume, mskBrokers, mskSizes, mskVolumeRate, mskWritesPerByte, type MskSize } from './msk-sizes';
import { kafkaTraffic, partitionFigure, partitionLimit, storageLimit, volumeFigure } from './kafka-figures';
import { hardest, inWords, left, up, withoutOneZone, type Figure, type Limit, type Sized } from './sized';

interface Candidate {
  readonly size: MskSize;
  readonly limits: readonly Limit[];
  readonly nodes: number;
}

/** Half of what AWS allows, so that the cluster can grow to twice the load without asking. */
const mostBrokers = mskBrokers / 2;

const cores = ({ size, nodes }: Candidate): number => size.cores * nodes;

function candidate(load: Load, tier: KafkaTier, size: MskSize): Candidate {
  const published = tier === 'express' ? 'expressLimits' : 'standardLimits';
  const throughput = (name: string, amount: number, each: number): Limit => {
    const nodes = withoutOneZone(amount, each);
    const formula = `${inWords(amount)} MiB/s <= ${each} x ${left(nodes)} brokers of two zones`;
    return { name, nodes, formula, source: published };
  };
  const limits = hardest([
    throughput('from producers', load.into, size.into),
    throughput('to readers', load.outOf, size.outOf),
    partitionLimit(load, size.partitions, tier === 'express' ? 'expressLimits' : 'standardPartitions'),
    ...(tier === 'express' ? [] : [storageLimit(load, largestMskVolume, 'mskQuota')]),
  ]);
  return { size, limits, nodes: limits[0]?.nodes ?? 0 };
}

/** Fewest cores, as they are what costs; of equals the smallest brokers: one that restarts takes less with it. */
function choice(candidates: readonly Candidate[]): Candidate {
  const allowed = candidates.filter(({ nodes }) => nodes <= mostBrokers);
  const [best] = [...(allowed.length > 0 ? allowed : candidates)].sort(
    (a, b) => (allowed.length > 0 ? cores(a) - cores(b) : a.nodes - b.nodes) || a.size.cores - b.size.cores,
  );
  if (best === undefined) throw new Error('there is no size of broker');
  return best;
}

/** The volumes of standard brokers; express brokers have storage that grows by itself. */
function storageFigures(load: Load, tier: KafkaTier, nodes: number): readonly Figure[] {
  if (tier === 'express') {
    const formula = `${inWords(load.average)} MiB/s on average x ${load.retention}, counted once; it grows by itself`;
    return [{ name: 'storage', amount: load.kept, unit: 'GiB', formula, source: 'expressStorage' }];
  }
  const writes = up((load.into * mskWritesPerByte) / nodes);
  return [
    volumeFigure(load, nodes),
    {
      name: 'writes',
      amount: writes,
      unit: 'MiB/s each',
      formula: `${inWords(load.into)} MiB/s x ${mskWritesPerByte} / ${nodes}: ${writes > mskVolumeRate ? 'provisioned throughput is needed' : `within the ${mskVolumeRate} of every volume`}`,
      source: 'mskVolume',
    },
  ];
}

/** Kafka by Amazon MSK, on the brokers of one tier. */
export function sizeMsk(load: Load, tier: KafkaTier): Sized {
  const candidates = mskSizes[tier].map((size) => candidate(load, tier, size));
  const best = choice(candidates);
  const { nodes, limits, size } = best;
  const fits = nodes <= mostBrokers;
  return {
    on: `msk-${tier}`,
    broker: 'kafka',
    title: `Kafka by Amazon MSK, ${tier} brokers`,
    verdict: fits ? 'fits' : 'too-much',
    ...(fits
      ? {}
      : {
          why: `${nodes} brokers at least, decided by ${limits[0]?.name ?? ''}: more than ${mostBrokers}, half of the ${mskBrokers} that AWS lets a cluster have; keep less, compress, or use several clusters`,
        }),
    nodes,
    instanceType: size.instanceType,
    limits,
    figures: [partitionFigure(load, nodes), ...storageFigures(load, tier, nodes), ...kafkaTraffic(load, nodes)],
    instead: candidates
      .filter((other) => other !== best && other.nodes <= mostBrokers)
      .map((other) => `${other.nodes} x ${other.size.instanceType}`),
    notes: [],
  };
}
