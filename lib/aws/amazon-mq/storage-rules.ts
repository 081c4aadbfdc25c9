import { bytesPerMiB, sizeInWords } from '../../durability/quantity';
import { when, type Rule } from '../../durability/rule';
import { diskFreeLimitMiB, diskStep, largestDisk, productionSizes, volumeFor } from '../../plan/size/amazon-mq-sizes';
import { bytesOf, countOf, roomMiB, storageForMiB } from '../../rabbitmq/disk';
import type { RabbitMqSettings } from '../../rabbitmq/settings';
import { diskOf, gigabytesOf, sizeOf, type VolumeAsked } from './volume';

/** What no schema of CloudFormation knows of volumes. Their values must be known when they are judged. */
export const storageRules: readonly Rule<VolumeAsked>[] = [
  {
    id: 'amazon-mq-storage-size-not-available',
    why: 'Amazon MQ has volumes in steps, and for each size of node a smallest and a largest one',
    check: ({ path, storageSize, instanceType }) => {
      if (storageSize === undefined) return [];
      const size = sizeOf(instanceType);
      const { least, most } = { least: size?.disk ?? diskStep, most: size?.largestDisk ?? Infinity };
      const range = size === undefined ? '' : `, from ${least} to ${most} for ${instanceType}`;
      return when(
        storageSize % diskStep !== 0 || storageSize < least || storageSize > most,
        path,
        storageSize,
        `use a multiple of ${diskStep}${range}`,
      );
    },
  },
];

/** Volume, and nodes where it needs larger ones, that hold so many bytes of messages. */
function largerVolume(bytes: number, { path, instanceType }: VolumeAsked): string {
  const wanted = volumeFor(storageForMiB(bytes / bytesPerMiB, diskFreeLimitMiB));
  const asked = sizeOf(instanceType);
  if (asked !== undefined && asked.largestDisk >= wanted) return `${path}: ${wanted}, of ${asked.largestDisk} at most`;
  const larger = productionSizes.find((size) => size.largestDisk >= wanted);
  if (larger === undefined) return `less in them: no volume of Amazon MQ is larger than ${largestDisk}`;
  return `${larger.instanceType} with ${path}: ${Math.max(wanted, larger.disk)}, of ${larger.largestDisk} at most`;
}

/** Whether all queues fit together what their nodes have. Only where the volume is known. */
export const queueRules = (volume: VolumeAsked): readonly Rule<RabbitMqSettings>[] => [
  {
    id: 'amazon-mq-queues-exceed-volume',
    why: 'the volume of a node is full before they are, and then Amazon MQ stops the publishers of every queue',
    check: ({ name, queues }) => {
      const bytes = bytesOf(queues);
      const count = queues.reduce((sum, queue) => sum + countOf(queue), 0);
      const room = roomMiB(diskOf(volume));
      const each = Math.floor(room / count) * bytesPerMiB;
      return when(
        bytes > room * bytesPerMiB,
        `${name}.queues`,
        `${sizeInWords(bytes)} in ${count} queues, dead letters included`,
        `a volume of ${gigabytesOf(volume)} GB has room for ${sizeInWords(room * bytesPerMiB)}: use maxLengthBytes of at most ${each} each, or ${largerVolume(bytes, volume)}`,
      );
    },
  },
];
