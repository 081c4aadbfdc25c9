import type { Problem } from '../../durability/problem';
import { check, when, type Rule } from '../../durability/rule';
import { amazonMqSizes, diskStep } from '../../plan/size/amazon-mq-sizes';

/** The volume that was asked for, for each node. */
interface StorageAsked {
  /** Where it was written. */
  readonly path: string;
  /** GB. */
  readonly storageSize: number;
  readonly instanceType: string;
}

/** The largest volume of a node, in GB; of sizes that no table names nobody knows it. */
const largestOf = (instanceType: string): number =>
  amazonMqSizes.find((size) => size.instanceType === instanceType)?.largestDisk ?? Infinity;

/** What no schema of CloudFormation knows of volumes. */
const storageRules: readonly Rule<StorageAsked>[] = [
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

/** Every problem of a volume whose size is known; without one there is what comes with the nodes. */
export const checkStorage = (
  path: string,
  storageSize: number | undefined,
  instanceType: string,
): readonly Problem[] => (storageSize === undefined ? [] : check(storageRules, { path, storageSize, instanceType }));
