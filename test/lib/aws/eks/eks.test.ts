import { readFileSync } from 'node:fs';
import { App, Fn, Stack } from 'aws-cdk-lib/core';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Vpc, type IVpc } from 'aws-cdk-lib/aws-ec2';
import { parseAllDocuments } from 'yaml';
import { manifests } from '../../../../charts/manifests';
import { chartObjects, secretsAmong } from '../../../../lib/aws/eks/chart-objects';
import { EksCluster } from '../../../../lib/aws/eks/eks-cluster';
import { onEks } from '../../../../lib/aws/eks/eks-options';
import { featureFlags } from '../../../../lib/aws/feature-flags';
import { checkAws, planAws } from '../../../../lib/aws/plan';
import { addMessagingStacks } from '../../../../lib/aws/stacks/messaging';
import type { AwsOptions } from '../../../../lib/plan/aws-options';
import type { MessagingOptions } from '../../../../lib/plan/options';
import { parseMessaging } from '../../../../lib/plan/parse';
import { kept, propertiesOf, templates } from '../../../support/aws';
import { at, find, type Manifest } from '../../../support/manifests';

const zones = ['eu-central-1a', 'eu-central-1b', 'eu-central-1c'];
const cases = parseMessaging(readFileSync('examples/cases/messaging.yaml', 'utf8'));

const onTarget = (options: Omit<MessagingOptions, 'name'>, aws: AwsOptions = {}): MessagingOptions => ({
  name: 'shop',
  ...options,
  aws: { target: 'eks', ...aws },
});
const problems = (options: MessagingOptions): readonly string[] =>
  checkAws(planAws(options)).map(({ rule, path }) => `${rule} ${path}`);

/** Copies no layers, which are large: nothing here reads them. */
function eksApp(): App {
  return new App({ context: { ...featureFlags, 'aws:cdk:disable-asset-staging': true }, autoSynth: false });
}

interface Applied {
  readonly Part: string;
  readonly Key: string;
}

interface PolicyProperties {
  readonly PolicyDocument: { readonly Statement: readonly { readonly Action: string; readonly Resource: unknown }[] };
}

/** The templates of a file, and what each part applies. */
function synthesized(options: MessagingOptions) {
  const app = eksApp();
  addMessagingStacks(app, planAws(options));
  const stacks = templates(app);
  const messaging = stacks.get('ShopMessaging')!;
  const isProtected = Object.fromEntries(
    app.node.children.filter(Stack.isStack).map((its) => [its.stackName, its.terminationProtection]),
  );
  const applied = propertiesOf<Applied>(messaging, 'Custom::KubernetesObjects');
  const files = readAssets(app);
  const parts = Object.values(applied).map(({ Part: part, Key: key }): [string, readonly Manifest[]] => [
    part,
    files(key),
  ]);
  return {
    stacks,
    isProtected,
    messaging,
    applied,
    parts: new Map(parts),
    objects: parts.flatMap(([, objects]) => objects),
  };
}

/** Key → the objects of the file that CDK would upload as this. */
function readAssets(app: App): (key: string) => readonly Manifest[] {
  const { directory } = app.synth();
  const { files } = JSON.parse(readFileSync(`${directory}/ShopMessaging.assets.json`, 'utf8')) as {
    readonly files: Readonly<Record<string, { readonly source: { readonly path: string } }>>;
  };
  return (key) =>
    readFileSync(files[key.replace('.json', '')]!.source.path, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Manifest);
}

const both = synthesized(onTarget({ kafka: { topics: { clicks: {} } }, rabbitmq: {} }));

