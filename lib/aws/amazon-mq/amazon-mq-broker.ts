import { Fn, Names, RemovalPolicy } from 'aws-cdk-lib/core';
import { CfnBroker } from 'aws-cdk-lib/aws-amazonmq';
import { Port, type Connections, type IConnectable } from 'aws-cdk-lib/aws-ec2';
import { Secret, type ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { provisionerUser } from '../../durability/schema';
import { awsDefaults } from '../../plan/aws-options';
import { ports } from '../../rabbitmq/listeners';
import type { RabbitMqOptions } from '../../rabbitmq/options';
import { rabbitMqAcceptances } from '../../rabbitmq/rules';
import { resolveRabbitMq, type RabbitMqSettings } from '../../rabbitmq/settings';
import { acknowledge } from '../guard/acknowledged';
import { brokerNetwork, type BrokerNetwork, type BrokerPlace } from '../broker-network';
import { checkAmazonMq, placement } from '../plan';
import { noteAccepted, refuse } from '../refuse';

/**
 * The service chooses the patch, so this can't say "4.3, but not its first three patches, which can confirm a message before it
 * is on a disk". 4.2 never did that, and an upgrade to 4.3 later is made in place.
 */
const engineVersion = '4.2';

export interface AmazonMqBrokerProps<Exchange extends string = string, Queue extends string = string>
  extends RabbitMqOptions<Exchange, Queue>, BrokerPlace {
  /**
   * Name of the broker in its account and region. It can't be changed: another name is another, empty broker.
   *
   * @default - made from the place of the construct
   */
  readonly brokerName?: string;
  /**
   * Size of the nodes, of the m7g family.
   *
   * @default 'mq.m7g.large'
   */
  readonly instanceType?: string;
}

/**
 * RabbitMQ by Amazon MQ: a cluster of three nodes in three zones, reached through TLS from inside the network only.
 *
 * Its exchanges, queues and users are not made by CloudFormation, which knows none of them. What describes machines (`storage`,
 * `resources`, `image`, watermarks and timing of nodes) has no meaning here: Amazon MQ sees to it.
 *
 * @throws DurabilityError for options that can't be read; what breaks the promise is reported at synthesis, all at once.
 */
export class AmazonMqBroker<Exchange extends string = string, Queue extends string = string>
  extends Construct
  implements IConnectable
{
  readonly settings: RabbitMqSettings;
  readonly placement = placement;
  readonly connections: Connections;
  /** Name and password of the administrator. The password is made by Secrets Manager and stands in no template. */
  readonly administrator: ISecret;
  /** `amqps://…:5671`, the same for all nodes. */
  readonly amqpEndpoint: string;

  constructor(scope: Construct, id: string, props: AmazonMqBrokerProps<Exchange, Queue>) {
    super(scope, id);
    const { vpc, vpcSubnets, brokerName, instanceType, ...options } = props;
    this.settings = resolveRabbitMq('rabbitmq', options);
    const place = vpcSubnets === undefined ? { vpc } : { vpc, vpcSubnets };
    const network = brokerNetwork(this, place, 'Nodes of RabbitMQ', Port.tcp(ports.amqps));
    refuse(this, [...checkAmazonMq(this.settings), ...network.problems]);

    this.connections = network.connections;
    this.administrator = this.secret();
    const broker = this.broker(
      network,
      brokerName ?? Names.uniqueResourceName(this, { maxLength: 50 }),
      instanceType ?? awsDefaults.rabbitMqInstanceType,
    );
    this.amqpEndpoint = Fn.select(0, broker.attrAmqpEndpoints);
  }

  private secret(): ISecret {
    const secret = new Secret(this, 'Administrator', {
      description: 'Administrator of RabbitMQ',
      generateSecretString: {
        secretStringTemplate: JSON.stringify({ username: provisionerUser }),
        generateStringKey: 'password',
        passwordLength: 40,
        // Amazon MQ refuses these; without any punctuation the password can stand in an address, too.
        excludeCharacters: ',:=~',
        excludePunctuation: true,
      },
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    acknowledge(secret, 'administratorNotRotated');
    // CDK's own types disagree where an optional property may not be undefined.
    return secret as ISecret;
  }

  private broker(network: BrokerNetwork, brokerName: string, hostInstanceType: string): CfnBroker {
    const broker = new CfnBroker(this, 'Broker', {
      brokerName,
      engineType: 'RABBITMQ',
      engineVersion,
      deploymentMode: 'CLUSTER_MULTI_AZ',
      hostInstanceType,
      publiclyAccessible: false,
      // RabbitMQ 4 can't be had without.
      autoMinorVersionUpgrade: true,
      maintenanceWindowStartTime: { dayOfWeek: 'SUNDAY', timeOfDay: '03:00', timeZone: 'UTC' },
      subnetIds: network.subnetIds,
      securityGroups: [network.securityGroupId],
      logs: { general: true },
      users: [
        {
          // The one user that Amazon MQ makes; every other is made through it.
          username: provisionerUser,
          // A reference that CloudFormation resolves: the template never holds the password.
          password: this.administrator.secretValueFromJson('password').unsafeUnwrap(),
        },
      ],
    });
    noteAccepted(broker, rabbitMqAcceptances(this.settings));
    broker.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    return broker;
  }
}
