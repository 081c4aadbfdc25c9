import { Fn, Names, Token } from 'aws-cdk-lib/core';
import type { Connections } from 'aws-cdk-lib/aws-ec2';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { mustNotBeReserved } from '../../../charts/refuse';
import { provisionerUser } from '../../durability/schema';
import { awsDefaults } from '../../plan/aws-options';
import type { RabbitMqOptions } from '../../rabbitmq/options';
import { resolveRabbitMq, type RabbitMqSettings } from '../../rabbitmq/settings';
import type { RabbitMqGrant } from '../../rabbitmq/topology';
import { brokerNetwork, type BrokerPlace } from '../broker-network';
import { awsPlacement } from '../../plan/placement';
import { mustBeKnown } from '../known-options';
import { checkAmazonMq } from '../plan';
import { refuse } from '../refuse';
import {
  clientPort,
  ImportedAmazonMqBroker,
  letIn,
  type AmazonMqBrokerAttributes,
  type IAmazonMqBroker,
  type IRabbitMqGrantee,
} from './broker';
import { brokerNodes } from './broker-nodes';
import { BrokerTopology } from './broker-topology';
import { userSecret } from './broker-users';
import { defaultEngineVersion, type EngineVersion } from './engine';
import { checkNodes } from './node-rules';
import { amazonMqTopology } from './topology';

export interface AmazonMqBrokerProps<Exchange extends string = string, Queue extends string = string>
  extends RabbitMqOptions<Exchange, Queue>, BrokerPlace {
  /**
   * Name of the broker in its account and region. It can't be changed: another name is another, empty broker.
   *
   * @default - made from the place of the construct
   */
  readonly brokerName?: string;
  /**
   * Size of the nodes, of the m7g family: `mq.m7g.medium` (for tests) to `mq.m7g.16xlarge`. Nodes are changed one after the other.
   *
   * @default 'mq.m7g.large'
   */
  readonly instanceType?: string;
  /**
   * Volume of each node, in GB: a multiple of 5, at most 75 for `mq.m7g.large` and 500 for the largest nodes. A change is made when the
   * nodes are restarted: in the maintenance window, or by `aws mq reboot-broker`, which is refused once a disk is too full. It is
   * `storage` that has no meaning here.
   *
   * @default - what comes with the size of the nodes: 15 for `mq.m7g.large`
   * @see https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/best-practices-configurable-storage.html
   */
  readonly storageSize?: number;
  /**
   * Version of RabbitMQ; the service chooses the patch. 4.3 lets a message that failed wait before it comes again, and its first patches
   * can confirm a message before it is on a disk. There is a way from 4.2 to 4.3, and none back.
   *
   * @default '4.2'
   */
  readonly engineVersion?: EngineVersion;
  /**
   * The administrator, as JSON with `username` and `password`; the name is `provisioner`. The broker is made with it, and its exchanges,
   * queues and users through it.
   *
   * @default - a secret with a password made by Secrets Manager
   */
  readonly administrator?: ISecret;
  /**
   * Authority that signed the certificate of the broker's console, as PEM: for a console that is reached through something of your own.
   *
   * @default - those that Node.js trusts; Amazon's is among them
   */
  readonly caCertificate?: string;
  /**
   * Any text, such as a day. After the password in the secret of a user was changed, another text lets the next deployment bring it to
   * the broker; CloudFormation does not see what is in a secret.
   *
   * @default - none
   */
  readonly passwordsAsOf?: string;
}

/**
 * RabbitMQ by Amazon MQ: a cluster of three nodes in three zones, reached through TLS from inside the network only, with its exchanges,
 * queues and their dead letters, and a user for each of those who were granted something.
 *
 * What describes machines (`storage`, `resources`, `image`, watermarks and timing of nodes) has no meaning here: Amazon MQ sees to it.
 * Its subnets need a way to Secrets Manager: an interface endpoint is enough. With RabbitMQ 4.2 a message that failed comes again at
 * once, up to `deliveryLimit` times; there is no wait in between.
 *
 * @throws DurabilityError for options that can't be read; what breaks the promise is reported at synthesis, all at once.
 */
