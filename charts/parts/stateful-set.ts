import { Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { k8s } from 'cdk8s-plus-27';
import type { Profile } from '../../lib/durability/profile';
import type { Bytes } from '../../lib/durability/quantity';
import { riskText, type Acceptance } from '../../lib/durability/risk';
import { given } from './given';
import { labels, selector, versionLabel } from './labels';
import { pod, type PodOptions } from './pod';

export interface StatefulSetOptions {
  /** Name of the StatefulSet, its headless Service and its claims: it holds data, so it never changes. */
  readonly name: string;
  /** Name of the headless Service where it is another one. */
  readonly serviceName?: string;
  readonly instance: string;
  readonly component: string;
  readonly replicas: number;
  readonly spread: Profile['spread'];
  /** Zones that have nodes. */
  readonly zones: number;
  readonly storage: Bytes;
  readonly storageClass: string | undefined;
  /** Where the volume is mounted. */
  readonly dataPath: string;
  readonly pod: PodOptions;
  /** Labels of the pods beyond the standard ones, and what only grants bring; asked for at synthesis. */
  readonly later?: () => { readonly labels: Readonly<Record<string, string>>; readonly pod: Partial<PodOptions> };
  /** Changes when the pods must roll. */
  readonly checksum: string;
  readonly ports: Readonly<Record<string, number>>;
  /** Risks that somebody accepted in what these pods hold. */
  readonly accepted: readonly Acceptance[];
}

/** What is known of where pods with disks go. */
export interface Place {
  readonly zones: number;
  readonly storageClass: string | undefined;
}

const zoneKey = 'topology.kubernetes.io/zone';
const hostKey = 'kubernetes.io/hostname';

/** Required, never preferred: a pod that would break the promise waits instead. */
function spreading({
  spread,
  zones,
  replicas,
  instance,
  component,
}: StatefulSetOptions): Pick<PodOptions, 'affinity' | 'topologySpreadConstraints'> {
  if (spread === 'none') return {};
  const labelSelector = { matchLabels: selector(instance, component) };
  const apart: k8s.Affinity = {
    podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: hostKey, labelSelector }] },
  };
  if (spread === 'host') return { affinity: apart };
  return {
    affinity: apart,
    topologySpreadConstraints: [
      // Without minDomains a cluster with nodes in one zone alone would take all pods there.
      {
        maxSkew: 1,
        minDomains: Math.min(replicas, zones),
        topologyKey: zoneKey,
        whenUnsatisfiable: 'DoNotSchedule',
        labelSelector,
      },
    ],
  };
}

/** Pods with a name and a disk of their own: StatefulSet, headless Service, disruption budget, claims that outlive it. */
export class StatefulSet extends Construct {
  constructor(scope: Construct, id: string, options: StatefulSetOptions) {
    super(scope, id);
    const { name, instance, component } = options;
    const serviceName = options.serviceName ?? name;
    const own = labels(instance, component);
    const running = { ...own, ...versionLabel(options.pod.image) };
    const matchLabels = selector(instance, component);
    const later = options.later ?? (() => ({ labels: {}, pod: {} }));
    const lazy = <T>(produce: () => T): T => Lazy.any({ produce }) as T;

    this.around(options);
    new k8s.KubeStatefulSet(this, 'Resource', {
      metadata: { name, labels: running, ...acceptedAnnotation(options.accepted) },
      spec: {
        serviceName,
        replicas: options.replicas,
        // One after the other would deadlock: the first is not ready before the others are there.
        podManagementPolicy: 'Parallel',
        updateStrategy: { type: 'RollingUpdate' },
        persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
        selector: { matchLabels },
        template: {
          metadata: {
            labels: lazy(() => ({ ...running, ...later().labels })),
            annotations: { 'brokerkit/checksum': options.checksum },
          },
          spec: lazy(() =>
            pod({
              ...options.pod,
              ...later().pod,
              ...spreading(options),
              claims: { [dataVolume]: options.dataPath },
            }),
          ),
        },
        volumeClaimTemplates: [claim(options)],
      },
    });
  }

  /** How its pods are found, and how many of them may be taken away at a time. */
  private around({ name, serviceName = name, instance, component, ports }: StatefulSetOptions): void {
    const own = labels(instance, component);
    const matchLabels = selector(instance, component);
    new k8s.KubeService(this, 'Service', {
      metadata: { name: serviceName, labels: own },
      spec: {
        clusterIp: 'None',
        // Peers must find each other before they are ready: that is how they become so.
        publishNotReadyAddresses: true,
        selector: matchLabels,
        ports: Object.entries(ports).map(([portName, port]) => ({ name: portName, port })),
      },
    });
    new k8s.KubePodDisruptionBudget(this, 'Budget', {
      metadata: { name, labels: own },
      spec: {
        maxUnavailable: k8s.IntOrString.fromNumber(1),
        selector: { matchLabels },
        unhealthyPodEvictionPolicy: 'AlwaysAllow',
      },
    });
  }
}

const dataVolume = 'data';

/** Who finds the object finds what was accepted, and why. */
const acceptedAnnotation = (accepted: readonly Acceptance[]): Pick<k8s.ObjectMeta, 'annotations'> =>
  accepted.length === 0 ? {} : { annotations: { 'brokerkit/accepted-risks': accepted.map(riskText).join('\n') } };

const claim = ({ storage, storageClass }: StatefulSetOptions): k8s.KubePersistentVolumeClaimProps => ({
  metadata: { name: dataVolume },
  spec: {
    accessModes: ['ReadWriteOnce'],
    ...given({ storageClassName: storageClass }),
    resources: { requests: { storage: k8s.Quantity.fromString(storage) } },
  },
});
