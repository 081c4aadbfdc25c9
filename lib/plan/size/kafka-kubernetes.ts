import { largestHeapMiB } from '../../kafka/knobs-capacity';
import { mostBrokers } from '../../kafka/options';
import { recommended } from '../advice';
import { publishedRates } from '../published-rates';
import { copies, gigabitsPerMiB, toGibibytes, zones, type Load } from './load';
import { kafkaTraffic, partitionFigure, partitionLimit, storageLimit, volumeFigure } from './kafka-figures';
import { hardest, inWords, left, up, withoutOneZone, type Figure, type Limit, type Sized } from './sized';

/** Replicas on one broker. */
const mostReplicas = 4_000;

/** The share of a published best rate that is asked for: at the best rate records come late. */
const calm = 0.5;

/** Bytes that pass through the brokers for each that comes in: it, its copies sent and received, and what readers fetch. */
const passes = (readers: number): number => 1 + 2 * (copies - 1) + readers;

/** MiB/s from producers for each core; the published run had one group of readers. */
function ratePerCore(readers: number): number {
  const { nodes, cores, messagesPerSecond } = publishedRates.kafka;
  const messagesPerMiB = 1_024;
  return (
    ((messagesPerSecond / messagesPerMiB / nodes / cores) * calm * passes(1)) / Math.max(passes(1), passes(readers))
  );
}

function limitsOf(load: Load): readonly Limit[] {
  const { into, readers, nodeCpu, nodeDisk, nodeNetwork, nodeStorage } = load;
  const perCore = ratePerCore(readers);
  const perNetwork = nodeNetwork / gigabitsPerMiB;
  const inTwoZones = (name: string, amount: number, each: number, what: string, source: Limit['source']): Limit => {
    const nodes = withoutOneZone(amount, each);
    return { name, nodes, formula: `${what} <= ${inWords(each)} x ${left(nodes)} brokers of two zones`, source };
  };
  return hardest([
    inTwoZones('cores', into, perCore * nodeCpu, `${inWords(into)} MiB/s`, 'kafkaRate'),
    inTwoZones('disk writes', into * copies, nodeDisk, `${inWords(into)} MiB/s x ${copies} copies`, 'network'),
    inTwoZones(
      'network',
      into * (readers + copies - 1),
      perNetwork,
      `${inWords(into)} MiB/s x (${readers} readers + ${copies - 1} copies)`,
      'network',
    ),
    partitionLimit(load, mostReplicas, 'replicas'),
    storageLimit(load, toGibibytes(nodeStorage), 'diskAlarm'),
  ]);
}

const heap = largestHeapMiB / 1_024;
const leastMemory = toGibibytes(recommended.kafkaBroker.memory);
const secondsInMemory = 30;

function figuresOf(load: Load, nodes: number): readonly Figure[] {
  const written = (load.into * copies) / left(nodes);
  return [
    partitionFigure(load, nodes),
    volumeFigure(load, nodes),
    {
      name: 'memory',
      amount: Math.max(leastMemory, up(heap + (written * secondsInMemory) / 1_024)),
      unit: 'GiB each',
      formula: `${heap} GiB of heap + ${inWords(written)} MiB/s written x ${secondsInMemory} s, ${leastMemory} at least`,
      source: 'kafkaMemory',
    },
    ...kafkaTraffic(load, nodes),
    {
      name: 'copies across zones',
      amount: load.average * (copies - 1),
      unit: 'MiB/s',
      formula: `${inWords(load.average)} MiB/s on average x ${copies - 1} copies in other zones`,
    },
  ];
}

/** Kafka of the kit on Kubernetes, EKS included. */
export function sizeKafkaOnKubernetes(load: Load): Sized {
  const limits = limitsOf(load);
  const nodes = limits[0]?.nodes ?? zones;
  const fits = nodes <= mostBrokers;
  return {
    on: 'kafka-kubernetes',
    broker: 'kafka',
    title: 'Kafka on Kubernetes or EKS',
    verdict: fits ? 'fits' : 'too-much',
    ...(fits
      ? {}
      : {
          why: `${nodes} brokers, decided by ${limits[0]?.name ?? ''}: a cluster of the kit has ${mostBrokers} at most`,
        }),
    nodes,
    limits,
    figures: figuresOf(load, nodes),
    instead: [],
    notes: [
      `each broker has ${load.nodeCpu} cores, a network of ${load.nodeNetwork} Gbit/s and a volume that writes ${load.nodeDisk} MiB/s: --node-cpu, --node-network, --node-disk say otherwise`,
      'three controllers beside the brokers, as the kit makes them',
    ],
  };
}
