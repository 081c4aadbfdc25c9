import { amazonMqSizes, diskFreeLimitMiB, toMiB, type AmazonMqSize } from '../../plan/size/amazon-mq-sizes';
import type { GivenDisk } from '../../rabbitmq/disk';

/** The volume that was asked for, for each node. */
export interface VolumeAsked {
  /** Where it is written, or would be. */
  readonly path: string;
  /** GB; without it, what comes with the size of the node. */
  readonly storageSize: number | undefined;
  readonly instanceType: string;
}

/** What is known of a size of node; nothing of those that no table names. */
export const sizeOf = (instanceType: string): AmazonMqSize | undefined =>
  amazonMqSizes.find((size) => size.instanceType === instanceType);

/** GB of the smallest volume that any node can have. */
const smallest = Math.min(...amazonMqSizes.map(({ disk }) => disk));

/** GB of each node: no volume is smaller than what comes with the size, so that is what counts where only the size is known. */
export const gigabytesOf = ({ storageSize, instanceType }: Omit<VolumeAsked, 'path'>): number =>
  storageSize ?? sizeOf(instanceType)?.disk ?? smallest;

/** The disk that each node of Amazon MQ really has, whatever a file says of volumes elsewhere. */
export const diskOf = (asked: Omit<VolumeAsked, 'path'>): GivenDisk => ({
  storageMiB: toMiB(gigabytesOf(asked)),
  diskFreeLimitMiB,
});