describe('target: eks', () => {
  test('makes a network, a cluster, and a stack for what runs on it', () => {
    expect([...both.stacks.keys()].sort()).toEqual(['ShopEks', 'ShopMessaging', 'ShopNetwork']);
  });

  test('protects the cluster and the network that it is kept in; what only applies can go', () => {
    expect(both.isProtected).toEqual({ ShopNetwork: true, ShopEks: true, ShopMessaging: false });
  });

  test.each([
    ['Kafka alone', { kafka: {} }, ['00-cluster', '00-namespace', '10-bootstrap', '20-kafka', '40-provision']],
    ['RabbitMQ alone', { rabbitmq: {} }, ['00-cluster', '00-namespace', '10-bootstrap', '30-rabbitmq', '40-provision']],
  ])('applies the parts of %s', (_, options, names) => {
    expect([...synthesized(onTarget(options)).parts.keys()]).toEqual(names);
  });

  test('carries the very objects that brokerkit synth writes: of the three cases, and no Secret among them', () => {
    const { parts, objects } = synthesized({ ...cases, name: 'shop', aws: { target: 'eks' } });
    const written = [...manifests(onEks({ ...cases, name: 'shop' }, zones))]
      .filter(([file]) => file.endsWith('.yaml'))
      .map(([file, text]) => [file.replace('.yaml', ''), parseAllDocuments(text).map((its) => its.toJS() as Manifest)]);

    expect(written.map(([name]) => name)).toContain('50-workloads');
    expect([...parts].filter(([name]) => name !== '00-cluster')).toEqual(written);
    expect(objects.filter(({ kind }) => kind === 'Secret')).toEqual([]);
  });

  test('sends events far below what Lambda takes, whatever the objects weigh', () => {
    const events = Object.values(both.applied).map((properties) => JSON.stringify(properties).length);

    expect(JSON.stringify(both.parts.get('10-bootstrap')).length).toBeGreaterThan(262_144);
    expect(Math.max(...events)).toBeLessThan(1_024);
    expect(JSON.stringify(both.messaging.toJSON()).length).toBeLessThan(50_000);
  });

  test('applies one part after the other, and nothing before the cluster lets the function in', () => {
    const resources = both.messaging.findResources('Custom::KubernetesObjects') as Record<
      string,
      { readonly DependsOn?: readonly string[]; readonly Properties: Applied }
    >;
    const after = Object.values(resources).map(({ DependsOn: all = [], Properties: { Part: part } }) => [
      part,
      ...all.flatMap((id) => resources[id]?.Properties.Part ?? []),
    ]);

    expect(after).toEqual([
      ['00-cluster'],
      ['00-namespace', '00-cluster'],
      ['10-bootstrap', '00-namespace'],
      ['20-kafka', '10-bootstrap'],
      ['30-rabbitmq', '20-kafka'],
      ['40-provision', '30-rabbitmq'],
    ]);
    const [access] = Object.keys(both.messaging.findResources('AWS::EKS::AccessEntry'));
    both.messaging.hasResource('AWS::Lambda::Function', {
      Properties: { Handler: 'framework.onEvent' },
      DependsOn: Match.arrayWith([access]),
    });
  });

  test('lets the function read the very files that it applies, before it applies them', () => {
    const policies = Object.entries(propertiesOf<PolicyProperties>(both.messaging, 'AWS::IAM::Policy'));
    const [id, { PolicyDocument: document }] = policies.find(([its]) => its.includes('HandlerRole'))!;
    const file = (resource: unknown) => /[^/"]*$/.exec(JSON.stringify(resource).replace(/"]]}$/, ''))?.[0];

    expect(document.Statement.map(({ Action: action, Resource: resource }) => [action, file(resource)])).toEqual(
      Object.values(both.applied).map(({ Key: key }) => ['s3:GetObject', key]),
    );
    both.messaging.allResources('Custom::KubernetesObjects', { DependsOn: Match.arrayWith([id]) });
  });

  test('a changed topic changes the file of one part and no logical id, though a Job gets another name', () => {
    const changed = synthesized(onTarget({ kafka: { topics: { clicks: { retention: '3d' } } }, rabbitmq: {} }));
    const differing = Object.entries(changed.applied).filter(([id, { Key: key }]) => both.applied[id]?.Key !== key);

    expect(Object.keys(changed.applied)).toEqual(Object.keys(both.applied));
    expect(differing.map(([, { Part: part }]) => part)).toEqual(['40-provision']);
    const job = (its: typeof both) => find(its.objects, 'Job', 'kafka-provision').metadata.name;
    expect(job(changed)).not.toBe(job(both));
  });

  test('says in the template what each part is made of', () => {
    both.messaging.hasResource('Custom::KubernetesObjects', {
      Metadata: { 'brokerkit/objects': Match.arrayWith(['StatefulSet/kafka-broker']) },
    });
  });

  test('lets the nodes find their cluster and fetch images, and nothing else', () => {
    const { ManagedPolicyArns: arns } = propertiesOf<{ readonly ManagedPolicyArns: readonly unknown[] }>(
      both.stacks.get('ShopEks')!,
      'AWS::IAM::Role',
    )['EksNodeRoleF9FF8775']!;
    const arn = (name: string) => ({
      'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:iam::aws:policy/${name}`]],
    });

    expect(arns).toEqual(['AmazonEKSWorkerNodeMinimalPolicy', 'AmazonEC2ContainerRegistryPullOnly'].map(arn));
    both.stacks.get('ShopEks')!.hasResourceProperties('AWS::EKS::Cluster', {
      ComputeConfig: { NodeRoleArn: { 'Fn::GetAtt': ['EksNodeRoleF9FF8775', 'Arn'] } },
    });
  });

  test('keeps what holds data however the stacks end, under the ids that it always had', () => {
    expect(kept(both.stacks.get('ShopEks')!)).toEqual({
      EksControlPlaneLog49CA06BA: 'AWS::Logs::LogGroup',
      EksSecretsKey89C78FFD: 'AWS::KMS::Key',
      EksRoleDC2DEC72: 'AWS::IAM::Role',
      EksControlPlaneSecurityGroup517308DF: 'AWS::EC2::SecurityGroup',
      EksNodeRoleF9FF8775: 'AWS::IAM::Role',
      EksBC5472D2: 'AWS::EKS::Cluster',
      EksKubectlReadyBarrierE8DC875A: 'AWS::SSM::Parameter',
    });
    expect(kept(both.messaging)).toEqual({
      MessagingclusterAAD497B9: 'Custom::KubernetesObjects',
      MessagingnamespaceBA5EB499: 'Custom::KubernetesObjects',
      Messagingbootstrap00E2F8E3: 'Custom::KubernetesObjects',
      MessagingkafkaFF383FB7: 'Custom::KubernetesObjects',
      MessagingrabbitmqB5E0821C: 'Custom::KubernetesObjects',
      Messagingprovision459A44AE: 'Custom::KubernetesObjects',
    });
  });
});

