import { Duration, Stack, Tokenization } from 'aws-cdk-lib/core';
import { Connections, Peer, Port, SecurityGroup, type IConnectable } from 'aws-cdk-lib/aws-ec2';
import { Secret, type ContainerDefinition, type FargateService } from 'aws-cdk-lib/aws-ecs';
import type { IGrantable, IPrincipal } from 'aws-cdk-lib/aws-iam';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { DnsRecordType } from 'aws-cdk-lib/aws-servicediscovery';
import { Construct } from 'constructs';
import { check } from '../../durability/rule';
import { grantedList, grantVariables } from '../../plan/grantee';
import { workloadDefaults } from '../../plan/options';
import { needsOf, portOf, storeLocking, urlVariable, workloadDataPath } from '../../plan/programs';
import { rabbitMqPasswordVariable } from '../../rabbitmq/client';
import { refuse } from '../refuse';
import { kafkaEnv, rabbitMqEnv } from './broker-env';
import type { KafkaBroker, RabbitMqBroker } from './brokers';
import { running } from './container-image';
import { fargateSize, smallestSize } from './fargate-size';
import type { WorkloadCluster } from './workload-cluster';
import { workloadVolume } from './workload-files';
import { knownOf, type MessagingWorkloadProps } from './workload-props';
import { workloadRules } from './workload-rules';
import { workloadService } from './workload-service';
import { workloadTask } from './workload-task';

/** The health page of every program of the kit that serves. */
const healthPath = '/healthz';

/** Everything that tasks fetch over the internet: images, programs, secrets, credentials; and what they write: logs. */
const https = Port.tcp(443);

/**
 * A producer or consumer on Fargate: what it was granted brings its rights, password, environment and network path.
 *
 * Its tasks have no public address, a root that can't be written, no capabilities, and reach by grant only what they use: their brokers,
 * and over HTTPS what AWS serves. A deployment whose tasks don't start is taken back by ECS itself.
 *
 * Refused at synthesis: `aws-workload-one-writer`, `aws-workload-too-large`.
 *
 * @throws Error when it runs nothing, or two things, and when an entry can't be bundled
 */
export class MessagingWorkload extends Construct implements IConnectable, IGrantable {
  /** Its user on RabbitMQ, its group on Kafka, its name in DNS. */
  readonly user: string;
  readonly connections: Connections;
  readonly grantPrincipal: IPrincipal;
  readonly service: FargateService;
  private readonly cluster: WorkloadCluster;
  private readonly container: ContainerDefinition;
  private readonly port: number | undefined;
  private readonly ownEnv: Readonly<Record<string, string>>;
  private readonly granted = new Map<string, readonly string[]>();
  private group: string;
  private host: string | undefined;
  private hasPassword = false;

  constructor(scope: Construct, id: string, props: MessagingWorkloadProps) {
    super(scope, id);
    const known = knownOf(props);
    refuse(this, check(workloadRules, { path: '', workloads: { [id]: known } }));
    this.cluster = props.cluster;
    this.user = id;
    this.group = id;
    this.port = portOf(props);
    this.ownEnv = props.env ?? {};
    this.connections = this.network();

    const data = props.storage === undefined ? undefined : workloadVolume(this, props.cluster.files);
    if (data !== undefined) this.connections.allowToDefaultPort(props.cluster.files);
    const { definition, container } = workloadTask(this, {
      name: id,
      ...running(this, props),
      size: fargateSize(known.resources) ?? smallestSize,
      logRetention: props.logRetention ?? RetentionDays.THREE_MONTHS,
      port: this.port,
      healthPath: props.program !== undefined && needsOf(props.program).serves ? healthPath : undefined,
      data: data?.volume,
    });
    if (data !== undefined) definition.addToTaskRolePolicy(data.right);
    this.container = container;
    this.grantPrincipal = definition.taskRole;
    this.service = workloadService(this, {
      cluster: props.cluster,
      definition,
      connections: this.connections,
      replicas: props.replicas ?? workloadDefaults.replicas,
      alone: props.storage !== undefined,
    });
    if (data !== undefined) this.service.node.addDependency(data.ready);
    this.tell({ ...this.place(props), ...this.ownEnv });
  }

  /** Lets it write to a topic. The broker decides what the right is; what is told to the program is the same everywhere. */
  produceTo(kafka: KafkaBroker, topic: string): void {
    kafka.grantProduce(this, topic);
    this.connectKafka(kafka);
    this.tellGranted(grantVariables.kafka.produce, topic);
  }

