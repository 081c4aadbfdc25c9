import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'aws-cdk-lib/core';
import { program } from '../../../../charts/parts/files';
import { kept, propertiesOf, templateOf } from '../../../support/aws';
import { built, containerOf, envOf, of, rightsOf, taskOf } from '../../../support/aws-workloads';

describe('workloads on Fargate', () => {
  const { stack, rabbitMq } = built({
    clicks: { program: 'kafka-producer', replicas: 2, kafka: { produce: ['clicks', 'alerts'] } },
    order: {
      program: 'ecommerce-order',
      storage: '1Gi',
      kafka: { produce: ['orders'], consume: ['clicks'], group: 'readers' },
      rabbitmq: { publish: ['orders', 'notices'] },
      env: { LOG: 'all', KAFKA_REQUEST_TIMEOUT_MS: '1' },
    },
    checkout: {
      image: '111122223333.dkr.ecr.eu-central-1.amazonaws.com/team/checkout:1.4',
      resources: { cpu: 1, memory: '3Gi' },
      rabbitmq: { consume: ['payment'] },
      calls: ['order'],
    },
  });
  const template = templateOf(stack);
  const clicks = containerOf(template, 'clicks');
  const order = containerOf(template, 'order');

  test('run in three private subnets, and a deployment that does not start is taken back', () => {
    const service = of<Record<string, unknown>>(template, 'AWS::ECS::Service', 'clicks');
    const subnets = (n: number) => ({
      'Fn::ImportValue': expect.stringContaining(`VpcWorkloadsSubnet${n}Subnet`) as unknown,
    });

    expect(service).toMatchObject({
      DesiredCount: 2,
      LaunchType: 'FARGATE',
      PlatformVersion: '1.4.0',
      AvailabilityZoneRebalancing: 'ENABLED',
      DeploymentConfiguration: {
        DeploymentCircuitBreaker: { Enable: true, Rollback: true },
        MinimumHealthyPercent: 100,
        MaximumPercent: 200,
      },
      NetworkConfiguration: { AwsvpcConfiguration: { AssignPublicIp: 'DISABLED', Subnets: [1, 2, 3].map(subnets) } },
    });
    template.hasResourceProperties('AWS::ECS::Cluster', {
      ClusterSettings: [{ Name: 'containerInsights', Value: 'enabled' }],
    });
  });

  test('are never two of one that keeps something: the old one ends before the new one starts', () => {
    expect(of(template, 'AWS::ECS::Service', 'order')).toMatchObject({
      DesiredCount: 1,
      AvailabilityZoneRebalancing: 'DISABLED',
      DeploymentConfiguration: { MinimumHealthyPercent: 0, MaximumPercent: 100 },
    });
  });

  test('have containers that can write nowhere but where they must, without any capability', () => {
    for (const name of ['clicks', 'order', 'checkout'])
      for (const container of taskOf(template, name).ContainerDefinitions) {
        expect(container).toMatchObject({
          ReadonlyRootFilesystem: true,
          Privileged: false,
          LinuxParameters: { Capabilities: { Drop: ['ALL'] } },
        });
      }
    expect([clicks.User, order.User]).toEqual(['1000', '1000']);
    expect(order['MountPoints']).toEqual([
      { SourceVolume: 'tmp', ContainerPath: '/tmp', ReadOnly: false },
      { SourceVolume: 'program', ContainerPath: '/opt/brokerkit', ReadOnly: true },
      { SourceVolume: 'data', ContainerPath: '/var/lib/brokerkit', ReadOnly: false },
    ]);
  });

  test('have as long to stop as on Kubernetes, and are started anew when their health page no longer answers', () => {
    expect(clicks['StopTimeout']).toBe(30);
    expect(clicks['HealthCheck']).toBeUndefined();
    expect(order['HealthCheck']).toMatchObject({ Interval: 30, Retries: 3 });
    expect(JSON.stringify(order['HealthCheck'])).toContain('http://127.0.0.1:8080/healthz');
  });

  test('get their program from S3 before they start, by a right for this one object', () => {
    const prepare = containerOf(template, 'clicks', 'prepare');
    const { BUCKET, KEY } = envOf(prepare);

    expect(clicks.Image).toBe('public.ecr.aws/docker/library/node:24.21.0-bookworm-slim');
    expect(prepare.Image).toMatch(/^public\.ecr\.aws\/aws-cli\/aws-cli:2\.\d+\.\d+$/);
    expect(prepare.Command).toEqual([
      'chmod 1777 /tmp && aws s3api get-object --bucket "$BUCKET" --key "$KEY" /opt/brokerkit/kafka.cjs.gz',
    ]);
    expect(prepare['Essential']).toBe(false);
    expect(clicks['DependsOn']).toEqual([{ ContainerName: 'prepare', Condition: 'SUCCESS' }]);
    expect(clicks.Command?.slice(-2)).toEqual(['kafka', 'producer']);
    expect(BUCKET).toEqual({ 'Fn::Sub': expect.stringMatching(/^cdk-hnb659fds-assets-/) as unknown });
    expect(rightsOf(template, 'clicksTaskTaskRole').filter(({ Action }) => Action === 's3:GetObject')).toEqual([
      {
        Action: 's3:GetObject',
        Effect: 'Allow',
        Resource: {
          'Fn::Join': [
            '',
            [
              'arn:',
              { Ref: 'AWS::Partition' },
              ':s3:::',
              { 'Fn::Sub': expect.any(String) as unknown },
              `/${KEY as string}`,
            ],
          ],
        },
      },
    ]);
  });

  test('find in S3 what was built, byte for byte', () => {
    const key = envOf(containerOf(template, 'clicks', 'prepare'))['KEY'] as string;
    const { outdir } = stack.node.root as App;

    expect(readFileSync(join(outdir, `asset.${key}`)).toString('base64')).toBe(program('kafka').packed);
  });

  test('log in to Kafka with their role, over TLS', () => {
    expect(envOf(clicks)).toEqual({
      KAFKA_BOOTSTRAP_SERVERS: { 'Fn::ImportValue': 'Bootstrap' },
      KAFKA_SECURITY_PROTOCOL: 'SASL_SSL',
      KAFKA_SASL_MECHANISM: 'OAUTHBEARER',
      KAFKA_SASL_USERNAME: 'clicks',
      AWS_REGION: 'eu-central-1',
      KAFKA_SSL_CA_FILE: 'system',
      KAFKA_REQUEST_TIMEOUT_MS: '10000',
      KAFKA_CONNECT_TIMEOUT_MS: '5000',
      KAFKA_GROUP_ID: 'clicks',
      KAFKA_PRODUCE_TOPICS: 'alerts,clicks',
    });
    expect(envOf(order)).toMatchObject({ KAFKA_CONSUME_TOPICS: 'clicks', KAFKA_GROUP_ID: 'readers' });
    const granted = rightsOf(template, 'orderTaskTaskRole').filter(({ Action }) => String(Action).startsWith('kafka'));
    expect(granted.map(({ Action, Resource }) => [Action, Resource])).toEqual([
      ['kafka-cluster:WriteData', 'arn:aws:kafka:::topic/orders'],
      ['kafka-cluster:ReadData', 'arn:aws:kafka:::topic/clicks'],
      ['kafka-cluster:AlterGroup', 'arn:aws:kafka:::group/readers'],
    ]);
  });

  test('are told the id of each zone where they read from Kafka, and by no right of their own', () => {
    const id = (n: number) => ({
      'Fn::ImportValue': expect.stringMatching(`VpcWorkloadsSubnet${n}Subnet.*AvailabilityZoneId`) as unknown,
    });
    const pairs = ['eu-central-1a=', id(1), ',eu-central-1b=', id(2), ',eu-central-1c=', id(3)];

    expect(envOf(order)['KAFKA_CLIENT_RACKS']).toEqual({ 'Fn::Join': ['', pairs] });
    expect(envOf(clicks)).not.toHaveProperty('KAFKA_CLIENT_RACKS');
    expect(rightsOf(template, 'orderTaskTaskRole').filter(({ Action }) => /ec2/.test(String(Action)))).toEqual([]);
  });

  test('get the password of their user on RabbitMQ from Secrets Manager, and no template has it', () => {
    const checkout = containerOf(template, 'checkout');
    const secret = { 'Fn::ImportValue': expect.stringContaining('RabbitMqcheckout') as unknown };

    expect(rabbitMq.granted).toEqual(['order: publish orders', 'order: publish notices', 'checkout: consume payment']);
    expect(envOf(checkout)).toMatchObject({
      RABBITMQ_PORT: '5671',
      RABBITMQ_VHOST: '/',
      RABBITMQ_USERNAME: 'checkout',
      RABBITMQ_CA_FILE: 'system',
      RABBITMQ_CONSUME_QUEUES: 'payment',
      RABBITMQ_HOST: {
        'Fn::Select': [
          0,
          { 'Fn::Split': [':', { 'Fn::Select': [1, { 'Fn::Split': ['//', { 'Fn::ImportValue': 'Endpoint' }] }] }] },
        ],
      },
    });
    expect(envOf(order)).toMatchObject({ RABBITMQ_PUBLISH_EXCHANGES: 'notices,orders' });
    expect(order.Secrets).toHaveLength(1);
    expect(envOf(checkout)).not.toHaveProperty('RABBITMQ_PASSWORD');
    expect(checkout.Secrets).toEqual([
      { Name: 'RABBITMQ_PASSWORD', ValueFrom: { 'Fn::Join': ['', [secret, ':password::']] } },
    ]);
    const reads = rightsOf(template, 'checkoutTaskExecutionRole').filter(({ Action }) =>
      String(Action).includes('secret'),
    );
    expect(reads.map(({ Resource }) => Resource)).toEqual([secret]);
  });

  test('keep what they keep in a folder of their own, encrypted on the disk and on the way, by their role alone', () => {
    expect(envOf(order)).toMatchObject({
      DATA_FOLDER: '/var/lib/brokerkit',
      STORE_LOCKING: 'exclusive',
      POD_NAME: 'order-0',
      PORT: '8080',
    });
    expect(taskOf(template, 'order').Volumes.find(({ Name }) => Name === 'data')?.EFSVolumeConfiguration).toMatchObject(
      {
        TransitEncryption: 'ENABLED',
        AuthorizationConfig: {
          IAM: 'ENABLED',
          AccessPointId: { Ref: expect.stringContaining('orderFolder') as unknown },
        },
      },
    );
    template.hasResourceProperties('AWS::EFS::FileSystem', {
      Encrypted: true,
      BackupPolicy: { Status: 'ENABLED' },
      ThroughputMode: 'elastic',
      FileSystemPolicy: {
        Statement: [
          { Effect: 'Deny', Principal: { AWS: '*' }, Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
        ],
      },
    });
    template.hasResourceProperties('AWS::EFS::AccessPoint', {
      RootDirectory: { Path: '/order', CreationInfo: { OwnerUid: '1000', OwnerGid: '1000', Permissions: '750' } },
      PosixUser: { Uid: '1000', Gid: '1000' },
    });
    template.resourceCountIs('AWS::EFS::MountTarget', 3);
    const mounts = rightsOf(template, 'orderTaskTaskRole').filter(({ Action }) => String(Action).includes('elastic'));
    expect(mounts).toMatchObject([
      {
        Action: ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite'],
        Condition: { StringEquals: { 'elasticfilesystem:AccessPointArn': expect.anything() as unknown } },
      },
    ]);
  });

  test('leave behind their files and their logs, and nothing else', () => {
    expect(Object.values(kept(template)).sort()).toEqual([
      'AWS::EFS::FileSystem',
      'AWS::Logs::LogGroup',
      'AWS::Logs::LogGroup',
      'AWS::Logs::LogGroup',
    ]);
    for (const its of Object.values(propertiesOf(template, 'AWS::Logs::LogGroup')))
      expect(its).toMatchObject({ RetentionInDays: 90 });
  });

  test('reach who they call by name, and nobody else reaches that one', () => {
    expect(envOf(containerOf(template, 'checkout'))).toMatchObject({ ORDER_URL: 'http://order.shop.internal:8080' });
    template.hasResourceProperties('AWS::ServiceDiscovery::PrivateDnsNamespace', { Name: 'shop.internal' });
    template.hasResourceProperties('AWS::ServiceDiscovery::Service', {
      Name: 'order',
      DnsConfig: { DnsRecords: [{ Type: 'A', TTL: 10 }] },
    });
    template.resourceCountIs('AWS::ServiceDiscovery::Service', 1);
  });

  test('have a network path for each grant, of which the brokers know nothing, and one to AWS', () => {
    const path = ({ FromPort, ToPort, CidrIp }: Record<string, unknown>) => [
      FromPort,
      ToPort,
      ...(CidrIp ? [CidrIp] : []),
    ];
    const rules = (type: string) =>
      Object.entries(propertiesOf<Record<string, unknown>>(template, type))
        .map(([id, rule]) => [id.replace(/SecurityGroup.*/, ''), rule['FromPort']])
        .sort();
    const inline = (workload: string) =>
      (
        of<{ SecurityGroupEgress: readonly Record<string, unknown>[] }>(template, 'AWS::EC2::SecurityGroup', workload)
          .SecurityGroupEgress ?? []
      ).map(path);

    for (const workload of ['clicks', 'order', 'checkout']) expect(inline(workload)).toEqual([[443, 443, '0.0.0.0/0']]);
    expect(rules('AWS::EC2::SecurityGroupEgress')).toEqual([
      ['checkout', 5671],
      ['checkout', 8080],
      ['clicks', 9098],
      ['order', 2049],
      ['order', 5671],
      ['order', 9098],
    ]);
    expect(
      Object.values(propertiesOf<Record<string, unknown>>(template, 'AWS::EC2::SecurityGroupIngress')),
    ).toHaveLength(6);
  });

  test('let what the team wrote down stand, and start its own image as it is', () => {
    const checkout = containerOf(template, 'checkout');

    expect(envOf(order)).toMatchObject({ LOG: 'all', KAFKA_REQUEST_TIMEOUT_MS: '1' });
    expect(checkout.Image).toEqual({
      'Fn::Join': ['', ['111122223333.dkr.ecr.eu-central-1.', { Ref: 'AWS::URLSuffix' }, '/team/checkout:1.4']],
    });
    expect([checkout.User, checkout.Command]).toEqual([undefined, undefined]);
    expect([taskOf(template, 'checkout').Cpu, taskOf(template, 'checkout').Memory]).toEqual(['1024', '3072']);
    const fetches = rightsOf(template, 'checkoutTaskExecutionRole').filter(({ Action }) =>
      String(Action).includes('ecr:'),
    );
    expect(fetches).toMatchObject([
      {
        Action: expect.arrayContaining(['ecr:BatchGetImage']) as unknown,
        Resource: 'arn:aws:ecr:eu-central-1:111122223333:repository/team/checkout',
      },
      { Action: 'ecr:GetAuthorizationToken', Resource: '*' },
    ]);
    expect(containerOf(template, 'checkout', 'prepare').Command).toEqual(['chmod 1777 /tmp']);
  });
});
