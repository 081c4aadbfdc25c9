import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createOnly } from '../../../../lib/aws/guard/create-only';
import { checkReplacements, recordTemplates } from '../../../../lib/aws/guard/recorded';
import { checkReplacement, recordedPart } from '../../../../lib/aws/guard/replacement';
import { kept, templates } from '../../../support/aws';
import { variantApp } from '../../../support/aws-variants';
import { emptyFolder } from '../../../support/command-line';
import { changed, soundTemplate } from '../../../support/guarded-template';

type Change = readonly [path: string, value: unknown];

/** What an update of the sound template would be refused for. */
const found = (...changes: readonly Change[]): readonly string[] =>
  checkReplacement(soundTemplate, changed(...changes)).map(({ rule, path }) => `${rule} ${path}`);

const nodes = 'Kafka.Properties.BrokerNodeGroupInfo';

describe('checkReplacement', () => {
  test('finds nothing where nothing changed', () => {
    expect(found()).toEqual([]);
  });

  test('names the MSK cluster whose security group was swapped, which `cdk diff` calls an update in place', () => {
    const swapped = changed([`${nodes}.SecurityGroups`, [{ 'Fn::GetAtt': ['OtherGroup', 'GroupId'] }]]);

    expect(checkReplacement(soundTemplate, swapped)).toEqual([
      {
        rule: 'aws-replaced',
        path: `${nodes}.SecurityGroups`,
        value: [{ 'Fn::GetAtt': ['OtherGroup', 'GroupId'] }],
        why: "it can't be changed in place: CloudFormation makes another, empty AWS::MSK::Cluster; the old one stays, outside of every stack",
        fix: 'leave it as it was recorded: [{"Fn::GetAtt":["Group","GroupId"]}]',
      },
      {
        rule: 'aws-replaced',
        path: 'Clicks.Properties.ClusterArn',
        value: { Ref: 'Kafka' },
        why: 'Kafka is replaced, so CloudFormation makes another, empty AWS::MSK::Topic; the old one stays, outside of every stack',
        fix: 'leave Kafka as it was recorded',
      },
    ]);
  });

  test.each<readonly [string, ...Change]>([
    ['a name', 'Kafka.Properties.ClusterName', 'store'],
    ['a subnet', `${nodes}.ClientSubnets`, ['subnet-0a', 'subnet-0b', 'subnet-0c']],
    ['a reference that is written otherwise', `${nodes}.SecurityGroups`, [{ Ref: 'Group' }]],
    ['a nested switch', 'Kafka.Properties.EncryptionInfo.EncryptionInTransit.InCluster', false],
    ['a value that only a deployment knows', `${nodes}.SecurityGroups`, { Ref: 'Groups' }],
    ['the key of the disks', 'Kafka.Properties.EncryptionInfo.EncryptionAtRest', { DataVolumeKMSKeyId: 'key' }],
    ['copies of a topic', 'Clicks.Properties.ReplicationFactor', 2],
    ['the cluster of a topic', 'Clicks.Properties.ClusterArn', { Ref: 'Express' }],
    ['a broker that is public', 'Rabbit.Properties.PubliclyAccessible', true],
    ['the text of a security group', 'Group.Properties.GroupDescription', 'Brokers'],
    ['the name of a configuration', 'Configuration.Properties.Name', 'store'],
  ])('refuses %s', (_, path, value) => {
    expect(found([path, value])).toContain(`aws-replaced ${path}`);
  });

  test('follows a replacement to what refers to it: another security group, another cluster, other topics', () => {
    const problems = checkReplacement(soundTemplate, changed(['Group.Properties.GroupDescription', 'Brokers']));

    expect(problems.map(({ rule, path }) => [rule, path])).toEqual([
      ['aws-replaced', 'Group.Properties.GroupDescription'],
      ['aws-replaced', `${nodes}.SecurityGroups`],
      ['aws-replaced', 'Clicks.Properties.ClusterArn'],
    ]);
  });

  test('says whether the old one stays', () => {
    const [problem] = checkReplacement(
      soundTemplate,
      changed(['Kafka.Properties.ClusterName', 'store'], ['Kafka.UpdateReplacePolicy', 'Delete']),
    );

    expect(problem?.why).toMatch(/the old one is deleted with all that is in it$/);
  });

  test.each<readonly [string, ...Change]>([
    [
      'subnets in another order',
      `${nodes}.ClientSubnets`,
      ['subnet-0c', { 'Fn::ImportValue': 'B' }, { 'Fn::ImportValue': 'A' }],
    ],
    ['a number as a text', 'Clicks.Properties.ReplicationFactor', '3'],
    ['a word for a switch', 'Kafka.Properties.EncryptionInfo.EncryptionInTransit.InCluster', true],
    ['nothing, said in words', 'Kafka.Properties.EncryptionInfo.EncryptionAtRest', { Ref: 'AWS::NoValue' }],
    ['more brokers', 'Kafka.Properties.NumberOfBrokerNodes', 9],
    ['a larger disk', `${nodes}.StorageInfo.EBSStorageInfo.VolumeSize`, 200],
    ['more partitions', 'Clicks.Properties.PartitionCount', 24],
    ['another size of node', 'Rabbit.Properties.HostInstanceType', 'mq.m7g.xlarge'],
    ['another text of a group that nothing is lost with', 'OtherGroup.Properties.GroupDescription', 'They'],
  ])('lets pass %s', (_, path, value) => {
    expect(found([path, value])).toEqual([]);
  });

  test('refuses what is gone, what became another type, and what is kept no more', () => {
    expect(found(['Clicks', undefined])).toEqual(['aws-removed Clicks']);
    expect(found(['OtherGroup', undefined])).toEqual([]);
    expect(found(['Clicks.Type', 'Custom::Topic'])).toEqual(['aws-type-changed Clicks.Type']);
    expect(found(['Rabbit.DeletionPolicy', undefined], ['Rabbit.UpdateReplacePolicy', 'Delete'])).toEqual([
      'aws-retention-lost Rabbit.DeletionPolicy',
      'aws-retention-lost Rabbit.UpdateReplacePolicy',
    ]);
    expect(found(['Rabbit.DeletionPolicy', 'RetainExceptOnCreate'])).toEqual([]);
  });

  test('keeps watch over whatever was retained, also of types it has no schema of', () => {
    const volume = { Type: 'Custom::Manifest', DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' };

    expect(checkReplacement({ Resources: { volume } }, { Resources: {} })).toMatchObject([
      { rule: 'aws-removed', path: 'volume' },
    ]);
  });
});

describe('checkReplacement, of what is kept beside the brokers', () => {
  const policies = { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' };
  const log = (name: string, its: object = policies) => ({
    Resources: { Log: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: name }, ...its } },
  });
  const eks = (Properties: object) => ({ Resources: { Eks: { Type: 'AWS::EKS::Cluster', Properties, ...policies } } });
  const whys = (before: object, after: object): readonly string[] =>
    checkReplacement(eks(before), eks(after)).map(
      ({ path, why }) => `${path}: ${/CloudFormation [a-z ]+/.exec(why)?.[0] ?? ''}`,
    );

  test('refuses another name of a log that was to be kept, and of no other log', () => {
    expect(checkReplacement(log('/shop'), log('/store')).map(({ rule, path }) => [rule, path])).toEqual([
      ['aws-replaced', 'Log.Properties.LogGroupName'],
    ]);
    expect(checkReplacement(log('/shop', {}), log('/store', {}))).toEqual([]);
  });

  test('says of EKS that a change makes another cluster, or that it may where the sources differ', () => {
    expect(whys({ Name: 'shop' }, { Name: 'store' })[0]).toMatch(
      /^Eks\.Properties\.Name: CloudFormation makes another/,
    );
    expect(
      whys({ KubernetesNetworkConfig: { IpFamily: 'ipv4' } }, { KubernetesNetworkConfig: { IpFamily: 'ipv6' } })[0],
    ).toMatch(/^Eks\.Properties\.KubernetesNetworkConfig\.IpFamily: CloudFormation makes another/);
    expect(
      whys({ ResourcesVpcConfig: { SubnetIds: ['a'] } }, { ResourcesVpcConfig: { SubnetIds: ['a', 'b'] } })[0],
    ).toMatch(/^Eks\.Properties\.ResourcesVpcConfig\.SubnetIds: CloudFormation may make another/);
  });
});

