import { RemovalPolicy, Validations } from 'aws-cdk-lib/core';
import { CfnBroker } from 'aws-cdk-lib/aws-amazonmq';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { provisionerUser } from '../../durability/schema';
import { rabbitMqAcceptances } from '../../rabbitmq/rules';
import type { RabbitMqSettings } from '../../rabbitmq/settings';
import type { BrokerNetwork } from '../broker-network';
import { noteAccepted } from '../refuse';
import { brokerConfiguration } from './broker-configuration';

export interface Nodes {
  readonly brokerName: string;
  readonly engineVersion: string;
  readonly instanceType: string;
  /** GB; without it, what comes with the size. */
  readonly storageSize: number | undefined;
  readonly administrator: ISecret;
  readonly network: BrokerNetwork;
  readonly settings: RabbitMqSettings;
}

/** The nodes of a broker and their configuration; they stay, whatever becomes of the stack. */
export function brokerNodes(scope: Construct, nodes: Nodes): CfnBroker {
  const { brokerName, engineVersion, instanceType, storageSize, administrator, network, settings } = nodes;
  const configuration = brokerConfiguration(scope, settings, { brokerName, engineVersion });
  const broker = new CfnBroker(scope, 'Broker', {
    brokerName,
    engineType: 'RABBITMQ',
    engineVersion,
    deploymentMode: 'CLUSTER_MULTI_AZ',
    hostInstanceType: instanceType,
    ...(storageSize !== undefined && { storageSize }),
    publiclyAccessible: false,
    // RabbitMQ 4 can't be had without.
    autoMinorVersionUpgrade: true,
    maintenanceWindowStartTime: { dayOfWeek: 'SUNDAY', timeOfDay: '03:00', timeZone: 'UTC' },
    subnetIds: network.subnetIds,
    securityGroups: [network.securityGroupId],
    configuration: { id: configuration.ref, revision: configuration.attrRevision },
    logs: { general: true },
    users: [
      {
        // The one user that Amazon MQ makes; every other is made through it.
        username: provisionerUser,
        // A reference that CloudFormation resolves: the template never holds the password.
        password: administrator.secretValueFromJson('password').unsafeUnwrap(),
      },
    ],
  });
  acknowledgeSize(broker, instanceType);
  noteAccepted(broker, rabbitMqAcceptances(settings));
  broker.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
  return broker;
}

function acknowledgeSize(broker: CfnBroker, instanceType: string): void {
  if (!/^mq\.m7g\.\d+xlarge$/.test(instanceType)) return;
  Validations.of(broker).acknowledge({
    id: 'CloudFormation-Validate::E3670',
    reason: "Amazon MQ has these nodes for RabbitMQ 4; the validator's list ends at mq.m7g.xlarge",
  });
}
