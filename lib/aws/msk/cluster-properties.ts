import { RemovalPolicy } from 'aws-cdk-lib/core';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { CfnCluster, CfnClusterProps } from 'aws-cdk-lib/aws-msk';
import type { Construct } from 'constructs';
import { toMebibytes } from '../../durability/quantity';
import type { KafkaSettings } from '../../kafka/settings';
import type { BrokerNetwork } from '../broker-network';

/** What standard brokers need beside what every broker of MSK is given. Express brokers refuse all of it. */
export interface StandardProperties {
  readonly storageInfo: CfnCluster.StorageInfoProperty;
  readonly loggingInfo: CfnCluster.LoggingInfoProperty;
}

/** The volume of each broker, and where they log to: kept for a month, and as long as the cluster is. */
export function standardBrokers(scope: Construct, settings: KafkaSettings): StandardProperties {
  const { logGroupName } = new LogGroup(scope, 'BrokerLogs', {
    retention: RetentionDays.ONE_MONTH,
    removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  });
  return {
    storageInfo: {
      // A volume can grow, and never shrinks.
      ebsStorageInfo: { volumeSize: Math.ceil(settings.size.storageMiB / toMebibytes('1Gi')) },
    },
    loggingInfo: { brokerLogs: { cloudWatchLogs: { enabled: true, logGroup: logGroupName } } },
  };
}

/** What every cluster has, whatever its tier: TLS everywhere, nobody who is not known, no way in from outside. */
export const closedCluster = (scram: boolean) =>
  ({
    encryptionInfo: { encryptionInTransit: { clientBroker: 'TLS', inCluster: true } },
    clientAuthentication: {
      sasl: { iam: { enabled: true }, scram: { enabled: scram } },
      tls: { enabled: false },
      // The service lets everybody in who names nobody, unless it is told not to.
      unauthenticated: { enabled: false },
    },
  }) as const satisfies Partial<CfnClusterProps>;

/** Where the brokers are, and of what size. */
export const brokerNodes = (
  network: BrokerNetwork,
  instanceType: string,
  standard: StandardProperties | undefined,
): CfnCluster.BrokerNodeGroupInfoProperty => ({
  clientSubnets: network.subnetIds,
  securityGroups: [network.securityGroupId],
  instanceType,
  connectivityInfo: { publicAccess: { type: 'DISABLED' } },
  ...(standard && { storageInfo: standard.storageInfo }),
});