describe('what the cluster needs before the charts', () => {
  const before = both.parts.get('00-cluster')!;

  test('is a class of encrypted volumes that outlive their claims, which all claims of the charts name', () => {
    expect(find(before, 'StorageClass', 'brokerkit-gp3')).toMatchObject({
      provisioner: 'ebs.csi.eks.amazonaws.com',
      parameters: { type: 'gp3', encrypted: 'true' },
      volumeBindingMode: 'WaitForFirstConsumer',
      reclaimPolicy: 'Retain',
      allowVolumeExpansion: true,
      allowedTopologies: [{ matchLabelExpressions: [{ key: 'eks.amazonaws.com/compute-type', values: ['auto'] }] }],
    });
    const sets = both.objects.filter(({ kind }) => kind === 'StatefulSet');
    expect(sets.map((set) => at(set, 'spec.volumeClaimTemplates.0.spec.storageClassName'))).toEqual(
      Array.from({ length: 3 }, () => 'brokerkit-gp3'),
    );
  });

  test('is no class where the file names another one', () => {
    const { objects } = synthesized(onTarget({ kafka: {}, kubernetes: { storageClass: 'standard' } }));

    expect(objects.filter(({ kind }) => kind === 'StorageClass')).toEqual([]);
    const broker = find(objects, 'StatefulSet', 'kafka-broker');
    expect(at(broker, 'spec.volumeClaimTemplates.0.spec.storageClassName')).toBe('standard');
  });

  test('lets network policies close anything, which EKS Auto Mode does not do by itself', () => {
    expect(find(before, 'ConfigMap', 'amazon-vpc-cni')).toMatchObject({
      metadata: { namespace: 'kube-system' },
      data: { 'enable-network-policy-controller': 'true' },
    });
  });
});

