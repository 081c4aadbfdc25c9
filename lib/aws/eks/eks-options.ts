import type { MessagingOptions } from '../../plan/options';
import { readInOwnZone } from '../own-zone';

/**
 * Version of Kubernetes on EKS: the newest that has a layer with a kubectl of its own. From 1.35 on a pod knows its zone.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html
 */
export const kubernetesVersion = '1.36';

/** Name of the kit's own StorageClass. It stands in every claim, so it never changes. */
export const storageClassName = 'brokerkit-gp3';

/**
 * What a file says, as the charts take it on EKS: what it says of another cluster of Kubernetes (its zones, its version) is not true
 * of this one. A StorageClass that it names is kept, and must then be there.
 *
 * @param zones where the nodes are
 */
export const onEks = (options: MessagingOptions, zones: readonly string[]): MessagingOptions => ({
  ...options,
  ...(options.kafka && { kafka: { ...readInOwnZone, ...options.kafka } }),
  kubernetes: {
    storageClass: storageClassName,
    ...options.kubernetes,
    version: kubernetesVersion,
    // A zone that is named twice is refused where it was written.
    zones: [...new Set(zones)],
  },
});
