import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import type { Placed, Placement } from '../lib/durability/placement';
import { provisionerUser } from '../lib/durability/schema';
import type { KafkaClientSettings } from '../lib/kafka/client';
import { internalCommonName, listeners, scramMechanism } from '../lib/kafka/listeners';
import type { KafkaOptions } from '../lib/kafka/options';
import { checkKafka } from '../lib/kafka/rules';
import { kafkaClientToEnv } from '../lib/kafka/client';
import { isCombined, roleName, voters, type KafkaRole } from '../lib/kafka/server-properties';
import { resolveKafka, type KafkaSettings } from '../lib/kafka/settings';
import { kafkaTopology, type KafkaGrant } from '../lib/kafka/topology';
import { grantVariables, userSecretPath, type Connection, type IMessagingGrantee } from '../lib/plan/grantee';
import type { KubernetesOptions } from '../lib/plan/options';
import { placementOf } from '../lib/plan/placement';
import { kafkaNetwork } from './kafka-network';
import { kafkaPods } from './kafka-pods';
import { labels, selector } from './parts/labels';
import { provisionJob } from './parts/provision';
import { bootstrapJob, secretNames, type BootstrapOptions } from './parts/secrets';
import { mustNotBeReserved, refuse } from './refuse';
import { k8s } from 'cdk8s-plus-27';

/** Where the cluster runs. */
export type KubernetesPlace = Pick<KubernetesOptions, 'storageClass' | 'zones' | 'version'>;

export interface KafkaClusterProps<Topic extends string = string> extends KafkaOptions<Topic> {
  /**
   * What is known of the Kubernetes cluster.
   *
   * @default - its default storage class, three zones, any version
   */
  readonly kubernetes?: KubernetesPlace;
}

/** A topic that was declared: who may write to it and read from it. */
export interface ITopic {
  readonly name: string;
  /** What it is in: its settings, and where it runs. */
  readonly cluster: Placed<KafkaSettings>;
  /** Gives a user, its password, the right to write and the network path. */
  grantProduce(grantee: IMessagingGrantee): void;
  /** Gives a user, its password, the right to read in a group and the network path. */
  grantConsume(grantee: IMessagingGrantee, options?: { readonly group?: string }): void;
}

/**
 * A Kafka cluster that keeps its promise: controllers, brokers, certificates, users, topics.
 *
 * @throws DurabilityError for options that can't be read; what breaks the promise is reported at synthesis, all at once.
 */
export class KafkaCluster<Topic extends string = string> extends Construct {
  readonly settings: KafkaSettings;
  /** What is known of where it runs. */
  readonly placement: Placement;
  private readonly grants: KafkaGrant[] = [];
  private readonly namespace: string;

  constructor(scope: Construct, id: string, props: KafkaClusterProps<Topic> = {}) {
    super(scope, id);
    const { kubernetes, ...options } = props;
    this.settings = resolveKafka(id, options);
    this.namespace = Chart.of(this).namespace ?? 'default';
    this.placement = placementOf(kubernetes);
    refuse(this, checkKafka(this.settings, this.placement));

    bootstrapJob(this, {
      ...this.certificates(),
      namespace: this.namespace,
      users: () => this.grants.map(({ user }) => user),
    });
    kafkaPods(this, this.settings, { zones: this.placement.zones, storageClass: kubernetes?.storageClass });
    this.bootstrapService();
    provisionJob(this, {
      cluster: this.settings,
      broker: 'kafka',
      topology: () => kafkaTopology(this.settings, this.grants),
      administrator: this.administrator,
    });
    kafkaNetwork(this, this.settings);
  }

  /** A declared topic. @throws Error for one that nobody declared. */
  topic(name: Topic): ITopic {
    if (!this.settings.topics.some((topic) => topic.name === name)) {
      throw new Error(`${this.node.path} has no topic ${name}: declare it in topics`);
    }
    const grant = (grantee: IMessagingGrantee, verb: KafkaGrant['verb'], group?: string): void => {
      const { user } = grantee;
      mustNotBeReserved(user);
      this.grants.push({ user, verb, topic: name, ...(group === undefined ? {} : { group }) });
      grantee.bind(this.connection(user, group), { variable: grantVariables.kafka[verb], name });
    };
    return {
      name,
      cluster: this,
      grantProduce: (grantee) => grant(grantee, 'produce'),
      grantConsume: (grantee, options) => grant(grantee, 'consume', options?.group),
    };
  }

  private get bootstrapHost(): string {
    return `${this.node.id}-bootstrap.${this.namespace}.svc`;
  }

  /** How the broker's own administrator gets in: for what the kit itself runs. */
  get administrator(): Connection {
    return this.connection(provisionerUser);
  }

  private connection(user: string, group: string = user): Connection {
    const path = userSecretPath(this.node.id);
    const client: KafkaClientSettings = {
      bootstrapServers: `${this.bootstrapHost}:${listeners.clients.port}`,
      securityProtocol: this.settings.clientSecurityProtocol,
      saslMechanism: scramMechanism,
      username: user,
      passwordFile: `${path}/password`,
      caFile: `${path}/ca.crt`,
      requestTimeoutMs: this.settings.requestTimeoutMs,
      connectTimeoutMs: this.settings.socketConnectionSetupTimeoutMaxMs,
      groupId: group,
    };
    return {
      broker: 'kafka',
      cluster: this.node.id,
      env: kafkaClientToEnv(client),
      secretName: secretNames(this.settings).user(user),
      secretPath: path,
      ports: [listeners.clients.port],
    };
  }

  /** What the nodes and their clients know each other by. */
  private certificates(): Pick<BootstrapOptions, 'cluster' | 'identity' | 'internal' | 'clients'> {
    const hosts = (service: string): readonly string[] => [
      `*.${service}`,
      `*.${service}.${this.namespace}.svc`,
      `*.${service}.${this.namespace}.svc.cluster.local`,
    ];
    const roles: readonly KafkaRole[] = isCombined(this.settings) ? ['broker'] : ['controller', 'broker'];
    const internal = {
      commonName: internalCommonName,
      dnsNames: roles.flatMap((role) => hosts(roleName(this.settings, role))),
    };
    const clients = {
      commonName: `${this.node.id}-bootstrap`,
      dnsNames: [
        `${this.node.id}-bootstrap`,
        `${this.node.id}-bootstrap.${this.namespace}`,
        this.bootstrapHost,
        `${this.bootstrapHost}.cluster.local`,
        ...hosts(roleName(this.settings, 'broker')),
      ],
    };
    const identity = {
      make: 'kafka-cluster',
      name: secretNames(this.settings).cluster,
      voters: voters(this.settings),
    } as const;
    return { cluster: this.settings, identity, internal, clients };
  }

  /** The one name that clients know. */
  private bootstrapService(): void {
    new k8s.KubeService(this, 'BootstrapService', {
      metadata: { name: `${this.node.id}-bootstrap`, labels: labels(this.node.id, 'broker') },
      spec: {
        selector: selector(this.node.id, 'broker'),
        // A broker that waits for replicas still answers; with none "ready" the cluster would be off the air.
        publishNotReadyAddresses: true,
        ports: [{ name: 'clients', port: listeners.clients.port }],
      },
    });
  }
}
