import { k8s } from 'cdk8s-plus-27';
import type { Resources } from '../../lib/durability/schema';
import { given } from './given';

/** A folder of a pod: what it is called, where it is mounted, and what stands behind it. */
export interface Mount {
  readonly name: string;
  readonly path: string;
  readonly source: Omit<k8s.Volume, 'name'>;
  readonly readOnly?: boolean;
}

export interface PodOptions {
  readonly image: string;
  /** The user and group that the image is made for; the image's own where none is given. */
  readonly user?: number;
  /** The image's own where none is given. */
  readonly command?: readonly string[];
  readonly resources: Resources;
  readonly env?: readonly k8s.EnvVar[];
  readonly mounts?: readonly Mount[];
  /** Claims are volumes of the StatefulSet: mounted, not made here. */
  readonly claims?: Readonly<Record<string, string>>;
  readonly ports?: Readonly<Record<string, number>>;
  readonly startupProbe?: k8s.Probe;
  readonly readinessProbe?: k8s.Probe;
  readonly preStop?: readonly string[];
  readonly graceSeconds?: number;
  readonly restartPolicy?: 'Always' | 'OnFailure' | 'Never';
  /** Gives the pod this ServiceAccount's token; without one it gets none. */
  readonly serviceAccountName?: string;
  readonly affinity?: k8s.Affinity;
  readonly topologySpreadConstraints?: k8s.TopologySpreadConstraint[];
}

export const emptyDir = (sizeLimit: string): Omit<k8s.Volume, 'name'> => ({
  emptyDir: { sizeLimit: k8s.Quantity.fromString(sizeLimit) },
});

export const fromSecret = (secretName: string): Omit<k8s.Volume, 'name'> => ({
  // Readable for the pod's group alone: fsGroup is that group.
  secret: { secretName, defaultMode: 0o440 },
});

export const fromConfigMap = (name: string, mode = 0o444): Omit<k8s.Volume, 'name'> => ({
  configMap: { name, defaultMode: mode },
});

/** A variable from the pod's own description. */
export const fieldEnv = (name: string, fieldPath: string): k8s.EnvVar => ({
  name,
  valueFrom: { fieldRef: { fieldPath } },
});

/** Where a pod finds the zone of its node, from Kubernetes 1.35 on. */
export const zoneLabel = "metadata.labels['topology.kubernetes.io/zone']";

export const secretEnv = (name: string, secret: string, key: string, optional = false): k8s.EnvVar => ({
  name,
  valueFrom: { secretKeyRef: { name: secret, key, ...(optional ? { optional } : {}) } },
});

/** In the order of the names, so that two syntheses give the same bytes. */
export const plainEnv = (env: Readonly<Record<string, string>>): k8s.EnvVar[] =>
  Object.keys(env)
    .sort()
    .map((name) => ({ name, value: env[name] ?? '' }));

/** Group of the files that an image of unknown user must be able to read. */
const defaultGroup = 1000;

/** Disk outside of volumes: what a pod writes to its emptyDirs and its log. */
const scratchDisk = { request: '64Mi', limit: '1Gi' } as const;

function containerResources({ cpu, memory }: Resources): k8s.ResourceRequirements {
  const quantity = (value: string | number) => k8s.Quantity.fromString(String(value));
  return {
    requests: { cpu: quantity(cpu), memory: quantity(memory), 'ephemeral-storage': quantity(scratchDisk.request) },
    limits: { memory: quantity(memory), 'ephemeral-storage': quantity(scratchDisk.limit) },
  };
}

/** Everything that the pod's files are: what it mounts, then the claims, which may lie inside of another mount. */
const volumeMounts = ({ mounts = [], claims = {} }: PodOptions): k8s.VolumeMount[] => [
  ...mounts.map(({ name, path, readOnly = true }) => ({ name, mountPath: path, ...(readOnly ? { readOnly } : {}) })),
  ...Object.entries(claims).map(([name, mountPath]) => ({ name, mountPath })),
];

function container(options: PodOptions): k8s.Container {
  const { command, env, ports, preStop, startupProbe, readinessProbe } = options;
  return {
    name: 'main',
    image: options.image,
    imagePullPolicy: 'IfNotPresent',
    resources: containerResources(options.resources),
    securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
    volumeMounts: volumeMounts(options),
    ...given({
      command: command && [...command],
      env: env && [...env],
      ports: ports && Object.entries(ports).map(([name, containerPort]) => ({ name, containerPort })),
      startupProbe,
      readinessProbe,
      lifecycle: preStop && { preStop: { exec: { command: [...preStop] } } },
    }),
  };
}

/** The one pod of the kit: Kubernetes' restricted profile, a read-only root, no token unless it is needed. */
export function pod(options: PodOptions): k8s.PodSpec {
  const { user, serviceAccountName, graceSeconds, restartPolicy, affinity, topologySpreadConstraints } = options;
  return {
    automountServiceAccountToken: serviceAccountName !== undefined,
    enableServiceLinks: false,
    securityContext: {
      runAsNonRoot: true,
      ...given({ runAsUser: user, runAsGroup: user }),
      fsGroup: user ?? defaultGroup,
      fsGroupChangePolicy: 'OnRootMismatch',
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containers: [container(options)],
    volumes: (options.mounts ?? []).map(({ name, source }) => ({ name, ...source })),
    ...given({
      serviceAccountName,
      terminationGracePeriodSeconds: graceSeconds,
      restartPolicy,
      affinity,
      topologySpreadConstraints,
    }),
  };
}
