import { bodiesShare, equalPart, logsMiB, storageForMiB } from '../../rabbitmq/disk';
import { diskFreeLimitMiB, diskStep, productionSizes, toMiB, volumeFor, type AmazonMqSize } from './amazon-mq-sizes';
import { bytesPerGiB, type Load } from './load';
import { aboutSize, judge, lack, threeNodes } from './rabbitmq';
import {
  mostCores,
  needFigures,
  needsOf,
  nodes,
  queuesNeeded,
  queuesOf,
  waitingWords,
  type RabbitMqNeeds,
} from './rabbitmq-needs';
import type { Figure, Sized } from './sized';

const mebibytesPerGiB = 1_024;

/** A queue and its dead letters, which are in a queue of their own that may become as full. */
const withDeadLetters = 2;

/** What each node must have: its disk holds all queues at their limits, beside what must stay free. */
function amazonMqNeeds(load: Load): RabbitMqNeeds {
  const queuedMiB = load.waitingGiB * mebibytesPerGiB * queuesOf(load) * withDeadLetters;
  return { ...needsOf(load), disk: storageForMiB(queuedMiB, diskFreeLimitMiB) / mebibytesPerGiB };
}

/** GB of the volume of each node. */
const volumeOf = ({ disk }: AmazonMqSize, needs: RabbitMqNeeds): number =>
  Math.max(disk, volumeFor(needs.disk * mebibytesPerGiB));

const has = (size: AmazonMqSize, needs: RabbitMqNeeds): boolean =>
  size.cores >= needs.cores &&
  size.memory >= needs.memory &&
  size.network >= needs.network &&
  size.largestDisk >= volumeOf(size, needs);

const diskFigure = (load: Load, needs: RabbitMqNeeds): Figure => ({
  name: 'disk',
  amount: needs.disk,
  unit: 'GiB each at least',
  formula:
    `(${waitingWords(load)} x ${withDeadLetters}, with dead letters) / ${bodiesShare} + ${logsMiB / mebibytesPerGiB} GiB of log + ` +
    `${diskFreeLimitMiB / mebibytesPerGiB} GiB that stay free; every node has all of it`,
  source: 'amazonMqSizes',
});

/** The limit of each queue that nobody gave one, as the template has it on such a volume. */
function limitFigure(load: Load, volume: number): Figure {
  const queues = Array.from({ length: queuesNeeded(load) }, () => ({}));
  return {
    name: 'maxLengthBytes',
    amount: equalPart({ storageMiB: toMiB(volume), diskFreeLimitMiB }, queues) / bytesPerGiB,
    unit: 'GiB in each queue',
    formula: `the default with ${queues.length} queue${queues.length === 1 ? '' : 's'} on this volume; beyond it publishers are refused`,
  };
}

/** RabbitMQ by Amazon MQ: a cluster of three nodes. */
export function sizeAmazonMq(load: Load): Sized {
  const needs = amazonMqNeeds(load);
  const largest = productionSizes.at(-1);
  const chosen = productionSizes.find((size) => has(size, needs)) ?? largest;
  if (largest === undefined || chosen === undefined) throw new Error('there is no size of node');
  const volume = volumeOf(chosen, needs);
  const verdict = judge(load, [
    ...lack('cores', needs.cores, mostCores),
    ...lack('GiB of memory', needs.memory, largest.memory),
    ...lack('Gbit/s', needs.network, largest.network),
    ...lack('GB of disk', volumeFor(needs.disk * mebibytesPerGiB), largest.largestDisk),
  ]);
  const volumeFigure: Figure = {
    name: 'volume',
    amount: volume,
    unit: 'GB each',
    formula: `${chosen.disk} as it comes, ${chosen.largestDisk} at most, in steps of ${diskStep}: aws.rabbitMqStorageSize`,
    source: 'amazonMqSizes',
  };
  return {
    on: 'amazon-mq',
    broker: 'rabbitmq',
    title: 'RabbitMQ by Amazon MQ',
    ...verdict,
    nodes,
    instanceType: chosen.instanceType,
    limits: [threeNodes],
    figures: [...needFigures(load, needs, diskFigure(load, needs)), volumeFigure, limitFigure(load, volume)],
    instead: [],
    notes: [
      'AWS states no rates of messages, and none of its disks: the rate is one that the makers of RabbitMQ published, on other machines',
      aboutSize,
    ],
  };
}