describe('changes that MSK and Amazon MQ do not make', () => {
  const brokers: Change = ['Kafka.Properties.NumberOfBrokerNodes', 9];

  test.each<readonly [string, ...Change]>([
    ['number of brokers, instance type', `${nodes}.InstanceType`, 'kafka.m7g.xlarge'],
    ['number of brokers, storage', `${nodes}.StorageInfo.EBSStorageInfo.VolumeSize`, 200],
    ['number of brokers, connectivity', `${nodes}.ConnectivityInfo.NetworkType`, 'DUAL'],
    ['number of brokers, version or configuration', 'Kafka.Properties.KafkaVersion', '4.1.x.kraft'],
    ['number of brokers, version or configuration', 'Configuration.Properties.ServerProperties', 'a=b'],
    ['number of brokers, security', 'Kafka.Properties.ClientAuthentication.Sasl.Scram.Enabled', true],
    ['number of brokers, monitoring', 'Kafka.Properties.EnhancedMonitoring', 'PER_BROKER'],
    ['number of brokers, rebalancing', 'Kafka.Properties.Rebalancing', { Status: 'ACTIVE' }],
  ])('msk-changes-at-once: %s', (kinds, ...change) => {
    expect(checkReplacement(soundTemplate, changed(brokers, change))).toMatchObject([
      { rule: 'msk-changes-at-once', path: 'Kafka', value: kinds },
    ]);
    expect(found(change)).toEqual([]);
  });

  test('msk-changes-at-once: a topic takes partitions or configs', () => {
    const more: Change = ['Clicks.Properties.PartitionCount', 24];
    const configs: Change = ['Clicks.Properties.Configs', { 'Fn::Base64': '{"retention.ms":"2000"}' }];

    expect(found(more, configs)).toEqual(['msk-changes-at-once Clicks']);
    expect(found(more)).toEqual([]);
    expect(found(configs)).toEqual([]);
  });

  test('msk-never-shrinks: a disk, and the partitions of a topic', () => {
    const size = `${nodes}.StorageInfo.EBSStorageInfo.VolumeSize`;

    expect(found([size, 50])).toEqual([`msk-never-shrinks ${size}`]);
    expect(found(['Clicks.Properties.PartitionCount', 6])).toEqual([
      'msk-never-shrinks Clicks.Properties.PartitionCount',
    ]);
  });

  test('amazon-mq-security-groups: they look as if they could be changed', () => {
    expect(found(['Rabbit.Properties.SecurityGroups', ['sg-2']])).toEqual([
      'amazon-mq-security-groups Rabbit.Properties.SecurityGroups',
    ]);
  });
});

