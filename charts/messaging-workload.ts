import { Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { k8s } from 'cdk8s-plus-27';
import type { Resources } from '../lib/durability/schema';
import { type Connection, type GrantedName, type IMessagingGrantee } from '../lib/plan/grantee';
import { workloadDefaults, type ProgramName } from '../lib/plan/options';
import { program } from './parts/files';
import { clientLabel, instanceLabel, labels, selector, versionLabel } from './parts/labels';
import { NetworkPolicy } from './parts/network-policy';
import { emptyDir, fieldEnv, fromSecret, plainEnv, pod, type Mount, type PodOptions } from './parts/pod';
import { nodeImage, nodeUser, programCommand, programMount, ProgramMaps, type Bundle } from './parts/program';

export interface MessagingWorkloadProps {
  /** A program that comes with the kit. Either this or `image`. */
  readonly program?: ProgramName;
  /** An image of the team's own; it starts with its own command. Either this or `program`. */
  readonly image?: string;
  /**
   * Pods of the workload.
   *
   * @default 1
   */
  readonly replicas?: number;
  /**
   * CPU and memory of each pod.
   *
   * @default { cpu: 0.1, memory: '256Mi' }
   */
  readonly resources?: Resources;
  /** Further environment variables. Nothing secret: they stand in the manifest. */
  readonly env?: Readonly<Record<string, string>>;
}

type Start = Pick<PodOptions, 'image' | 'user' | 'command' | 'mounts'>;

/** Time to hand back what is under way when the pod is asked to stop. */
const graceSeconds = 30;

/** A producer or consumer: what it was granted brings its user, password, environment and network path. */
export class MessagingWorkload extends Construct implements IMessagingGrantee {
  readonly user: string;
  private readonly connections = new Map<string, Connection>();
  private readonly granted = new Map<string, readonly string[]>();

  constructor(scope: Construct, id: string, props: MessagingWorkloadProps) {
    super(scope, id);
    if ((props.program === undefined) === (props.image === undefined)) {
      throw new Error(`${this.node.path}: give it either a program or an image`);
    }
    this.user = id;
    const [bundle, name] = (props.program?.split('-') ?? []) as [Bundle?, string?];
    const start: Start =
      bundle === undefined || name === undefined
        ? { image: props.image ?? '' }
        : {
            image: nodeImage,
            user: nodeUser,
            command: programCommand(bundle, name),
            mounts: [programMount(ProgramMaps.of(this).nameOf(bundle))],
          };
    this.deployment(props, start, bundle === undefined ? undefined : program(bundle).checksum);
    this.network();
  }

  bind(connection: Connection, granted: GrantedName): void {
    const known = this.connections.get(connection.cluster);
    // A second grant on the same cluster may bring more (its group), never less.
    this.connections.set(
      connection.cluster,
      known === undefined ? connection : { ...known, env: { ...known.env, ...connection.env } },
    );
    this.granted.set(granted.variable, [...(this.granted.get(granted.variable) ?? []), granted.name]);
  }

  private deployment(props: MessagingWorkloadProps, start: Start, checksum: string | undefined): void {
    const id = this.node.id;
    const own = { ...labels(id, 'workload'), ...(props.image === undefined ? {} : versionLabel(props.image)) };
    const later = <T>(produce: () => T): T => Lazy.any({ produce }) as T;
    new k8s.KubeDeployment(this, 'Resource', {
      metadata: { name: id, labels: own },
      spec: {
        replicas: props.replicas ?? workloadDefaults.replicas,
        selector: { matchLabels: selector(id, 'workload') },
        template: {
          metadata: {
            labels: later(() => ({ ...own, ...this.clientLabels() })),
            ...(checksum === undefined ? {} : { annotations: { 'brokerkit/checksum': checksum } }),
          },
          spec: later(() =>
            pod({
              ...start,
              resources: props.resources ?? workloadDefaults.resources,
              graceSeconds,
              env: this.environment(props.env ?? {}),
              mounts: [
                ...(start.mounts ?? []),
                ...this.secretMounts(),
                { name: 'tmp', path: '/tmp', source: emptyDir('64Mi'), readOnly: false },
              ],
              topologySpreadConstraints: [
                {
                  maxSkew: 1,
                  topologyKey: 'topology.kubernetes.io/zone',
                  // Better in one zone than not at all: a workload holds no data.
                  whenUnsatisfiable: 'ScheduleAnyway',
                  labelSelector: { matchLabels: selector(id, 'workload') },
                },
              ],
            }),
          ),
        },
      },
    });
  }

  private network(): void {
    const id = this.node.id;
    new NetworkPolicy(this, 'Network', {
      name: id,
      labels: labels(id, 'workload'),
      pods: selector(id, 'workload'),
      ingress: [],
      egress: () =>
        [...this.connections.values()].map(({ cluster, ports }) => ({ peers: [instanceLabel(cluster)], ports })),
    });
  }

  private clientLabels(): Record<string, string> {
    return Object.assign({}, ...[...this.connections.keys()].map(clientLabel)) as Record<string, string>;
  }

  private environment(own: Readonly<Record<string, string>>): readonly k8s.EnvVar[] {
    const connections = [...this.connections.values()].map(({ env }) => env);
    const lists = Object.fromEntries(
      [...this.granted].map(([variable, names]) => [variable, [...new Set(names)].sort().join(',')]),
    );
    return [
      ...plainEnv(Object.assign({}, ...connections, lists, own) as Record<string, string>),
      fieldEnv('POD_NAME', 'metadata.name'),
    ];
  }

  private secretMounts(): readonly Mount[] {
    return [...this.connections.values()].map(({ cluster, secretName, secretPath }) => ({
      name: cluster,
      path: secretPath,
      source: fromSecret(secretName),
    }));
  }
}
