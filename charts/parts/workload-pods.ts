import { Lazy } from 'cdk8s';
import type { Construct } from 'constructs';
import { k8s } from 'cdk8s-plus-27';
import type { Bytes } from '../../lib/durability/quantity';
import { workloadDataPath } from '../../lib/plan/programs';
import { labels, selector, versionLabel } from './labels';
import { pod, type PodOptions } from './pod';
import { StatefulSet } from './stateful-set';

export interface WorkloadPodsOptions {
  readonly name: string;
  readonly replicas: number;
  /** What is known at once; the rest is asked for at synthesis. */
  readonly pod: PodOptions;
  readonly later: () => { readonly labels: Readonly<Record<string, string>>; readonly pod: Partial<PodOptions> };
  /** Of what it runs, where that is not part of the image. */
  readonly checksum: string | undefined;
  readonly port: number | undefined;
  readonly storage: Bytes | undefined;
  readonly storageClass: string | undefined;
}

const component = 'workload';

/** Better in one zone than not at all: a workload may run anywhere. */
const spread = (name: string): k8s.TopologySpreadConstraint => ({
  maxSkew: 1,
  topologyKey: 'topology.kubernetes.io/zone',
  whenUnsatisfiable: 'ScheduleAnyway',
  labelSelector: { matchLabels: selector(name, component) },
});

/** The pods of a workload: with a volume each, or without any memory. */
export function workloadPods(scope: Construct, options: WorkloadPodsOptions): void {
  const spreading = { ...options.pod, topologySpreadConstraints: [spread(options.name)] };
  const its = { ...options, pod: spreading };
  if (options.storage === undefined) withoutVolume(scope, its);
  else withVolume(scope, its, options.storage);
}

function withVolume(scope: Construct, options: WorkloadPodsOptions, storage: Bytes): void {
  const { name, replicas, storageClass, port, later, checksum = '' } = options;
  new StatefulSet(scope, 'Pods', {
    name,
    instance: name,
    component,
    replicas,
    spread: 'none',
    zones: 1,
    storage,
    storageClass,
    dataPath: workloadDataPath,
    pod: options.pod,
    later,
    checksum,
    ports: port === undefined ? {} : { http: port },
    accepted: [],
  });
}

function withoutVolume(scope: Construct, options: WorkloadPodsOptions): void {
  const { name, replicas, port, later, checksum } = options;
  const own = { ...labels(name, component), ...(checksum === undefined ? versionLabel(options.pod.image) : {}) };
  const lazy = <T>(produce: () => T): T => Lazy.any({ produce }) as T;
  new k8s.KubeDeployment(scope, 'Resource', {
    metadata: { name, labels: own },
    spec: {
      replicas,
      selector: { matchLabels: selector(name, component) },
      template: {
        metadata: {
          labels: lazy(() => ({ ...own, ...later().labels })),
          ...(checksum === undefined ? {} : { annotations: { 'brokerkit/checksum': checksum } }),
        },
        spec: lazy(() => pod({ ...options.pod, ...later().pod })),
      },
    },
  });
  if (port === undefined) return;
  new k8s.KubeService(scope, 'Service', {
    metadata: { name, labels: labels(name, component) },
    spec: { selector: selector(name, component), ports: [{ name: 'http', port }] },
  });
}
