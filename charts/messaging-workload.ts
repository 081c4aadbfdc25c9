import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { k8s } from 'cdk8s-plus-27';
import type { Bytes } from '../lib/durability/quantity';
import type { Resources } from '../lib/durability/schema';
import { rackVariables } from '../lib/kafka/client';
import {
  grantedList,
  grantVariables,
  type Connection,
  type GrantedName,
  type IMessagingGrantee,
} from '../lib/plan/grantee';
import { workloadDefaults } from '../lib/plan/options';
import { graceSeconds, needsOf, portOf, urlVariable, workloadDataPath, type ProgramName } from '../lib/plan/programs';
import { clientLabel, instanceLabel, labels, selector } from './parts/labels';
import { NetworkPolicy } from './parts/network-policy';
import { emptyDir, fieldEnv, fromSecret, plainEnv, zoneLabel, type Mount, type PodOptions } from './parts/pod';
import { workloadPods } from './parts/workload-pods';
import { workloadStart } from './parts/workload-start';

export interface MessagingWorkloadProps {
  /** A program that comes with the kit. One of this, `entry` and `image` is needed. */
  readonly program?: ProgramName;
  /**
   * A TypeScript or JavaScript file of the team's own. It is bundled with all that it imports (by `esbuild`, which the project must
   * have) and runs on the stock image of Node 24.
   */
  readonly entry?: string;
  /**
   * An image of the team's own; it starts with its own command. Together with `program`: an image built by the kit's Dockerfile.
   */
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
  /**
   * Size of a volume of its own for each pod, mounted where `DATA_FOLDER` says.
   *
   * @default - no volume
   */
  readonly storage?: Bytes;
  /**
   * StorageClass of these volumes.
   *
   * @default - the cluster's default class
   */
  readonly storageClass?: string;
  /**
   * Port that it serves HTTP on, told to it as `PORT`.
   *
   * @default - 8080 for a program of the kit that serves pages, otherwise none
   */
  readonly port?: number;
  /** Further environment variables. Nothing secret: they stand in the manifest. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A producer or consumer: what it was granted brings its user, password, environment and network path. */
export class MessagingWorkload extends Construct implements IMessagingGrantee {
  readonly user: string;
  private readonly port: number | undefined;
  private readonly connections = new Map<string, Connection>();
  private readonly granted = new Map<string, readonly string[]>();
  private readonly callers: MessagingWorkload[] = [];
  private readonly callees: MessagingWorkload[] = [];

  constructor(scope: Construct, id: string, props: MessagingWorkloadProps) {
    super(scope, id);
    this.user = id;
    this.port = portOf(props);
    const { checksum, ...start } = workloadStart(this, props);
    workloadPods(this, {
      name: id,
      replicas: props.replicas ?? workloadDefaults.replicas,
      pod: { ...start, ...this.serving(props), resources: props.resources ?? workloadDefaults.resources, graceSeconds },
      later: () => ({
        labels: this.clientLabels(),
        pod: { env: this.environment(props), mounts: this.mounts(start.mounts ?? []) },
      }),
      checksum,
      port: this.port,
      storage: props.storage,
      storageClass: props.storageClass,
    });
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

  /**
   * Lets another workload send it HTTP requests: the network path, and a variable such as `ORDER_URL`.
   *
   * @throws Error when this workload serves nothing
   */
  grantCall(caller: MessagingWorkload): void {
    if (this.port === undefined) throw new Error(`${this.node.path} serves nothing: give it a port`);
    this.callers.push(caller);
    caller.callees.push(this);
  }

  private serving({ program: name }: MessagingWorkloadProps): Pick<PodOptions, 'ports' | 'readinessProbe'> {
    if (this.port === undefined) return {};
    const port = k8s.IntOrString.fromString('http');
    return {
      ports: { http: this.port },
      ...(name && needsOf(name).serves ? { readinessProbe: { httpGet: { path: '/readyz', port } } } : {}),
    };
  }

  private network(): void {
    const id = this.node.id;
    new NetworkPolicy(this, 'Network', {
      name: id,
      labels: labels(id, 'workload'),
      pods: selector(id, 'workload'),
      ingress: () => (this.port === undefined ? [] : this.callers.map((its) => pathWith(its.user, this.port ?? 0))),
      egress: () => [
        ...[...this.connections.values()].map(({ cluster, ports }) => ({ peers: [instanceLabel(cluster)], ports })),
        ...this.callees.map((its) => pathWith(its.user, its.port ?? 0)),
      ],
    });
  }

  private clientLabels(): Record<string, string> {
    return Object.assign({}, ...[...this.connections.keys()].map(clientLabel)) as Record<string, string>;
  }

  private environment({ env = {}, storage }: MessagingWorkloadProps): readonly k8s.EnvVar[] {
    const connections = [...this.connections.values()].map((connection) => connection.env);
    const lists = Object.fromEntries([...this.granted].map(([variable, names]) => [variable, grantedList(names)]));
    const place = {
      ...(this.port === undefined ? {} : { PORT: String(this.port) }),
      ...(storage === undefined ? {} : { DATA_FOLDER: workloadDataPath }),
    };
    return [
      ...plainEnv(Object.assign({}, ...connections, lists, place, this.calleeUrls(), env) as Record<string, string>),
      fieldEnv('POD_NAME', 'metadata.name'),
      ...(this.granted.has(grantVariables.kafka.consume) && env[rackVariables.own] === undefined ? [ownRack] : []),
    ];
  }

  private calleeUrls(): Record<string, string> {
    const namespace = Chart.of(this).namespace;
    const host = (name: string): string => (namespace === undefined ? name : `${name}.${namespace}.svc`);
    return Object.fromEntries(
      this.callees.map(({ user, port }) => [urlVariable(user), `http://${host(user)}:${port}`]),
    );
  }

  private mounts(own: readonly Mount[]): readonly Mount[] {
    const secrets = [...this.connections.values()].map(({ cluster, secretName, secretPath }) => ({
      name: cluster,
      path: secretPath,
      source: fromSecret(secretName),
    }));
    return [...own, ...secrets, { name: 'tmp', path: '/tmp', source: emptyDir('64Mi'), readOnly: false }];
  }
}

/** What the brokers are told of their own zone, too. Empty before Kubernetes 1.35. */
const ownRack = fieldEnv(rackVariables.own, zoneLabel);

const pathWith = (name: string, port: number) => ({ peers: [selector(name, 'workload')], ports: [port] });