export class AmazonMqBroker<Exchange extends string = string, Queue extends string = string>
  extends Construct
  implements IAmazonMqBroker
{
  /** A broker that runs already, of somebody else. Its exchanges, queues and rights are its owner's. */
  static fromBrokerAttributes(scope: Construct, id: string, attributes: AmazonMqBrokerAttributes): IAmazonMqBroker {
    return new ImportedAmazonMqBroker(scope, id, attributes);
  }

  readonly settings: RabbitMqSettings;
  readonly placement = awsPlacement;
  readonly connections: Connections;
  /** Name and password of the administrator. */
  readonly administrator: ISecret;
  readonly brokerName: string;
  readonly amqpEndpoint: string;
  /** `https://…`: the console, and the management API. */
  readonly consoleUrl: string;
  private readonly grants: RabbitMqGrant[] = [];
  private readonly users = new Map<string, ISecret>();
  private readonly topology: BrokerTopology;

  constructor(scope: Construct, id: string, props: AmazonMqBrokerProps<Exchange, Queue>) {
    super(scope, id);
    const { vpc, vpcSubnets, brokerName, instanceType, storageSize, engineVersion, ...rest } = props;
    const { administrator, caCertificate, passwordsAsOf, ...options } = rest;
    // Lines of the configuration pass through the template: CloudFormation puts their values in.
    mustBeKnown('rabbitmq', { ...options, config: {} });
    this.settings = resolveRabbitMq('rabbitmq', options);
    const nodes = {
      engineVersion: engineVersion ?? defaultEngineVersion,
      instanceType: instanceType ?? awsDefaults.rabbitMqInstanceType,
      storageSize,
    };
    const place = vpcSubnets === undefined ? { vpc } : { vpc, vpcSubnets };
    const network = brokerNetwork(this, place, 'Nodes of RabbitMQ', clientPort);
    refuse(this, [
      ...checkAmazonMq(this.settings, nodes.engineVersion),
      ...checkNodes({ path: id, ...nodes }),
      ...network.problems,
    ]);

    this.connections = network.connections;
    this.brokerName = brokerName ?? Names.uniqueResourceName(this, { maxLength: 50 });
    this.administrator =
      administrator ?? userSecret(this, 'Administrator', provisionerUser, 'Administrator of RabbitMQ');
    const broker = brokerNodes(this, {
      ...nodes,
      settings: this.settings,
      brokerName: this.brokerName,
      administrator: this.administrator,
      network,
    });
    this.amqpEndpoint = Fn.select(0, broker.attrAmqpEndpoints);
    this.consoleUrl = Fn.select(0, broker.attrConsoleUrLs);
    this.topology = new BrokerTopology(this, 'Topology', {
      ...place,
      broker: this,
      consoleUrl: this.consoleUrl,
      administrator: this.administrator,
      ...(caCertificate === undefined ? {} : { caCertificate }),
      ...(passwordsAsOf === undefined ? {} : { passwordsAsOf }),
      topology: () => amazonMqTopology(this.settings, this.grants, nodes.engineVersion),
      users: () => this.users,
    });
  }

  secretOf(user: string): ISecret {
    const secret = this.users.get(user);
    if (secret === undefined) throw new Error(`${this.node.path} has no user ${user}: grant it something first`);
    return secret;
  }

  /**
   * Gives a user, its secret, the right to publish to an exchange, and the network path.
   *
   * @throws Error for an exchange that nobody declared, and for a user of the broker itself
   */
  grantPublish(grantee: IRabbitMqGrantee, exchange: Exchange): void {
    const declared = this.settings.exchanges.map(({ name }) => name);
    this.grant(grantee, 'publish', exchange, declared);
  }

  /**
   * Gives a user, its secret, the right to consume from a queue or from its dead letters (`payment.dead-letters`), and the network path.
   *
   * @throws Error for a queue that nobody declared, and for a user of the broker itself
   */
  grantConsume(grantee: IRabbitMqGrantee, queue: Queue | `${Queue}.dead-letters`): void {
    const declared = this.settings.queues.flatMap(({ name, deadLetterQueue }) => [name, deadLetterQueue]);
    this.grant(grantee, 'consume', queue, declared);
  }

  private grant(grantee: IRabbitMqGrantee, verb: RabbitMqGrant['verb'], on: string, declared: readonly string[]): void {
    const kind = verb === 'publish' ? 'exchange' : 'queue';
    if (Token.isUnresolved(on)) throw new Error(`${this.node.path}: ${kind}s have names that are known at synthesis`);
    if (!declared.includes(on)) throw new Error(`${this.node.path} has no ${kind} ${on}: declare it in ${kind}s`);
    this.addUser(grantee.user);
    this.grants.push({ user: grantee.user, verb, on });
    letIn(this, grantee);
  }

  private addUser(user: string): void {
    if (this.users.has(user)) return;
    mustNotBeReserved(user);
    if (Token.isUnresolved(user)) throw new Error(`${this.node.path}: a user needs a name that is known at synthesis`);
    const scope = this.node.tryFindChild('Users') ?? new Construct(this, 'Users');
    const secret = userSecret(scope, user, user, `User ${user} of RabbitMQ`);
    this.users.set(user, secret);
    this.topology.mayRead(secret);
  }
}
