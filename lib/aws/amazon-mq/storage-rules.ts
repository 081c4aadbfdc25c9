import { when, type Rule } from '../../durability/rule';
import { amazonMqSizes, diskStep } from '../../plan/size/amazon-mq-sizes';

/** The volume that was asked for, for each node. */
export interface StorageAsked {
  /** Where it was written. */
  readonly path: string;
  /** GB. */
  readonly storageSize: number;
  readonly instanceType: string;
}

/** The largest volume of a node, in GB; of sizes that no table names nobody knows it. */
const largestOf = (instanceType: string): number =>
  amazonMqSizes.find((size) => size.instanceType === instanceType)?.largestDisk ?? Infinity;

/** What no schema of CloudFormation knows of volumes. Their values must be known when they are judged. */
export const storageRules: readonly Rule<StorageAsked>[] = [
  {
    id: 'amazon-mq-storage-size-not-available',
    why: 'Amazon MQ has volumes in steps, and for each size of node a largest one',
    check: ({ path, storageSize, instanceType }) => {
      const largest = largestOf(instanceType);
      const limit = largest === Infinity ? '' : `, at most ${largest} for ${instanceType}`;
      return when(
        storageSize % diskStep !== 0 || storageSize < diskStep || storageSize > largest,
        path,
        storageSize,
        `use a multiple of ${diskStep}${limit}`,
      );
    },
  },
];