describe('the cluster of EKS', () => {
  const eks = both.stacks.get('ShopEks')!;

  test('is private, protected, logged and encrypted, and its nodes come by themselves', () => {
    eks.hasResourceProperties('AWS::EKS::Cluster', {
      Name: 'shop',
      Version: '1.36',
      ComputeConfig: { Enabled: true, NodePools: ['system', 'general-purpose'] },
      StorageConfig: { BlockStorage: { Enabled: true } },
      DeletionProtection: true,
      ResourcesVpcConfig: { EndpointPrivateAccess: true, EndpointPublicAccess: false },
      EncryptionConfig: [{ Provider: { KeyArn: { 'Fn::GetAtt': ['EksSecretsKey89C78FFD', 'Arn'] } } }],
      AccessConfig: { AuthenticationMode: 'API', BootstrapClusterCreatorAdminPermissions: false },
      Logging: {
        ClusterLogging: {
          EnabledTypes: ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'].map((type) => ({
            Type: type,
          })),
        },
      },
    });
    eks.hasResourceProperties('AWS::KMS::Key', { EnableKeyRotation: true });
  });

  test('is in three zones, each with a way out of its own', () => {
    const network = both.stacks.get('ShopNetwork')!;

    network.resourceCountIs('AWS::EC2::NatGateway', 3);
    const subnets = Object.values(
      propertiesOf<{ readonly CidrBlock: string; readonly MapPublicIpOnLaunch: boolean }>(network, 'AWS::EC2::Subnet'),
    );
    expect(subnets.map(({ CidrBlock: block }) => block)).toEqual([
      ...['10.0.0.0/24', '10.0.1.0/24', '10.0.2.0/24'],
      ...['10.0.16.0/20', '10.0.32.0/20', '10.0.48.0/20'],
      ...['10.0.64.0/26', '10.0.64.64/26', '10.0.64.128/26'],
    ]);
    expect(subnets.some((its) => its.MapPublicIpOnLaunch)).toBe(false);
    const [cluster] = Object.values(
      propertiesOf<{ readonly ResourcesVpcConfig: { readonly SubnetIds: readonly unknown[] } }>(
        eks,
        'AWS::EKS::Cluster',
      ),
    );
    expect(JSON.stringify(cluster?.ResourcesVpcConfig.SubnetIds).match(/VpcWorkloadsSubnet\d/g)).toEqual([
      'VpcWorkloadsSubnet1',
      'VpcWorkloadsSubnet2',
      'VpcWorkloadsSubnet3',
    ]);
  });

  test('can be reached from the networks, and kept by those, that the file names', () => {
    const role = 'arn:aws:iam::123456789012:role/Keepers';
    const { stacks } = synthesized(
      onTarget({ kafka: {} }, { eksAccessFrom: ['203.0.113.0/24'], eksAdministrators: [role] }),
    );

    stacks.get('ShopEks')!.hasResourceProperties('AWS::EKS::Cluster', {
      ResourcesVpcConfig: {
        EndpointPrivateAccess: true,
        EndpointPublicAccess: true,
        PublicAccessCidrs: ['203.0.113.0/24'],
      },
    });
    const eks = stacks.get('ShopEks')!;
    eks.hasResourceProperties('AWS::EKS::AccessEntry', { PrincipalArn: role });
    // Who leaves the list loses the right, although the cluster is kept.
    expect(Object.values(kept(eks))).not.toContain('AWS::EKS::AccessEntry');
  });

  test('gives an administrator the same id in whatever place of the list', () => {
    const arn = (name: string) => `arn:aws:iam::123456789012:role/${name}`;
    const entries = (eksAdministrators: readonly string[]) => {
      const { stacks } = synthesized(onTarget({ kafka: {} }, { eksAdministrators }));
      return propertiesOf(stacks.get('ShopEks')!, 'AWS::EKS::AccessEntry');
    };

    expect(entries([arn('B'), arn('A'), arn('B')])).toEqual(entries([arn('A'), arn('B')]));
  });

  const refused = (vpc: (stack: Stack) => Vpc, accessFrom?: string[]) => {
    const app = eksApp();
    const stack = new Stack(app, 'Stack', { env: { region: 'eu-central-1' } });
    new EksCluster(stack, 'Eks', {
      vpc: vpc(stack) as IVpc,
      clusterName: 'shop',
      ...(accessFrom === undefined ? {} : { accessFrom }),
    });
    return () => Template.fromStack(stack);
  };

  test('aws-zones-not-three: of a network with two zones, not of one whose zones are not known', () => {
    const two = (stack: Stack) => new Vpc(stack, 'Vpc', { availabilityZones: ['eu-central-1a', 'eu-central-1b'] });
    expect(refused(two)).toThrow('[aws-zones-not-three] Eks.vpcSubnets is 2 subnets in 2 zones');
    const some = [0, 1, 2].map((index) => Fn.select(index, Fn.getAzs()));
    const unknown = (count: number) => (stack: Stack) =>
      new Vpc(stack, 'Vpc', { availabilityZones: some.slice(0, count) });
    expect(refused(unknown(3))).not.toThrow();
    expect(refused(unknown(2))).toThrow('[aws-zones-not-three] Eks.vpcSubnets is 2 subnets:');
  });

  test.each(['0.0.0.0/0', '128.0.0.0/1'])('eks-open-to-all: %s', (cidr) => {
    const three = (stack: Stack) => new Vpc(stack, 'Vpc', { availabilityZones: zones });

    expect(refused(three, [cidr])).toThrow(`[eks-open-to-all] Eks.accessFrom.0 is ${cidr}`);
    expect(problems(onTarget({ kafka: {} }, { eksAccessFrom: ['203.0.113.0/24', cidr] }))).toEqual([
      'eks-open-to-all aws.eksAccessFrom.1',
    ]);
  });
});

