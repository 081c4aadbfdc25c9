import { bytesPerMiB } from '../../durability/quantity';

/** One size of node of Amazon MQ, in a cluster of three. */
export interface AmazonMqSize {
  readonly instanceType: string;
  readonly cores: number;
  /** GiB of memory. */
  readonly memory: number;
  /** Gbit/s that last; a node may be faster for a while. */
  readonly network: number;
  /** GB of the volume of each node: as it comes, which is also the least, and at most. */
  readonly disk: number;
  readonly largestDisk: number;
}

type Row = readonly [size: string, cores: number, memory: number, network: number, disk: number, largestDisk: number];

/** @see https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/rmq-broker-instance-types.html */
const rows: readonly Row[] = [
  ['medium', 1, 4, 0.52, 5, 25],
  ['large', 2, 8, 0.937, 15, 75],
  ['xlarge', 4, 16, 1.876, 25, 125],
  ['2xlarge', 8, 32, 3.75, 45, 180],
  ['4xlarge', 16, 64, 7.5, 90, 250],
  ['8xlarge', 32, 128, 15, 175, 400],
  ['12xlarge', 48, 192, 22.5, 260, 500],
  ['16xlarge', 64, 256, 30, 345, 500],
];

/** From the smallest to the largest. */
export const amazonMqSizes: readonly AmazonMqSize[] = rows.map(([size, cores, memory, network, disk, largestDisk]) => ({
  instanceType: `mq.m7g.${size}`,
  cores,
  memory,
  network,
  disk,
  largestDisk,
}));

/** Those that AWS has for production: the smallest is for evaluation alone. */
export const productionSizes: readonly AmazonMqSize[] = amazonMqSizes.slice(1);

/** GB: the volume of a node is a multiple of it. */
export const diskStep = 5;

/** GB: the volume that the largest nodes take. */
export const largestDisk = Math.max(...amazonMqSizes.map((size) => size.largestDisk));

/**
 * Free disk of a node below which a cluster of m7g takes no message any more; nobody can change it.
 *
 * @see https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/rmq-broker-instance-types.html, "Disk alarm"
 */
export const diskFreeLimitMiB = 2_048;

const bytesPerGB = 1e9;

/** AWS writes GB: taken as what it says, the smaller of the two readings, so that nothing is counted on that may not be there. */
export const toMiB = (gigabytes: number): number => Math.floor((gigabytes * bytesPerGB) / bytesPerMiB);

/** GB of the smallest volume that has so many MiB. */
export const volumeFor = (storageMiB: number): number =>
  diskStep * Math.ceil((Math.ceil(storageMiB) * bytesPerMiB) / bytesPerGB / diskStep);
