import { unknownPlacement, type Placement } from '../durability/placement';
import type { KubernetesOptions } from './options';

/** Three zones by name, and brokers or pods that know theirs: MSK tells its brokers, and the cluster of EKS is new enough. */
export const awsPlacement: Placement = { zones: 3, podKnowsZone: true };

/** From this minor version on, a pod carries the zone of its node as a label. */
const firstWithZoneLabel = 35;

/** What the options say about the cluster that everything will run on. */
export function placementOf(options: KubernetesOptions = {}): Placement {
  const minor = Number(options.version?.split('.')[1] ?? 0);
  return { zones: options.zones?.length ?? unknownPlacement.zones, podKnowsZone: minor >= firstWithZoneLabel };
}
