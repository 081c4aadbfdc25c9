import { App, Chart, Testing } from 'cdk8s';
import { addMessaging } from '../../charts/messaging';
import type { MessagingOptions } from '../../lib/plan/options';

/** One Kubernetes object, as much of it as every test needs. */
export interface Manifest {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly [part: string]: unknown;
}

/** A chart to build on, in a namespace of its own name. */
export const newChart = (name = 'shop'): Chart =>
  new Chart(new App(), name, { namespace: name, disableResourceNameHashes: true });

/** Every object of a chart; throws with every problem of its constructs. */
export const synthesized = (chart: Chart): readonly Manifest[] => Testing.synth(chart) as readonly Manifest[];

/** Every object that a file with these options gives. */
export function manifestsOf(options: MessagingOptions): readonly Manifest[] {
  const chart = newChart(options.name);
  addMessaging(chart, options);
  return synthesized(chart);
}

/** Without the checksum that ends the names of what runs once. */
const nameOf = ({ kind, metadata: { name } }: Manifest): string => `${kind}/${name.replace(/-[0-9a-f]{8}$/, '')}`;

/** The only manifest of a kind and name, whatever its checksum. Throws with the names there are: never found by its place in a list. */
export function find(manifests: readonly Manifest[], kind: string, name: string): Manifest {
  const found = manifests.filter((manifest) => nameOf(manifest) === `${kind}/${name}`);
  if (found.length === 1 && found[0] !== undefined) return found[0];
  throw new Error(`${found.length} manifests are ${kind}/${name}; there are ${manifests.map(nameOf).join(', ')}`);
}

/** Looks into a manifest: `at(set, 'spec.template.spec.containers.0')`. */
export const at = (manifest: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>((value, key) => (value as Readonly<Record<string, unknown>> | undefined)?.[key], manifest);
