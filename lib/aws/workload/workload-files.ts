import { RemovalPolicy } from 'aws-cdk-lib/core';
import { SecurityGroup, type IVpc, type SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { Volume } from 'aws-cdk-lib/aws-ecs';
import { AccessPoint, FileSystem, ThroughputMode } from 'aws-cdk-lib/aws-efs';
import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct, IDependable } from 'constructs';
import { nodeUser } from '../../../charts/parts/node';

/** Nobody comes in without TLS; and since nobody is let in here, only those come in whom their own role lets in. */
const closed = (): PolicyDocument =>
  new PolicyDocument({
    statements: [
      new PolicyStatement({
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ['*'],
        conditions: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    ],
  });

/**
 * The file system of all workloads that keep something: in each zone, encrypted, backed up every day, kept when the stack is deleted.
 *
 * It stands in place of a disk of Fargate's own, which ends with its task.
 */
export function workloadFiles(scope: Construct, vpc: IVpc, vpcSubnets: SubnetSelection): FileSystem {
  const securityGroup = new SecurityGroup(scope, 'FilesSecurityGroup', {
    vpc,
    description: 'Files of workloads',
    // It answers, and asks for nothing.
    allowAllOutbound: false,
  });
  return new FileSystem(scope, 'Files', {
    vpc,
    vpcSubnets,
    securityGroup,
    encrypted: true,
    enableAutomaticBackups: true,
    // Paid by what is read and written; nothing is saved up or used up.
    throughputMode: ThroughputMode.ELASTIC,
    fileSystemPolicy: closed(),
    // Not what it says: CDK would otherwise add a line that lets everybody write who can mount.
    allowAnonymousAccess: true,
    removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  });
}

/** A folder of the file system, as the volume of a task. */
export interface WorkloadVolume {
  readonly volume: Omit<Volume, 'name'>;
  /** The right of its task to read and write there. */
  readonly right: PolicyStatement;
  /** What must be there before the task can start. */
  readonly ready: IDependable;
}

/** The folder of one workload. Whoever comes in through here is its user, and sees nothing else. */
export function workloadVolume(workload: Construct, files: FileSystem): WorkloadVolume {
  const id = String(nodeUser);
  const folder = new AccessPoint(workload, 'Folder', {
    fileSystem: files,
    path: `/${workload.node.id}`,
    createAcl: { ownerUid: id, ownerGid: id, permissions: '750' },
    posixUser: { uid: id, gid: id },
  });
  return {
    volume: {
      efsVolumeConfiguration: {
        fileSystemId: files.fileSystemId,
        transitEncryption: 'ENABLED',
        authorizationConfig: { accessPointId: folder.accessPointId, iam: 'ENABLED' },
      },
    },
    right: new PolicyStatement({
      actions: ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite'],
      resources: [files.fileSystemArn],
      conditions: { StringEquals: { 'elasticfilesystem:AccessPointArn': folder.accessPointArn } },
    }),
    ready: files.mountTargetsAvailable,
  };
}
