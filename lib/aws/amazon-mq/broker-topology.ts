import { CustomResource, Lazy, RemovalPolicy } from 'aws-cdk-lib/core';
import { Peer, Port, SecurityGroup, type IConnectable } from 'aws-cdk-lib/aws-ec2';
import type { Role } from 'aws-cdk-lib/aws-iam';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { problemText, type Problem } from '../../durability/problem';
import { packTopology, type TopologyResource } from '../../rabbitmq/topology-resource';
import type { RabbitMqTopology } from '../../rabbitmq/topology';
import type { BrokerPlace } from '../broker-network';
import { handlerCode, handlerRuntime } from '../handler-code';
import { handlerProvider, patience } from '../handler-provider';
import { handlerRole } from '../handler-role';

/** The console of a broker, and its management API. */
const consolePort = Port.tcp(443);

/**
 * A custom resource's event is at most 256 KiB, and an update has the properties twice. The rest is for ids and for the secrets of the
 * users.
 */
const longestTopology = 80_000;
const mostUsers = 150;

export interface BrokerTopologyProps extends BrokerPlace {
  /** The broker whose port of the console is opened to the provisioner. */
  readonly broker: IConnectable;
  /** Address of the management API, without its `/api`. */
  readonly consoleUrl: string;
  readonly administrator: ISecret;
  /**
   * Authority that signed the certificate of the console, as PEM.
   *
   * @default - those that Node.js trusts; Amazon's is among them
   */
  readonly caCertificate?: string;
  /**
   * Another text lets the next deployment read every secret again.
   *
   * @default - none
   */
  readonly passwordsAsOf?: string;
  /** Asked for at synthesis: each grant may bring a user, and rights. */
  readonly topology: () => RabbitMqTopology;
  /** Secrets of the topology's users by name; asked for at synthesis. */
  readonly users: () => ReadonlyMap<string, ISecret>;
}

/**
 * The exchanges, queues, bindings, policies, users and rights of a broker: made by the provisioner of the kit, in a function within
 * the broker's network, through the management API.
 *
 * The function that answers CloudFormation is CDK's own, and outside: it answers even where the provisioner's subnets have no way to
 * anything. Within, it needs the console of the broker and Secrets Manager. What the topology does not name stays as it is, and nothing
 * is deleted: neither by an update, nor with the stack.
 */
export class BrokerTopology extends Construct {
  private readonly provisioner: LambdaFunction;

  constructor(scope: Construct, id: string, props: BrokerTopologyProps) {
    super(scope, id);
    const log = new LogGroup(this, 'Log', {
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const securityGroup = this.securityGroup(props);
    const role = handlerRole(this, 'ProvisionerRole', { logGroup: log, inVpc: true });
    this.provisioner = this.function(props, securityGroup, log, role);
    this.mayRead(props.administrator);
    const provider = handlerProvider(this, 'Answer', { handler: this.provisioner, logGroup: log });
    const resource = this.resource(provider.serviceToken, props);
    // Rights and rules first, also where an update brings new ones along with what needs them.
    resource.node.addDependency(this.provisioner, role, ...props.broker.connections.securityGroups);
    this.node.addValidation({ validate: () => tooLarge(props, this.node.path).map(problemText) });
  }

  /** Lets the provisioner read a secret. */
  mayRead(secret: ISecret): void {
    secret.grantRead(this.provisioner);
  }

  private securityGroup({ vpc, broker }: BrokerTopologyProps): SecurityGroup {
    const securityGroup = new SecurityGroup(this, 'SecurityGroup', {
      vpc,
      description: 'Provisioner of RabbitMQ',
      allowAllOutbound: false,
    });
    // To the console, and to Secrets Manager wherever its endpoint is.
    securityGroup.addEgressRule(Peer.anyIpv4(), consolePort, 'console of the broker, and Secrets Manager');
    for (const its of broker.connections.securityGroups) its.addIngressRule(securityGroup, consolePort, 'provisioner');
    return securityGroup;
  }

  private function(
    { vpc, vpcSubnets }: BrokerTopologyProps,
    securityGroup: SecurityGroup,
    logGroup: LogGroup,
    role: Role,
  ): LambdaFunction {
    return new LambdaFunction(this, 'Provisioner', {
      description: 'Makes exchanges, queues, users and rights of RabbitMQ',
      code: handlerCode('rabbitmq-topology'),
      handler: 'index.handler',
      runtime: handlerRuntime,
      memorySize: 256,
      timeout: patience.handler,
      logGroup,
      role,
      vpc,
      vpcSubnets: vpcSubnets ?? { onePerAz: true },
      securityGroups: [securityGroup],
    });
  }

  private resource(serviceToken: string, props: BrokerTopologyProps): CustomResource {
    const { consoleUrl, administrator, caCertificate, passwordsAsOf, topology, users } = props;
    const properties: { readonly [Name in keyof TopologyResource]: unknown } = {
      ConsoleUrl: consoleUrl,
      Topology: Lazy.string({ produce: () => packTopology(topology()) }),
      AdministratorSecretArn: administrator.secretArn,
      UserSecretArns: Lazy.any({
        produce: () => Object.fromEntries([...users()].sort().map(([user, secret]) => [user, secret.secretArn])),
      }),
      ...(caCertificate === undefined ? {} : { CaCertificate: caCertificate }),
      ...(passwordsAsOf === undefined ? {} : { PasswordsAsOf: passwordsAsOf }),
    };
    return new CustomResource(this, 'Resource', {
      serviceToken,
      resourceType: 'Custom::RabbitMqTopology',
      properties: { ...properties },
      serviceTimeout: patience.service,
    });
  }
}

function tooLarge({ topology, users }: BrokerTopologyProps, path: string): readonly Problem[] {
  const { length } = packTopology(topology());
  const { size } = users();
  const rule = 'amazon-mq-topology-too-large';
  const why = 'CloudFormation could not hand it to the function that makes it';
  return [
    ...(length > longestTopology
      ? [{ rule, path, value: `${length} bytes, compressed`, why, fix: 'use two brokers, or fewer queues' }]
      : []),
    ...(size > mostUsers
      ? [{ rule, path, value: `${size} users`, why, fix: `let workloads share users: at most ${mostUsers}` }]
      : []),
  ];
}
