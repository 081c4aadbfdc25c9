import { App, Chart, JsonPatch, Yaml } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import type { MessagingOptions } from '../lib/plan/options';
import { planMessaging } from '../lib/plan/plan';
import { addMessaging } from './messaging';
import { labels } from './parts/labels';

/** The files of a synthesis, in the order in which they are best applied. */
const files = {
  namespace: '00-namespace.yaml',
  bootstrap: '10-bootstrap.yaml',
  kafka: '20-kafka.yaml',
  rabbitmq: '30-rabbitmq.yaml',
  provision: '40-provision.yaml',
  workload: '50-workloads.yaml',
} as const;

/**
 * Lists the files for `kubectl apply -k` and for overlays. Without an ending: `kubectl apply -f` on the folder must not take
 * it for an object.
 */
export const kustomization = 'Kustomization';

/** How every file begins: what lacks it is somebody else's. */
export const heading = '# Made by brokerkit. Change what it was made from, then synthesize again.\n';

/** One object of Kubernetes, as it is applied. */
export interface Manifest {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
}

function fileOf({ kind, metadata }: Manifest): string {
  const { 'app.kubernetes.io/component': component = '', 'app.kubernetes.io/instance': instance = '' } =
    metadata.labels ?? {};
  if (kind === 'Namespace') return files.namespace;
  if (component === 'bootstrap' || instance === 'programs') return files.bootstrap;
  if (component === 'provision' || component === 'workload') return files[component];
  return instance === 'kafka' ? files.kafka : files.rabbitmq;
}

/** A namespace takes all claims with it: no controller removes it, whatever becomes of the file, or of the controller's own object. */
const kept = {
  'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
  'kustomize.toolkit.fluxcd.io/prune': 'disabled',
  'helm.sh/resource-policy': 'keep',
};

/** What controllers of GitOps read on an object; others read nothing into it. */
const forControllers = (file: string, manifest: Manifest): Manifest => ({
  ...manifest,
  metadata: {
    ...manifest.metadata,
    annotations: {
      ...manifest.metadata.annotations,
      // The number of the file.
      'argocd.argoproj.io/sync-wave': String(Number.parseInt(file, 10)),
      ...(manifest.kind === 'Namespace' ? kept : {}),
    },
  },
});

/** The whole as objects: a namespace with the restricted profile, and all that the options name. */
export function messagingApp(options: MessagingOptions): Chart {
  const { name, namespace } = planMessaging(options);
  const chart = new Chart(new App(), name, {
    namespace,
    disableResourceNameHashes: true,
    // On the objects, not on their pods: those would restart.
    labels: { 'app.kubernetes.io/part-of': name },
  });
  const restricted = {
    'pod-security.kubernetes.io/enforce': 'restricted',
    'pod-security.kubernetes.io/warn': 'restricted',
  };
  new k8s.KubeNamespace(chart, 'Namespace', {
    metadata: { name: namespace, labels: { ...labels(name, 'namespace'), ...restricted } },
    // A namespace is in none, whatever the chart says of its objects.
  }).addJsonPatch(JsonPatch.remove('/metadata/namespace'));
  addMessaging(chart, options);
  return chart;
}

/** File name → its objects, in the order in which the files are best applied. */
export function manifestObjects(options: MessagingOptions): ReadonlyMap<string, readonly Manifest[]> {
  const chart = messagingApp(options);
  const flaws = chart.node.findAll().flatMap(({ node }) => node.validate());
  if (flaws.length > 0) throw new Error(flaws.join('\n'));
  const grouped = new Map<string, Manifest[]>();
  for (const manifest of chart.toJson() as readonly Manifest[]) {
    const file = fileOf(manifest);
    grouped.set(file, [...(grouped.get(file) ?? []), forControllers(file, manifest)]);
  }
  return new Map([...grouped].sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** File name → text. The same options give the same bytes. */
export function manifests(options: MessagingOptions): ReadonlyMap<string, string> {
  const objects = manifestObjects(options);
  const names = [...objects.keys()];
  const list = { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources: names };
  return new Map([
    ...[...objects].map(([name, its]) => [name, heading + Yaml.stringify(...its)] as const),
    [kustomization, heading + Yaml.stringify(list)],
  ]);
}
