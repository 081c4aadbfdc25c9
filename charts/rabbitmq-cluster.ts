import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { k8s } from 'cdk8s-plus-27';
import type { Placed, Placement } from '../lib/durability/placement';
import { provisionerUser } from '../lib/durability/schema';
import { grantVariables, userSecretPath, type Connection, type IMessagingGrantee } from '../lib/plan/grantee';
import { placementOf } from '../lib/plan/placement';
import { rabbitMqClientToEnv } from '../lib/rabbitmq/client';
import { largestCluster, ports } from '../lib/rabbitmq/listeners';
import type { RabbitMqOptions } from '../lib/rabbitmq/options';
import { checkRabbitMq } from '../lib/rabbitmq/rules';
import { resolveRabbitMq, type RabbitMqSettings } from '../lib/rabbitmq/settings';
import { rabbitMqTopology, vhost, type RabbitMqGrant } from '../lib/rabbitmq/topology';
import type { KubernetesPlace } from './kafka-cluster';
import { labels, selector } from './parts/labels';
import { provisionJob } from './parts/provision';
import { bootstrapJob, secretNames, type BootstrapOptions } from './parts/secrets';
import { rabbitMqNetwork } from './rabbitmq-network';
import { nodeHost, rabbitMqPods } from './rabbitmq-pods';
import { mustNotBeReserved, refuse } from './refuse';

export interface RabbitMqClusterProps<
  Exchange extends string = string,
  Queue extends string = string,
> extends RabbitMqOptions<Exchange, Queue> {
  /**
   * What is known of the Kubernetes cluster.
   *
   * @default - its default storage class, three zones, any version
   */
  readonly kubernetes?: KubernetesPlace;
}

/** An exchange that was declared: who may publish to it. */
export interface IExchange {
  readonly name: string;
  /** Gives a user, its password, the right to publish and the network path. */
  grantPublish(grantee: IMessagingGrantee): void;
}

/** A queue that was declared: who may consume from it. */
export interface IQueue {
  readonly name: string;
  /** What it is in: its settings, and where it runs. */
  readonly cluster: Placed<RabbitMqSettings>;
  /** Gives a user, its password, the right to consume and the network path. */
  grantConsume(grantee: IMessagingGrantee): void;
}

/**
 * A RabbitMQ cluster that keeps its promise: nodes, certificates, users, exchanges, queues with their dead letters.
 *
 * @throws DurabilityError for options that can't be read; what breaks the promise is reported at synthesis, all at once.
 */
export class RabbitMqCluster<Exchange extends string = string, Queue extends string = string> extends Construct {
  readonly settings: RabbitMqSettings;
  /** What is known of where it runs. */
  readonly placement: Placement;
  private readonly grants: RabbitMqGrant[] = [];
  private readonly namespace: string;

  constructor(scope: Construct, id: string, props: RabbitMqClusterProps<Exchange, Queue> = {}) {
    super(scope, id);
    const { kubernetes, ...options } = props;
    this.settings = resolveRabbitMq(id, options);
    this.namespace = Chart.of(this).namespace ?? 'default';
    this.placement = placementOf(kubernetes);
    refuse(this, checkRabbitMq(this.settings, this.placement));

    bootstrapJob(this, {
      ...this.certificates(),
      namespace: this.namespace,
      users: () => this.grants.map(({ user }) => user),
    });
    rabbitMqPods(this, this.settings, this.namespace, {
      zones: this.placement.zones,
      storageClass: kubernetes?.storageClass,
    });
    this.clientService();
    provisionJob(this, {
      cluster: this.settings,
      broker: 'rabbitmq',
      topology: () => rabbitMqTopology(this.settings, this.grants),
      administrator: this.administrator,
      env: { RABBITMQ_MANAGEMENT_URL: `https://${this.host}:${ports.management}` },
    });
    rabbitMqNetwork(this, this.settings);
  }

  /** A declared exchange. @throws Error for one that nobody declared. */
  exchange(name: Exchange): IExchange {
    this.mustKnow(
      'exchange',
      name,
      this.settings.exchanges.map((exchange) => exchange.name),
    );
    return { name, grantPublish: (grantee) => this.grant(grantee, 'publish', name) };
  }

  /** A declared queue, or the dead letters of one: `payment.dead-letters`. @throws Error for one that nobody declared. */
  queue(name: Queue | `${Queue}.dead-letters`): IQueue {
    this.mustKnow(
      'queue',
      name,
      this.settings.queues.flatMap((queue) => [queue.name, queue.deadLetterQueue]),
    );
    return { name, cluster: this, grantConsume: (grantee) => this.grant(grantee, 'consume', name) };
  }

  private mustKnow(kind: 'exchange' | 'queue', name: string, declared: readonly string[]): void {
    if (!declared.includes(name)) throw new Error(`${this.node.path} has no ${kind} ${name}: declare it in ${kind}s`);
  }

  private grant(grantee: IMessagingGrantee, verb: RabbitMqGrant['verb'], on: string): void {
    mustNotBeReserved(grantee.user);
    this.grants.push({ user: grantee.user, verb, on });
    grantee.bind(this.connection(grantee.user), { variable: grantVariables.rabbitmq[verb], name: on });
  }

  private get host(): string {
    return `${this.node.id}.${this.namespace}.svc`;
  }

  /** How the broker's own administrator gets in: for what the kit itself runs. */
  get administrator(): Connection {
    return this.connection(provisionerUser);
  }

  private connection(user: string): Connection {
    const path = userSecretPath(this.node.id);
    const { plaintextPort } = this.settings;
    const port = plaintextPort === 'none' ? ports.amqps : plaintextPort;
    return {
      broker: 'rabbitmq',
      cluster: this.node.id,
      env: rabbitMqClientToEnv({
        host: this.host,
        port,
        vhost,
        username: user,
        passwordFile: `${path}/password`,
        caFile: port === ports.amqps ? `${path}/ca.crt` : undefined,
        heartbeatSeconds: this.settings.heartbeatSeconds,
      }),
      secretName: secretNames(this.settings).user(user),
      secretPath: path,
      ports: [port],
    };
  }

  /** What the nodes and their clients know each other by. */
  private certificates(): Pick<BootstrapOptions, 'cluster' | 'identity' | 'internal' | 'clients'> {
    const { id } = this.node;
    // Erlang takes no wildcard: every node by name, and those that may come.
    const hosts = Array.from({ length: largestCluster }, (_, ordinal) => nodeHost(id, ordinal, this.namespace));
    const services = [id, `${id}.${this.namespace}`, this.host, `${this.host}.cluster.local`];
    return {
      cluster: this.settings,
      identity: { make: 'rabbitmq-cluster', name: secretNames(this.settings).cluster },
      internal: { commonName: `${id}-internal`, dnsNames: hosts },
      clients: { commonName: id, dnsNames: [...services, ...hosts] },
    };
  }

  /** The one name that clients know: nodes that serve. */
  private clientService(): void {
    const { id } = this.node;
    const plaintext =
      this.settings.plaintextPort === 'none' ? [] : [{ name: 'amqp', port: this.settings.plaintextPort }];
    new k8s.KubeService(this, 'ClientService', {
      metadata: { name: id, labels: labels(id, 'node') },
      spec: {
        selector: selector(id, 'node'),
        ports: [{ name: 'amqps', port: ports.amqps }, { name: 'management', port: ports.management }, ...plaintext],
      },
    });
  }
}
