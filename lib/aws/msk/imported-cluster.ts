import { Connections, Port, type ISecurityGroup } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import { bootstrapAddresses } from './endpoints';
import { MskClusterBase } from './msk-cluster-base';
import { mskPorts } from './ports';

/** A cluster of MSK that runs already. */
export interface MskClusterAttributes {
  /** Its ARN, with the UUID at the end: rights on topics and groups are made of it. */
  readonly clusterArn: string;
  /** The groups that let clients in: grants of the network path write their rules there. */
  readonly securityGroups: readonly ISecurityGroup[];
  /**
   * `host:9098,…`, for clients that prove who they are by IAM.
   *
   * @default - MSK is asked, once: when the stack is made. Give them where brokers come and go.
   */
  readonly bootstrapServers?: string;
  /**
   * `host:9096,…`, for clients that log in with a password.
   *
   * @default - none
   */
  readonly bootstrapServersScram?: string;
}

/** See `MskCluster.fromClusterAttributes`. */
export class ImportedMskCluster extends MskClusterBase {
  readonly clusterArn: string;
  readonly connections: Connections;
  readonly bootstrapServers: string;
  readonly bootstrapServersScram: string | undefined;

  constructor(scope: Construct, id: string, attributes: MskClusterAttributes) {
    super(scope, id);
    this.clusterArn = attributes.clusterArn;
    this.connections = new Connections({
      securityGroups: [...attributes.securityGroups],
      defaultPort: Port.tcp(mskPorts.iam),
    });
    this.bootstrapServers =
      attributes.bootstrapServers ?? bootstrapAddresses(this, attributes.clusterArn, ['Iam'], {})('Iam');
    this.bootstrapServersScram = attributes.bootstrapServersScram;
  }
}