  /**
   * Lets it read a topic.
   *
   * @param options `group`: its consumer group, one for all of its topics; its own name where none is given
   */
  consumeTopic(kafka: KafkaBroker, topic: string, options: { readonly group?: string } = {}): void {
    this.group = options.group ?? this.group;
    kafka.grantConsume(this, topic, this.group);
    this.connectKafka(kafka, this.cluster.zoneIds);
    this.tellGranted(grantVariables.kafka.consume, topic);
  }

  /** Lets it publish to an exchange. */
  publishTo(rabbitMq: RabbitMqBroker, exchange: string): void {
    rabbitMq.grantPublish({ user: this.user, connections: this.connections }, exchange);
    this.connectRabbitMq(rabbitMq);
    this.tellGranted(grantVariables.rabbitmq.publish, exchange);
  }

  /** Lets it consume from a queue, or from the dead letters of one: `payment.dead-letters`. */
  consumeQueue(rabbitMq: RabbitMqBroker, queue: string): void {
    rabbitMq.grantConsume({ user: this.user, connections: this.connections }, queue);
    this.connectRabbitMq(rabbitMq);
    this.tellGranted(grantVariables.rabbitmq.consume, queue);
  }

  /**
   * Lets another workload send it HTTP requests: its name in DNS, the network path, and a variable such as `ORDER_URL`.
   *
   * @throws Error when this workload serves nothing
   */
  grantCall(caller: MessagingWorkload): void {
    if (this.port === undefined) throw new Error(`${this.node.path} serves nothing: give it a port`);
    caller.connections.allowTo(this, Port.tcp(this.port), `${caller.user} calls ${this.user}`);
    caller.tell({ [urlVariable(this.user)]: `http://${this.nameInDns()}:${this.port}` });
  }

  private network(): Connections {
    const securityGroup = new SecurityGroup(this, 'SecurityGroup', {
      vpc: this.cluster.vpc,
      description: `Tasks of ${this.node.id}`,
      allowAllOutbound: false,
    });
    const connections = new Connections({ securityGroups: [securityGroup] });
    connections.allowTo(Peer.anyIpv4(), https, 'AWS, and the registry of its image');
    return connections;
  }

  private place({ storage }: MessagingWorkloadProps): Readonly<Record<string, string>> {
    return {
      ...(this.port === undefined ? {} : { PORT: Tokenization.stringifyNumber(this.port) }),
      ...(storage === undefined
        ? {}
        : {
            DATA_FOLDER: workloadDataPath,
            [storeLocking.variable]: storeLocking.exclusive,
            // There is one task at a time, so it has one name: what it numbers goes on where it stopped.
            POD_NAME: `${this.user}-0`,
          }),
    };
  }

  private connectKafka(kafka: KafkaBroker, zoneIds?: WorkloadCluster['zoneIds']): void {
    this.connections.allowToDefaultPort(kafka);
    this.tell(kafkaEnv(kafka, { user: this.user, group: this.group, region: Stack.of(this).region, zoneIds }));
  }

  private connectRabbitMq(rabbitMq: RabbitMqBroker): void {
    this.connections.allowToDefaultPort(rabbitMq);
    this.tell(rabbitMqEnv(rabbitMq, this.user));
    if (this.hasPassword) return;
    this.hasPassword = true;
    // By ARN: the password is in no template, and not in the description of the task.
    const password = Secret.fromSecretsManager(rabbitMq.secretOf(this.user), 'password');
    this.container.addSecret(rabbitMqPasswordVariable, password);
  }

  private tellGranted(variable: string, name: string): void {
    const names = [...(this.granted.get(variable) ?? []), name];
    this.granted.set(variable, names);
    this.tell({ [variable]: grantedList(names) });
  }

  /** What the team itself has written down stays. */
  private tell(env: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries({ ...env, ...this.ownEnv })) this.container.addEnvironment(name, value);
  }

  private nameInDns(): string {
    if (this.host === undefined) {
      const { names } = this.cluster;
      this.service.enableCloudMap({
        cloudMapNamespace: names,
        name: this.user,
        dnsRecordType: DnsRecordType.A,
        dnsTtl: Duration.seconds(10),
      });
      this.host = `${this.user}.${names.namespaceName}`;
    }
    return this.host;
  }
}
