import { bytesPerMiB } from '../durability/quantity';
import { defaultWalBytes, walParts } from './knobs-capacity';
import type { QueueOptions } from './options';

/** The disk of each node where a service decides it: neither its size nor its limit is then taken from the options. */
export interface GivenDisk {
  readonly storageMiB: number;
  /** Free disk below which the service stops all publishers of the cluster. */
  readonly diskFreeLimitMiB: number;
}

/**
 * How much of the room may be promised to bodies of messages. The limit of a queue counts them alone: not their properties, not what
 * consumers have in hand, and not what a log still holds of messages that are gone.
 *
 * @see RabbitMQ documentation, queue length limit
 */
export const bodiesShare = 0.8;

/** MiB of the write-ahead log. The service decides it, too: it is as large as nobody has made it. */
export const logsMiB = (walParts * defaultWalBytes) / bytesPerMiB;

/** MiB that all queues together may take, each with its dead letters. */
export const roomMiB = ({ storageMiB, diskFreeLimitMiB }: GivenDisk): number =>
  Math.max(0, (storageMiB - diskFreeLimitMiB - logsMiB) * bodiesShare);

/** MiB of disk that have room for so many MiB of messages. */
export const storageForMiB = (messagesMiB: number, diskFreeLimitMiB: number): number =>
  messagesMiB / bodiesShare + logsMiB + diskFreeLimitMiB;

/** Queues that one counts as: dead letters are in a queue of their own, which takes as much. Classic queues have none. */
export const countOf = ({ type }: Pick<QueueOptions, 'type'>): number => (type === 'classic' ? 1 : 2);

type Limited = Pick<QueueOptions, 'type' | 'maxLengthBytes'>;

/** Bytes that the queues with a limit of their own may take, and how many others there are; dead letters are counted. */
const taken = (queues: readonly Limited[]): { readonly bytes: number; readonly open: number } => ({
  bytes: queues.reduce((sum, its) => sum + countOf(its) * (its.maxLengthBytes ?? 0), 0),
  open: queues.filter((its) => its.maxLengthBytes === undefined).reduce((sum, its) => sum + countOf(its), 0),
});

/** Bytes that all queues may take at most, with their dead letters. */
export const bytesOf = (queues: readonly Limited[]): number => taken(queues).bytes;

/** Bytes of each queue that nobody gave a limit, in whole MiB: equal parts of what the others leave of the room, and never none. */
export function equalPart(disk: GivenDisk, queues: readonly Limited[]): number {
  const { bytes, open } = taken(queues);
  const left = roomMiB(disk) - bytes / bytesPerMiB;
  return Math.max(1, Math.floor(left / Math.max(1, open))) * bytesPerMiB;
}
