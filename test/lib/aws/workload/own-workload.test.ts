import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { ContainerImage } from 'aws-cdk-lib/aws-ecs';
import { CfnResource, Stack, Token, type App } from 'aws-cdk-lib/core';
import { NetworkStack } from '../../../../lib/aws/stacks/network-stack';
import { WorkloadsStack, type WorkloadsStackProps } from '../../../../lib/aws/stacks/workloads-stack';
import { MessagingWorkload } from '../../../../lib/aws/workload/messaging-workload';
import { WorkloadCluster } from '../../../../lib/aws/workload/workload-cluster';
import type { MessagingWorkloadProps } from '../../../../lib/aws/workload/workload-props';
import { awsApp, templateOf, zones } from '../../../support/aws';
import { StandInKafka } from '../../../support/aws-brokers';
import { built, containerOf, envOf } from '../../../support/aws-workloads';

describe('what a workload on Fargate is refused for', () => {
  const report = (workloads: WorkloadsStackProps['workloads'], availabilityZones = zones): readonly string[] => {
    const { stack } = built(workloads, awsApp(), availabilityZones);
    const text = stack.node.findAll().flatMap((its) => its.node.validate());
    return text.map((line) => /^\[([\w-]+)\] (\S+)/.exec(line)?.slice(1, 3).join(' ') ?? line);
  };
  const image = 'registry.example/a:1.0';

  test('aws-workload-one-writer, aws-workload-too-large', () => {
    expect(report({ stock: { image, storage: '1Gi', replicas: 2, resources: { cpu: 32, memory: '1Gi' } } })).toEqual([
      'aws-workload-one-writer stock.replicas',
      'aws-workload-too-large stock.resources',
    ]);
    expect(report({ stock: { image, storage: '1Gi', replicas: 1, resources: { cpu: 16, memory: '1Gi' } } })).toEqual(
      [],
    );
  });

  test('aws-zones-not-three', () => {
    expect(report({ web: { image } }, zones.slice(0, 2))).toEqual(['aws-zones-not-three Workloads.vpcSubnets']);
  });

  test('aws-stack-too-large: counted as CloudFormation counts, when all of it is there', () => {
    const { stack } = built({ web: { image }, app: { image } });
    const told = () => stack.node.validate();
    const resources = stack.node.findAll().filter((its) => CfnResource.isCfnResource(its)).length;
    const add = (id: number) => new CfnResource(stack, `More${id}`, { type: 'AWS::SSM::Parameter' });
    for (let more = resources; more < 500; more += 1) add(more);
    // What belongs to another stack takes no room here, wherever it is in the tree.
    new CfnResource(new Stack(stack, 'Other'), 'More', { type: 'AWS::SSM::Parameter' });

    expect(told()).toEqual([]);
    add(500);
    expect(told()).toEqual([
      '[aws-stack-too-large] workloads is 2 workloads of 501 resources: CloudFormation takes 500 resources in a stack; ' +
        'leave about 1 here, and give the others a stack of their own, which takes the same brokers (TypeScript)',
    ]);
  });

  test('aws-stack-too-large: a file with too many workloads, in place of what CDK would say', () => {
    const names = Array.from({ length: 80 }, (_, index) => `web-${index}`);
    const { stack } = built(Object.fromEntries(names.map((name) => [name, { image }])));

    expect(() => templateOf(stack)).toThrow('[aws-stack-too-large] workloads is 80 workloads of ');
  });

  test('aws-workload-name: only where its service is called so', () => {
    const { stack, place } = built({});
    const named = (clusterName?: string) => {
      const its = new WorkloadCluster(stack, clusterName ?? 'Unnamed', {
        ...place,
        ...(clusterName && { clusterName }),
      });
      return new MessagingWorkload(stack, `web app ${clusterName}`, { cluster: its, image }).node.validate();
    };

    expect(named('shop')).toEqual([expect.stringMatching(/^\[aws-workload-name\] web app shop is web app shop: /)]);
    expect(named()).toEqual([]);
  });

  test('aws-grant-without-broker, aws-call-to-nobody', () => {
    const { place } = built({});
    const app = awsApp();
    const { vpc } = new NetworkStack(app, 'Network', { env: place.env, availabilityZones: zones, egress: true });
    const stack = new WorkloadsStack(app, 'Work', {
      ...place,
      vpc,
      workloads: { web: { image, kafka: { produce: ['clicks'] }, calls: ['nobody'] } },
    });

    expect(stack.node.validate().join('\n')).toMatch(
      /^\[aws-grant-without-broker\] workloads\.web\.kafka[^]*\[aws-call-to-nobody\] workloads\.web\.calls/,
    );
  });

  test('is nothing that only the deployment knows', () => {
    const replicas = Token.asNumber({ Ref: 'Replicas' });

    expect(report({ stock: { image, storage: '1Gi', replicas } })).toEqual([]);
  });
});

