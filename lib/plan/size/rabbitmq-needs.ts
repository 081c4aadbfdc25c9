import { defaultWalBytes, memoryShare, walParts } from '../../rabbitmq/knobs-capacity';
import { bytesPerMiB } from '../../durability/quantity';
import { oneQueueRate, publishedRates } from '../published-rates';
import { bytesPerGiB, copies, diskFill, gigabitsPerMiB, zones, type Load } from './load';
import { inWords, up, type Figure } from './sized';

/** Members of every queue, one on each node: a cluster of the kit, and of Amazon MQ, has three nodes in three zones. */
export const nodes = zones;
const leftNodes = nodes - 1;

/** GiB that the parts of the write-ahead log take at most, in memory and on the disk. */
const logs = (walParts * defaultWalBytes) / bytesPerGiB;
const indexBytes = 32;
const overhead = 1.1;

/** What each of three nodes must have. */
export interface RabbitMqNeeds {
  readonly cores: number;
  readonly memory: number;
  readonly network: number;
  readonly disk: number;
  /** MiB/s. */
  readonly writes: number;
}

/** Every reader has a queue of its own, with a message of its own in it. Without readers one queue fills. */
export const queuesOf = ({ readers }: Load): number => Math.max(1, readers);

const queued = (load: Load): number => load.messages * queuesOf(load);

/** Messages a second for each core, counted on two nodes of three. */
const ratePerCore =
  publishedRates.rabbitMq.messagesPerSecond / publishedRates.rabbitMq.nodes / publishedRates.rabbitMq.cores;

/** More cores than this brought little. */
export const mostCores = publishedRates.rabbitMq.cores;

export function needsOf(load: Load): RabbitMqNeeds {
  const rate = queued(load);
  const waiting = load.waiting * queuesOf(load);
  const intoMiB = (rate * load.size) / bytesPerMiB;
  return {
    cores: rate / ratePerCore / leftNodes,
    memory: (logs + (waiting * indexBytes) / bytesPerGiB) / memoryShare,
    network: (intoMiB * overhead * copies * gigabitsPerMiB) / leftNodes,
    disk: (load.waitingGiB * queuesOf(load) + logs) / diskFill,
    writes: intoMiB,
  };
}

/** What waits in the queues of all readers. */
export const waitingWords = (load: Load): string =>
  `${inWords(load.waitingGiB)} GiB that wait after ${load.backlog} without readers x ${queuesOf(load)}`;

/** The disk that a node of one's own needs: no fuller than a disk should be. */
export const diskFigure = (load: Load, needs: RabbitMqNeeds): Figure => ({
  name: 'disk',
  amount: needs.disk,
  unit: 'GiB each at least',
  formula: `(${waitingWords(load)} + ${logs} GiB of log) / ${diskFill} full; every node has all of it`,
  source: 'rabbitMqMemory',
});

/** Queues that there must be, so that none has to carry more than one can. */
export const queuesNeeded = (load: Load): number => queuesOf(load) * up(load.messages / oneQueueRate.messagesPerSecond);

/** The numbers of the answer, but for what is chosen to meet them. */
export function needFigures(load: Load, needs: RabbitMqNeeds, disk: Figure): readonly Figure[] {
  const rate = queued(load);
  const times = `${inWords(load.messages)} messages/s x ${queuesOf(load)} queue${queuesOf(load) === 1 ? '' : 's'}`;
  return [
    {
      name: 'cores',
      amount: needs.cores,
      unit: 'each at least',
      formula: `${times} = ${inWords(rate)} / ${inWords(ratePerCore)} for each core / ${leftNodes} nodes of two zones`,
      source: 'rabbitMqRate',
    },
    {
      name: 'queues',
      amount: queuesNeeded(load),
      unit: 'at least',
      formula: `${inWords(load.messages)} messages/s / ${inWords(oneQueueRate.messagesPerSecond)} for each queue, for each of ${queuesOf(load)} readers`,
      source: 'oneQueue',
    },
    {
      name: 'memory',
      amount: needs.memory,
      unit: 'GiB each at least',
      formula: `(${logs} GiB of log + ${inWords(load.waiting)} messages that wait x ${queuesOf(load)} x ${indexBytes} bytes) / ${memoryShare} full`,
      source: 'rabbitMqMemory',
    },
    disk,
    {
      name: 'network',
      amount: needs.network,
      unit: 'Gbit/s each',
      formula: `${inWords(needs.writes)} MiB/s into queues x ${overhead} x ${copies} times sent (two members, one reader) / ${leftNodes} nodes of two zones`,
      source: 'rabbitMqNetwork',
    },
  ];
}
