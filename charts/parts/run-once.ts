import { Lazy, Yaml } from 'cdk8s';
import { Construct } from 'constructs';
import { k8s } from 'cdk8s-plus-27';
import { problemText } from '../../lib/durability/problem';
import { checksum, program } from './files';
import { labels, partLabel } from './labels';
import { fromConfigMap, pod, type Mount, type PodOptions } from './pod';
import { nodeImage, nodeUser, programCommand } from './node';
import { programMount, type ProgramMaps } from './program';

export interface RunOnceOptions {
  /** Name before the checksum: `kafka-provision`. */
  readonly name: string;
  readonly instance: string;
  readonly part: 'bootstrap' | 'provision';
  readonly bundle: 'bootstrap' | 'kafka' | 'rabbitmq';
  readonly programs: ProgramMaps;
  /** What it applies, asked for at synthesis: grants may still come until then. An operator can read it in the ConfigMap. */
  readonly input: () => unknown;
  readonly inputFile: string;
  readonly rights: () => k8s.PolicyRule[];
  /** Asked for at synthesis. */
  readonly pod: () => Pick<PodOptions, 'env'> & { readonly mounts?: readonly Mount[] };
}

const inputPath = '/etc/brokerkit/input';
const resources = { cpu: 0.1, memory: '256Mi' } as const;
/** Each try has patience of its own: minutes. */
const backoffLimit = 6;

/**
 * A Job that applies something, with the rights it needs and no more. Its name is the checksum of all that it applies: changed
 * input is a new Job, the same input is the same Job, which does not run again.
 */
export class RunOnce extends Construct {
  constructor(scope: Construct, id: string, options: RunOnceOptions) {
    super(scope, id);
    const { name, instance, part } = options;
    const own = { ...labels(instance, part), [partLabel]: part };
    const built = program(options.bundle);
    const programMap = options.programs.nameOf(built);
    const text = memo(() => Yaml.stringify(options.input()));
    const metadata = { name, labels: own };
    // Types want text; the resolver takes whatever is text in the end.
    const later = <T>(produce: () => T): T => Lazy.any({ produce }) as T;
    // The whole pod: an environment or an image that changes makes another Job too, since a Job's pod can't be altered.
    const spec = memo(() => onePod(options, programMap));
    const version = memo(() => checksum(built.checksum, text(), JSON.stringify(spec())));

    this.node.addValidation({ validate: () => tooLarge(name, text()) });
    new k8s.KubeServiceAccount(this, 'Account', { metadata, automountServiceAccountToken: false });
    new k8s.KubeRole(this, 'Role', { metadata, rules: later(options.rights) });
    new k8s.KubeRoleBinding(this, 'Binding', {
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', name }],
    });
    new k8s.KubeConfigMap(this, 'Input', {
      metadata: { name: later(() => `${name}-${version()}`), labels: own },
      immutable: true,
      data: { [options.inputFile]: later(text) },
    });
    new k8s.KubeJob(this, 'Resource', {
      metadata: { name: later(() => `${name}-${version()}`), labels: own },
      spec: {
        backoffLimit,
        template: {
          metadata: { labels: own },
          spec: later(() => ({
            ...spec(),
            volumes: [...(spec().volumes ?? []), { name: 'input', ...fromConfigMap(`${name}-${version()}`) }],
          })),
        },
      },
    });
  }
}

function onePod(options: RunOnceOptions, programMap: string): k8s.PodSpec {
  const { env = [], mounts = [] } = options.pod();
  const spec = pod({
    image: nodeImage,
    user: nodeUser,
    command: programCommand(options.bundle, options.part === 'bootstrap' ? 'bootstrap' : 'provisioner'),
    resources,
    // A pod that failed stays, and with it what it said.
    restartPolicy: 'Never',
    serviceAccountName: options.name,
    env,
    mounts: [...mounts, programMount(programMap)],
  });
  const [container] = spec.containers;
  if (container === undefined) return spec;
  // Mounted here, named by the caller: the name of its ConfigMap is the checksum of this very pod.
  const volumeMounts = [...(container.volumeMounts ?? []), { name: 'input', mountPath: inputPath, readOnly: true }];
  return { ...spec, containers: [{ ...container, volumeMounts }] };
}

/** Kubernetes takes no ConfigMap above 1 MiB. */
const largestMap = 1_048_576;

function tooLarge(name: string, text: string): string[] {
  const size = Buffer.byteLength(text);
  if (size <= largestMap) return [];
  const why = `Kubernetes takes no ConfigMap above ${largestMap} bytes`;
  const fix = 'split what is declared over two clusters';
  return [problemText({ rule: 'object-too-large', path: name, value: `${size} bytes`, why, fix })];
}

export const inputFilePath = (file: string): string => `${inputPath}/${file}`;

function memo<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
