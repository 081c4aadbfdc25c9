import { Duration, RemovalPolicy, Size } from 'aws-cdk-lib/core';
import {
  AssetImage,
  AwsLogDriverMode,
  Capability,
  ContainerDependencyCondition,
  ContainerImage,
  EcrImage,
  FargateTaskDefinition,
  LinuxParameters,
  LogDrivers,
  type ContainerDefinition,
  type ContainerDefinitionOptions,
  type HealthCheck,
  type LogDriver,
  type Volume,
} from 'aws-cdk-lib/aws-ecs';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { given } from '../../../charts/parts/given';
import { packedFile, programFolder } from '../../../charts/parts/node';
import type { Start } from '../../../charts/parts/start';
import { graceSeconds, workloadDataPath } from '../../plan/programs';
import { acknowledge, finding } from '../guard/acknowledged';
import { prepareImage, type Running } from './container-image';
import type { FargateSize } from './fargate-size';
import { programAsset } from './program-asset';

export interface WorkloadTaskOptions extends Running {
  readonly name: string;
  readonly size: FargateSize;
  readonly logRetention: RetentionDays;
  readonly port: number | undefined;
  /** Page that answers while the program is alive. */
  readonly healthPath: string | undefined;
  /** What is kept when the task ends. */
  readonly data: Omit<Volume, 'name'> | undefined;
}

/** The task of a workload, and its one container that matters. */
export interface WorkloadTask {
  readonly definition: FargateTaskDefinition;
  readonly container: ContainerDefinition;
}

const main = 'main';
const prepare = 'prepare';

/** Volumes by name, and where they are. Those without a source are empty, and end with the task. */
const folders = { program: programFolder, tmp: '/tmp', data: workloadDataPath } as const;

/** What every container may do: no more than what its user may do to its own files. */
function confined(scope: Construct, id: string, logging: LogDriver): Partial<ContainerDefinitionOptions> {
  const linuxParameters = new LinuxParameters(scope, id);
  linuxParameters.dropCapabilities(Capability.ALL);
  return { readonlyRootFilesystem: true, privileged: false, linuxParameters, logging };
}

const isAlive = (port: number, path: string): HealthCheck => ({
  command: [
    'CMD',
    'node',
    '-e',
    `fetch('http://127.0.0.1:${port}${path}').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))`,
  ],
  interval: Duration.seconds(30),
  timeout: Duration.seconds(10),
  retries: 3,
  // As long as it may wait for its predecessor to let go of its files.
  startPeriod: Duration.seconds(120),
});

/** Both containers of a workload: one that prepares its folders and ends, one that runs. */
export function workloadTask(scope: Construct, options: WorkloadTaskOptions): WorkloadTask {
  const { name, size, start, data } = options;
  const definition = new FargateTaskDefinition(scope, 'Task', { cpu: size.cpu, memoryLimitMiB: size.memoryMiB });
  acknowledge(definition, 'variablesInTheOpen');
  definition.addVolume({ name: 'tmp' });
  if (start.built !== undefined) definition.addVolume({ name: 'program' });
  if (data !== undefined) definition.addVolume({ name: 'data', ...data });

  const logging = logs(scope, name, options.logRetention);
  const first = preparing(scope, definition, start, logging);
  const container = definition.addContainer(main, {
    ...confined(scope, 'MainLinux', logging),
    image: options.image,
    essential: true,
    stopTimeout: Duration.seconds(graceSeconds),
    ...given({
      user: start.user === undefined ? undefined : String(start.user),
      command: start.command && [...start.command],
      portMappings: options.port === undefined ? undefined : [{ containerPort: options.port }],
      healthCheck:
        options.port === undefined || options.healthPath === undefined
          ? undefined
          : isAlive(options.port, options.healthPath),
    }),
  });
  if (options.image instanceof EcrImage || options.image instanceof AssetImage) {
    // CDK's own, so that it may fetch the image.
    const rights = definition.obtainExecutionRole().node.findChild('DefaultPolicy');
    acknowledge(rights, 'registryOfTheAccount', finding.anyResource);
  }
  container.addContainerDependencies({ container: first, condition: ContainerDependencyCondition.SUCCESS });
  mount(container, 'tmp', false);
  if (start.built !== undefined) mount(container, 'program', true);
  if (data !== undefined) mount(container, 'data', false);
  return { definition, container };
}

const mount = (container: ContainerDefinition, sourceVolume: keyof typeof folders, readOnly: boolean): void =>
  container.addMountPoints({ sourceVolume, containerPath: folders[sourceVolume], readOnly });

/**
 * Empty volumes belong to root, and nobody else may write there. So this container is root, of a file system that it can't write
 * and without any of root's rights, and ends before the program starts: it opens `/tmp` to all, and fetches the program.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/bind-mounts.html
 */
function preparing(
  scope: Construct,
  definition: FargateTaskDefinition,
  { built }: Start,
  logging: LogDriver,
): ContainerDefinition {
  const object = built && programAsset(scope, built);
  const file = built && `${programFolder}/${packedFile(built.name)}`;
  const fetch = file === undefined ? '' : ` && aws s3api get-object --bucket "$BUCKET" --key "$KEY" ${file}`;
  const container = definition.addContainer(prepare, {
    ...confined(scope, 'PrepareLinux', logging),
    image: ContainerImage.fromRegistry(prepareImage),
    essential: false,
    user: '0',
    entryPoint: ['sh', '-c'],
    command: [`chmod 1777 ${folders.tmp}${fetch}`],
    environment: {
      // The command line keeps a little there.
      HOME: folders.tmp,
      AWS_MAX_ATTEMPTS: '10',
      ...(object && { BUCKET: object.bucket, KEY: object.key }),
    },
  });
  mount(container, 'tmp', false);
  if (object === undefined) return container;
  mount(container, 'program', false);
  definition.addToTaskRolePolicy(object.right);
  return container;
}

/** Lines wait in memory while CloudWatch does not take them; a program is never held up by its log, which may lose lines for that. */
function logs(scope: Construct, name: string, retention: RetentionDays): LogDriver {
  const logGroup = new LogGroup(scope, 'Log', {
    retention,
    removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  });
  return LogDrivers.awsLogs({
    logGroup,
    streamPrefix: name,
    mode: AwsLogDriverMode.NON_BLOCKING,
    maxBufferSize: Size.mebibytes(25),
  });
}
