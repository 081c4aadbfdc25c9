import { Connections, Port, SecurityGroup, type IVpc } from 'aws-cdk-lib/aws-ec2';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { Secret, type ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Fn } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { KafkaBroker, RabbitMqBroker } from '../../lib/aws/workload/brokers';

/** What a workload may ask of a Kafka, and nothing behind it. */
export class StandInKafka extends Construct implements KafkaBroker {
  readonly connections: Connections;
  readonly bootstrapServers = Fn.importValue('Bootstrap');

  constructor(scope: Construct, id: string, vpc: IVpc) {
    super(scope, id);
    const securityGroup = new SecurityGroup(this, 'SecurityGroup', { vpc, allowAllOutbound: false });
    this.connections = new Connections({ securityGroups: [securityGroup], defaultPort: Port.tcp(9098) });
  }

  grantProduce(grantee: IGrantable, topic: string): void {
    this.grant(grantee, 'WriteData', `topic/${topic}`);
  }

  grantConsume(grantee: IGrantable, topic: string, group: string): void {
    this.grant(grantee, 'ReadData', `topic/${topic}`);
    this.grant(grantee, 'AlterGroup', `group/${group}`);
  }

  private grant(grantee: IGrantable, action: string, on: string): void {
    Grant.addToPrincipal({ grantee, actions: [`kafka-cluster:${action}`], resourceArns: [`arn:aws:kafka:::${on}`] });
  }
}

/** What a workload may ask of a RabbitMQ: it notes what was granted. */
export class StandInRabbitMq extends Construct implements RabbitMqBroker {
  readonly connections: Connections;
  readonly amqpEndpoint = Fn.importValue('Endpoint');
  readonly granted: string[] = [];
  private readonly secrets = new Map<string, ISecret>();

  constructor(scope: Construct, id: string, vpc: IVpc) {
    super(scope, id);
    const securityGroup = new SecurityGroup(this, 'SecurityGroup', { vpc, allowAllOutbound: false });
    this.connections = new Connections({ securityGroups: [securityGroup], defaultPort: Port.tcp(5671) });
  }

  secretOf(user: string): ISecret {
    const secret = this.secrets.get(user);
    if (secret === undefined) throw new Error(`nothing was granted to ${user}`);
    return secret;
  }

  grantPublish({ user }: { readonly user: string }, exchange: string): void {
    this.add(user, `publish ${exchange}`);
  }

  grantConsume({ user }: { readonly user: string }, queue: string): void {
    this.add(user, `consume ${queue}`);
  }

  private add(user: string, what: string): void {
    this.granted.push(`${user}: ${what}`);
    if (!this.secrets.has(user)) this.secrets.set(user, new Secret(this, user) as ISecret);
  }
}
