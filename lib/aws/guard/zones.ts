import { property, unless, type ResourceRule } from './judged';
import { functionOf, isNode, listOf, textOf, valueAt, type Template } from './template';

/** The zone of a subnet that is made in the same template; otherwise the subnet itself stands for a zone of its own. */
function zoneOf(subnet: unknown, { Resources: resources }: Template): string {
  const id = functionOf(subnet) === 'Ref' ? textOf((subnet as { readonly Ref: unknown }).Ref) : undefined;
  const made =
    id !== undefined && isNode(resources) ? valueAt(resources[id], 'Properties.AvailabilityZone') : undefined;
  return textOf(made) ?? JSON.stringify(subnet);
}

/** A rule that a broker is in three zones. A list that is not resolved yet, or left to the service, is a pass. */
export const fewerZones = (types: readonly string[], path: string): ResourceRule => ({
  id: 'aws-zones-not-three',
  why: 'the loss of one zone would take two of three copies, or the only way to them',
  types,
  check: (judged) => {
    const subnets = listOf(property(judged, path));
    const zones = new Set(subnets?.map((subnet) => zoneOf(subnet, judged.template))).size;
    return unless(subnets === undefined || zones >= 3, judged, path, {
      value: `${subnets?.length ?? 0} subnets in ${zones} zones`,
      fix: 'name a subnet in each of three zones',
    });
  },
});
