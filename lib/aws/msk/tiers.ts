import type { KafkaSettings } from '../../kafka/settings';
import type { KafkaTier } from '../../plan/aws-options';
import { largestMskVolume } from '../../plan/size/msk-sizes';

/** A cluster of MSK as rules judge it. What only the deployment knows is `undefined`, and nobody judges it. */
export interface MskSettings {
  readonly kafka: KafkaSettings;
  readonly tier: KafkaTier;
  readonly kafkaVersion: string | undefined;
  readonly instanceType: string | undefined;
  /** Where the user writes the instance type. */
  readonly instanceTypePath: string;
}

interface Versions {
  /** What a cluster gets that names none. */
  readonly chosen: string;
  /** All that run on brokers of the tier without ZooKeeper and are not past the end of their support. */
  readonly known: readonly string[];
}

/**
 * Versions of Kafka by tier. MSK chooses the patch (`x`) itself, and moves it in its maintenance windows.
 *
 * @see Amazon MSK developer guide, "Supported Apache Kafka versions" and "Metadata management"; 4.2 is there for express brokers alone
 */
export const kafkaVersions: Readonly<Record<KafkaTier, Versions>> = {
  express: { chosen: '3.9.x.kraft', known: ['3.9.x.kraft', '4.2.x.kraft'] },
  standard: { chosen: '4.1.x.kraft', known: ['3.8.x.kraft', '3.9.x.kraft', '4.0.x.kraft', '4.1.x.kraft'] },
};

/**
 * GiB of a standard broker's volume.
 *
 * @see Amazon MSK API, EBSStorageInfo, `volumeSize`
 */
export const volumeGiB = { least: 1, most: largestMskVolume } as const;

/**
 * Milliseconds that MSK takes for `replica.lag.time.max.ms`: a narrower range than Kafka's.
 *
 * @see Amazon MSK developer guide, "Custom Amazon MSK configurations"
 */
export const replicaLagMs = { least: 10_000, most: 30_000 } as const;