describe('a workload of the team', () => {
  const folder = mkdtempSync(join(tmpdir(), 'brokerkit-aws-entry-'));
  const entry = join(folder, 'trends.ts');
  afterAll(() => rmSync(folder, { recursive: true }));

  const one = (props: Omit<MessagingWorkloadProps, 'cluster'>) => {
    const { stack } = built({});
    const workload = new MessagingWorkload(stack, 'trends', { cluster: stack.cluster, ...props });
    return { workload, template: templateOf(stack) };
  };

  test('may be a file, bundled and brought to S3; another version of it moves nothing but the key', () => {
    const version = (text: string) => {
      writeFileSync(entry, text);
      const { template, workload } = one({ entry });
      const key = envOf(containerOf(template, 'trends', 'prepare'))['KEY'] as string;
      const asset = join((workload.node.root as App).outdir, `asset.${key}`);
      expect(existsSync(asset)).toBe(true);
      return { key, program: gunzipSync(readFileSync(asset)).toString(), text: JSON.stringify(template.toJSON()) };
    };
    const [first, second] = [version('console.log("one")'), version('console.log("two")')];

    expect(first.program).toContain('one');
    expect(first.key).not.toBe(second.key);
    expect(second.text.replaceAll(second.key, 'KEY')).toBe(first.text.replaceAll(first.key, 'KEY'));
  });

  test('may be an image as CDK knows it', () => {
    const { template } = one({ image: ContainerImage.fromRegistry('registry.example/trends:2') });

    expect(containerOf(template, 'trends')).toMatchObject({ Image: 'registry.example/trends:2' });
    expect(containerOf(template, 'trends').User).toBeUndefined();
  });

  test('names no rack in a network that is made elsewhere, of which only the names of zones are known', () => {
    const app = awsApp();
    const brokers = new Stack(app, 'Brokers', { env: { region: 'eu-central-1' } });
    const vpc = Vpc.fromVpcAttributes(brokers, 'Vpc', {
      vpcId: 'vpc-1',
      availabilityZones: zones,
      privateSubnetIds: ['subnet-1', 'subnet-2', 'subnet-3'],
      privateSubnetRouteTableIds: ['rtb-1', 'rtb-2', 'rtb-3'],
    });
    const web = { image: 'registry.example/a:1.0', kafka: { consume: ['clicks'] } };
    const stack = new WorkloadsStack(app, 'Work', {
      env: { region: 'eu-central-1' },
      vpc,
      kafka: new StandInKafka(brokers, 'Kafka', vpc),
      workloads: { web },
    });
    const env = envOf(containerOf(templateOf(stack), 'web'));

    expect(env).toMatchObject({ KAFKA_CONSUME_TOPICS: 'clicks' });
    expect(env).not.toHaveProperty('KAFKA_CLIENT_RACKS');
  });

  test('runs one thing, and can be called where it serves something', () => {
    expect(() => one({})).toThrow('Work/trends: give it one of program, entry and image');
    const { stack } = built({});
    const [callee, caller] = ['stock', 'web'].map(
      (id) => new MessagingWorkload(stack, id, { cluster: stack.cluster, image: 'registry.example/a:1.0' }),
    );
    expect(() => callee!.grantCall(caller!)).toThrow('Work/stock serves nothing: give it a port');
  });
});
