import { readFileSync } from 'node:fs';
import { Match } from 'aws-cdk-lib/assertions';
import { parseAllDocuments } from 'yaml';
import { manifests } from '../../../../charts/manifests';
import { onEks } from '../../../../lib/aws/eks/eks-options';
import { parseMessaging } from '../../../../lib/plan/parse';
import { kept, propertiesOf, zones } from '../../../support/aws';
import { onTarget, synthesized, type Applied } from '../../../support/eks';
import { find, type Manifest } from '../../../support/manifests';

const cases = parseMessaging(readFileSync('examples/cases/messaging.yaml', 'utf8'));

interface PolicyProperties {
  readonly PolicyDocument: { readonly Statement: readonly { readonly Action: string; readonly Resource: unknown }[] };
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

  test('hears of whatever goes wrong: what applies ends before what waits for it, and that before CloudFormation gives up', () => {
    const functions = Object.values(
      propertiesOf<{ readonly Handler: string; readonly Timeout: number }>(both.messaging, 'AWS::Lambda::Function'),
    );
    const timeouts = Object.fromEntries(functions.map(({ Handler, Timeout }) => [Handler, Timeout]));

    expect(timeouts).toEqual({ 'index.on_event': 840, 'framework.onEvent': 900 });
    expect(new Set(Object.values(both.applied).map(({ ServiceTimeout: its }) => its))).toEqual(new Set(['960']));
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
