import { unknownPlacement, type Placement } from '../durability/placement';
import type { KubernetesOptions } from './options';

/** From this minor version on, a pod carries the zone of its node as a label. */
const firstWithZoneLabel = 35;

/** What the options say about the cluster that everything will run on. */
export function placementOf(options: KubernetesOptions = {}): Placement {
  const minor = Number(options.version?.split('.')[1] ?? 0);
  return { zones: options.zones?.length ?? unknownPlacement.zones, podKnowsZone: minor >= firstWithZoneLabel };
}
