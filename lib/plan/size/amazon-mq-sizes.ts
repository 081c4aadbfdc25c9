/** One size of node of Amazon MQ, in a cluster of three. */
export interface AmazonMqSize {
  readonly instanceType: string;
  readonly cores: number;
  /** GiB of memory. */
  readonly memory: number;
  /** Gbit/s that last; a node may be faster for a while. */
  readonly network: number;
  /** GB of the volume of each node: as it comes, and at most. */
  readonly disk: number;
  readonly largestDisk: number;
}

type Row = readonly [size: string, cores: number, memory: number, network: number, disk: number, largestDisk: number];

/** `medium` is for evaluation alone. @see Amazon MQ Developer Guide, RabbitMQ instance types, m7g cluster deployment */
const rows: readonly Row[] = [
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

/** GB: the volume of a node is a multiple of it. */
export const diskStep = 5;

/** GB: the volume that the largest nodes take. */
export const largestDisk = Math.max(...amazonMqSizes.map((size) => size.largestDisk));