describe('the table of what can not be changed in place', () => {
  test('is what the schemas of CloudFormation say', () => {
    const script = join(__dirname, '../../../../scripts/create-only.mjs');
    const { stdout, stderr } = spawnSync(process.execPath, [script, '--print'], { encoding: 'utf8' });

    expect(stderr).toBe('');
    expect(createOnly).toEqual(JSON.parse(stdout));
  });

  test.each(['managed, standard brokers: both brokers', 'eks: both brokers'])(
    'has every type that the kit keeps: %s',
    (name) => {
      const types = [...templates(variantApp(name)).values()].flatMap((its) => Object.values(kept(its)));

      expect(types).toContain('AWS::Logs::LogGroup');
      expect(types.filter((type) => !type.startsWith('Custom::') && !Object.hasOwn(createOnly, type))).toEqual([]);
    },
  );
});

describe('recorded templates', () => {
  const folder = emptyFolder();
  const write = (path: string, template: unknown): void => {
    const file = join(folder(), `${path}.template.json`);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, JSON.stringify(template));
  };
  const record = () => recordTemplates(join(folder(), 'recorded'), join(folder(), 'cdk.out'));
  const problems = (): readonly string[] =>
    checkReplacements(join(folder(), 'recorded'), join(folder(), 'cdk.out')).map(({ rule, path }) => `${rule} ${path}`);

  test('are those of stacks that have something to lose, and stand for the whole template', () => {
    write('cdk.out/Shop', soundTemplate);
    write('cdk.out/assembly-test/TestShop', soundTemplate);
    write('cdk.out/Alarms', { Resources: { Alarm: { Type: 'AWS::CloudWatch::Alarm' } } });

    expect(record()).toEqual(['Shop', 'assembly-test/TestShop']);
    expect(problems()).toEqual([]);
    write('cdk.out/assembly-test/TestShop', changed(['Kafka', undefined]));
    expect(problems()).toEqual(['aws-removed assembly-test/TestShop.Kafka']);
  });

  test('leave out what changes with each build, and what is nobody that matters', () => {
    const resources = {
      Handler: { Type: 'AWS::Lambda::Function', Properties: { Code: { S3Key: 'hash' } } },
      Manifest: { Type: 'Custom::Manifest', DeletionPolicy: 'Retain', Properties: { Manifest: '[…]' } },
      Clicks: { ...soundTemplate.Resources.Clicks, Metadata: { 'aws:cdk:path': 'Shop/Clicks' } },
    };

    expect(JSON.parse(JSON.stringify(recordedPart({ Resources: resources })))).toEqual({
      Resources: {
        Manifest: { Type: 'Custom::Manifest', DeletionPolicy: 'Retain' },
        Clicks: soundTemplate.Resources.Clicks,
      },
    });
  });

  test('refuse that a stack is missing, and know nothing of one that is new', () => {
    write('cdk.out/Shop', soundTemplate);
    record();
    write('cdk.out/Store', soundTemplate);
    expect(problems()).toEqual([]);
    write('recorded/Old', soundTemplate);
    expect(problems()).toEqual(['aws-stack-missing Old']);
    expect(record()).toEqual(['Shop', 'Store']);
    expect(existsSync(join(folder(), 'recorded/Old.template.json'))).toBe(false);
  });

  test('that can not be read are named', () => {
    mkdirSync(join(folder(), 'recorded'));
    mkdirSync(join(folder(), 'cdk.out'));
    writeFileSync(join(folder(), 'recorded/Shop.template.json'), '{');
    expect(problems).toThrow(/recorded\/Shop\.template\.json can not be read/);
    writeFileSync(join(folder(), 'recorded/Shop.template.json'), '[]');
    expect(problems).toThrow(/recorded\/Shop\.template\.json is no template/);
  });

  test('are text that a review can read', () => {
    write('cdk.out/Shop', soundTemplate);
    record();
    expect(readFileSync(join(folder(), 'recorded/Shop.template.json'), 'utf8')).toMatch(
      /^\{\n {2}"Resources": \{\n {4}"Group": \{\n {6}"Type"/,
    );
  });
});
