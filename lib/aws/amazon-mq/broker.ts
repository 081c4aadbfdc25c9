import { Connections, Port, type IConnectable, type ISecurityGroup } from 'aws-cdk-lib/aws-ec2';
import type { IPrincipal } from 'aws-cdk-lib/aws-iam';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { ports } from '../../rabbitmq/listeners';

/** Whoever can be granted something on a broker: a workload of the kit, or a class of the team's own. */
export interface IRabbitMqGrantee {
  /** The user on the broker; a name that is known at synthesis. */
  readonly user: string;
  /** Where it runs: a grant opens the broker's port to it. */
  readonly connections?: Connections;
  /** What it runs as: a grant lets it read its user's secret. */
  readonly grantPrincipal?: IPrincipal;
}

/** A broker of Amazon MQ: one of the kit's own, or one that runs already. */
export interface IAmazonMqBroker extends IConnectable {
  /** `amqps://…:5671`, the same for all nodes. */
  readonly amqpEndpoint: string;
  /**
   * Name and password of a user.
   *
   * @throws Error for a user that is not known: one that nothing was granted to.
   */
  secretOf(user: string): ISecret;
  /** Gives a user, its secret, the right to publish to an exchange, and the network path. */
  grantPublish(grantee: IRabbitMqGrantee, exchange: string): void;
  /** Gives a user, its secret, the right to consume from a queue, and the network path. */
  grantConsume(grantee: IRabbitMqGrantee, queue: string): void;
}

/** The port that clients speak to. */
export const clientPort = Port.tcp(ports.amqps);

/** What every grant gives, whoever makes the rights. */
export function letIn(broker: IAmazonMqBroker, { user, connections, grantPrincipal }: IRabbitMqGrantee): void {
  // From its side: the rule then stands in the grantee's stack, and the broker's stack needs to know nothing of it.
  connections?.allowTo(broker, clientPort);
  if (grantPrincipal !== undefined) broker.secretOf(user).grantRead({ grantPrincipal });
}

/** What is known of a broker that runs already. */
export interface AmazonMqBrokerAttributes {
  /** `amqps://…:5671` */
  readonly amqpEndpoint: string;
  /** Security groups of the broker. */
  readonly securityGroups: readonly ISecurityGroup[];
  /**
   * The users that its owner made, each with a secret of `username` and `password` as JSON.
   *
   * @default - none
   */
  readonly users?: Readonly<Record<string, ISecret>>;
}

/** A broker that somebody else owns: its users have the rights that its owner gave them. */
export class ImportedAmazonMqBroker extends Construct implements IAmazonMqBroker {
  readonly connections: Connections;
  readonly amqpEndpoint: string;
  private readonly users: Readonly<Record<string, ISecret>>;

  constructor(scope: Construct, id: string, { amqpEndpoint, securityGroups, users = {} }: AmazonMqBrokerAttributes) {
    super(scope, id);
    this.amqpEndpoint = amqpEndpoint;
    this.connections = new Connections({ securityGroups: [...securityGroups], defaultPort: clientPort });
    this.users = users;
  }

  secretOf(user: string): ISecret {
    const secret = Object.entries(this.users).find(([name]) => name === user)?.[1];
    if (secret === undefined) throw new Error(`${this.node.path} knows no user ${user}: name its secret in users`);
    return secret;
  }

  grantPublish(grantee: IRabbitMqGrantee): void {
    this.secretOf(grantee.user);
    letIn(this, grantee);
  }

  grantConsume(grantee: IRabbitMqGrantee): void {
    this.grantPublish(grantee);
  }
}