describe('the plan for EKS', () => {
  test('is judged as Kubernetes is, in three zones that each pod knows', () => {
    // No form on the managed services, or not known to keep its promise there.
    expect(problems(onTarget({ durability: 'survives-power-loss', kafka: {}, rabbitmq: {} }))).toEqual([]);
    expect(problems(onTarget({ kafka: { brokers: 4 } }))).toEqual([]);
    expect(problems(onTarget({ kafka: { brokers: 4 }, kubernetes: { zones: ['a', 'b'], version: '1.30' } }))).toEqual(
      [],
    );
    expect(problems(onTarget({ kafka: { minInsyncReplicas: 3 } }))).toEqual([
      'kafka-min-insync-blocks-restart kafka.minInsyncReplicas',
    ]);
    expect(problems(onTarget({ kafka: {} }, { availabilityZones: [zones[0]!, zones[0]!, zones[1]!] }))).toContain(
      'aws-zones-not-three aws.availabilityZones',
    );
  });

  test('aws-option-of-other-target: in both directions', () => {
    const managed: AwsOptions = {
      kafkaTier: 'express',
      kafkaInstanceType: 'express.m7g.large',
      kafkaScram: true,
      rabbitMqInstanceType: 'mq.m7g.large',
      rabbitMqStorageSize: 30,
      kafkaDurability: 'survives-zone-loss',
      alarmTopicArn: 'arn:aws:sns:eu-central-1:123456789012:alarms',
    };
    const eks: AwsOptions = { eksAdministrators: [], eksAccessFrom: [] };
    const refused = (names: AwsOptions) => Object.keys(names).map((name) => `aws-option-of-other-target aws.${name}`);

    expect(problems(onTarget({ kafka: {} }, managed))).toEqual(refused(managed));
    expect(problems(onTarget({ kafka: {} }, eks))).toEqual([]);
    expect(problems({ name: 'shop', kafka: {}, aws: eks })).toEqual(refused(eks));
    expect(problems({ name: 'shop', kafka: {}, aws: managed })).toEqual([]);
  });

  test('secret-in-manifest: a Secret among what is applied', () => {
    const parts = chartObjects(onEks(onTarget({ kafka: {} }), zones));
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'token' } };

    expect(secretsAmong(parts)).toEqual([]);
    expect(
      secretsAmong([...parts, { name: '60-own', objects: [secret] }]).map(({ rule, path }) => [rule, path]),
    ).toEqual([['secret-in-manifest', 'Secret/token']]);
  });
});
