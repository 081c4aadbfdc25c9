import { Stack, Validations } from 'aws-cdk-lib/core';
import { CfnTopic } from 'aws-cdk-lib/aws-msk';
import { checkTemplate, durabilityPack, packRules } from '../../../../lib/aws/guard/pack';
import type { Template } from '../../../../lib/aws/guard/template';
import { awsApp } from '../../../support/aws';
import { awsVariants, variantApp } from '../../../support/aws-variants';
import { changed, propertyPaths, soundTemplate } from '../../../support/guarded-template';

const found = (template: Template): readonly string[] =>
  checkTemplate(template).map(({ rule, path }) => `${rule} ${path}`);

const cluster = 'Kafka.Properties';
const nodes = `${cluster}.BrokerNodeGroupInfo`;
const express = 'Express.Properties';
const broker = 'Rabbit.Properties';
const base64 = (configs: unknown): string => Buffer.from(JSON.stringify(configs)).toString('base64');

/** Rule, where it is found, and the value there that makes it so. */
const weakened: readonly (readonly [rule: string, path: string, value: unknown])[] = [
  ['aws-zones-not-three', `${nodes}.ClientSubnets`, ['subnet-0a', 'subnet-0b']],
  ['aws-zones-not-three', `${nodes}.ClientSubnets`, ['subnet-0a', 'subnet-0b', 'subnet-0b']],
  ['aws-zones-not-three', `${broker}.SubnetIds`, ['subnet-0a']],
  ['msk-uneven-brokers', `${cluster}.NumberOfBrokerNodes`, 4],
  ['msk-uneven-brokers', `${cluster}.NumberOfBrokerNodes`, '5'],
  ['kafka-plaintext-clients', `${cluster}.EncryptionInfo.EncryptionInTransit.ClientBroker`, 'TLS_PLAINTEXT'],
  ['msk-plaintext-brokers', `${cluster}.EncryptionInfo.EncryptionInTransit.InCluster`, 'false'],
  ['msk-unauthenticated', `${cluster}.ClientAuthentication.Unauthenticated.Enabled`, true],
  ['msk-public', `${nodes}.ConnectivityInfo.PublicAccess.Type`, 'SERVICE_PROVIDED_EIPS'],
  ['kafka-unclean-election', `${cluster}.ConfigurationInfo`, undefined],
  ['kafka-unclean-election', `${cluster}.ConfigurationInfo`, { Ref: 'AWS::NoValue' }],
  ['msk-express-refuses', `${express}.StorageMode`, 'LOCAL'],
  ['msk-express-refuses', `${express}.LoggingInfo.BrokerLogs.CloudWatchLogs.Enabled`, true],
  ['msk-express-refuses', `${express}.BrokerNodeGroupInfo.StorageInfo`, { EBSStorageInfo: { VolumeSize: 100 } }],
  ['msk-unknown-version', `${cluster}.KafkaVersion`, '9.9.x'],
  ['msk-unknown-version', `${cluster}.KafkaVersion`, '4.2.x.kraft'],
  ['msk-unknown-version', `${express}.KafkaVersion`, '4.1.x.kraft'],
  ['msk-instance-type', `${nodes}.InstanceType`, 'foo.bar'],
  ['msk-instance-type', `${express}.BrokerNodeGroupInfo.InstanceType`, 'express.m7g.medium'],
  ['kafka-copies-too-few', 'Clicks.Properties.ReplicationFactor', 2],
  ['kafka-min-insync-too-low', 'Clicks.Properties.Configs', { 'Fn::Base64': '{"min.insync.replicas":"1"}' }],
  ['kafka-min-insync-blocks-restart', 'Clicks.Properties.Configs', base64({ 'min.insync.replicas': '3' })],
  ['kafka-unclean-election', 'Clicks.Properties.Configs', base64({ 'unclean.leader.election.enable': 'true' })],
  ['msk-topic-configs', 'Clicks.Properties.Configs', '{"retention.ms":"1000"}'],
  ['msk-topic-configs', 'Clicks.Properties.Configs', base64({ 'retention.ms': 1000 })],
  ['msk-topic-configs', 'Clicks.Properties.Configs', { 'Fn::Base64': 'retention.ms=1000' }],
  ['kafka-copies-too-few', 'Configuration.Properties.ServerProperties', 'default.replication.factor=2'],
  ['kafka-copies-too-few', 'Configuration.Properties.ServerProperties', 'offsets.topic.replication.factor: 1'],
  ['kafka-min-insync-too-low', 'Configuration.Properties.ServerProperties', 'min.insync.replicas = 1'],
  ['kafka-min-insync-blocks-restart', 'Configuration.Properties.ServerProperties', 'min.insync.replicas=3'],
  ['amazon-mq-single-instance', `${broker}.DeploymentMode`, 'SINGLE_INSTANCE'],
  ['amazon-mq-public', `${broker}.PubliclyAccessible`, 'true'],
  ['amazon-mq-minor-upgrades', `${broker}.AutoMinorVersionUpgrade`, false],
  ['amazon-mq-unknown-version', `${broker}.EngineVersion`, '9.9'],
  ['amazon-mq-unknown-version', `${broker}.EngineVersion`, '4.2.1'],
  ['amazon-mq-instance-type', `${broker}.HostInstanceType`, 'mq.m5.large'],
  ['amazon-mq-guest', `${broker}.Users.0.Username`, 'guest'],
  ['aws-not-retained', 'Kafka.DeletionPolicy', 'Delete'],
  ['aws-not-retained', 'Clicks.UpdateReplacePolicy', undefined],
  ['aws-not-retained', 'Configuration.DeletionPolicy', undefined],
  ['aws-not-retained', 'Rabbit.DeletionPolicy', 'Delete'],
];

/** Properties files that are weakened in one line still have the one that MSK must be told. */
const whole = (path: string, value: unknown): unknown =>
  path.endsWith('ServerProperties') ? `${String(value)}\nunclean.leader.election.enable=false` : value;

describe('the durability pack', () => {
  test('finds nothing in a template that keeps what was acknowledged', () => {
    expect(found(soundTemplate)).toEqual([]);
  });

  test.each(weakened)('%s at %s: %j', (rule, path, value) => {
    expect(found(changed([path, whole(path, value)]))).toEqual([`${rule} ${path}`]);
  });

  test('msk-unauthenticated: a cluster that asks nobody for a name lets everybody in', () => {
    expect(found(changed([`${cluster}.ClientAuthentication`, undefined]))).toEqual([
      `msk-unauthenticated ${cluster}.ClientAuthentication.Unauthenticated.Enabled`,
    ]);
  });

  test('kafka-unclean-election: MSK allows it where a configuration is silent, unless it is for express brokers alone', () => {
    const silent = ['Configuration.Properties.ServerProperties', 'min.insync.replicas=2'] as const;

    expect(found(changed(silent))).toEqual(['kafka-unclean-election Configuration.Properties.ServerProperties']);
    expect(
      found(
        changed(
          silent,
          ['Kafka', undefined],
          ['Clicks', undefined],
          ['Express.Properties.ConfigurationInfo', { Arn: { Ref: 'Configuration' }, Revision: 1 }],
        ),
      ),
    ).toEqual([]);
  });

  test('aws-zones-not-three: looks up the zones of subnets that are in the template', () => {
    const subnet = (zone: string) => ({ Type: 'AWS::EC2::Subnet', Properties: { AvailabilityZone: zone } });
    const inZones = (...zones: readonly string[]) =>
      changed(...zones.map((zone, index) => [`Subnet${index}`, subnet(zone)] as const), [
        `${nodes}.ClientSubnets`,
        zones.map((_, index) => ({ Ref: `Subnet${index}` })),
      ]);

    expect(found(inZones('eu-central-1a', 'eu-central-1b', 'eu-central-1c'))).toEqual([]);
    expect(found(inZones('eu-central-1a', 'eu-central-1b', 'eu-central-1b'))).toEqual([
      `aws-zones-not-three ${nodes}.ClientSubnets`,
    ]);
  });

  test('has a weakened case for every rule', () => {
    const ids = new Set(packRules.map(({ id }) => id));

    expect([...ids].filter((id) => !weakened.some(([rule]) => rule === id))).toEqual([]);
  });

  test.each([
    ['a reference', { Ref: 'Unknown' }],
    ['an attribute', { 'Fn::GetAtt': ['Unknown', 'Value'] }],
    ['a condition', { 'Fn::If': ['IsLarge', 1, { Ref: 'AWS::NoValue' }] }],
    ['a text with references', { 'Fn::Sub': '${Unknown}' }],
  ])('is not tripped by %s, whatever property it stands for', (_, value) => {
    for (const path of propertyPaths()) expect([path, found(changed([path, value]))]).toEqual([path, []]);
  });

  test('is not ended by anything that stands in a template', () => {
    for (const odd of [null, '', 'x', 0, -1, true, [], [null], {}, { a: 1, b: 2 }, { 'Fn::Base64': {} }]) {
      for (const path of ['Kafka', 'Kafka.Type', 'Kafka.Properties', ...propertyPaths()])
        expect(() => checkTemplate(changed([path, odd]))).not.toThrow();
      expect(() => checkTemplate({ Resources: odd } as unknown as Template)).not.toThrow();
    }
  });

  test('leaves ActiveMQ alone', () => {
    expect(
      found(changed([`${broker}.EngineType`, 'ACTIVEMQ'], [`${broker}.DeploymentMode`, 'SINGLE_INSTANCE'])),
    ).toEqual([]);
  });

  test.each(Object.keys(awsVariants))('finds nothing in what the kit makes: %s', (name) => {
    const { stacks } = variantApp(name).synth();

    expect(stacks.flatMap(({ template }) => found(template as Template))).toEqual([]);
  });
});

describe('an app with the pack', () => {
  function app(): { readonly synth: () => void; readonly topic: CfnTopic } {
    const root = awsApp();
    Validations.of(root).addPlugins(durabilityPack());
    const topic = new CfnTopic(new Stack(root, 'Kafka'), 'Clicks', {
      clusterArn: 'arn:aws:kafka:eu-central-1:123456789012:cluster/shop/1',
      topicName: 'clicks',
      partitionCount: 1,
      replicationFactor: 2,
    });
    return { synth: () => root.synth(), topic };
  }

  test('is not synthesized while a rule finds something; its report names rule, resource, property, why and fix', () => {
    expect(app().synth).toThrow(
      /Properties\.ReplicationFactor is 2: the loss of a zone may take the last copy[^]*Kafka\/Clicks[^]*use at least 3[^]*'brokerkit::kafka-copies-too-few'/,
    );
    expect(app().synth).toThrow(/DeletionPolicy: [^]*'brokerkit::aws-not-retained'/);
  });

  test('is synthesized where what is found is acknowledged with a reason', () => {
    const { synth, topic } = app();
    for (const rule of ['kafka-copies-too-few', 'aws-not-retained'])
      Validations.of(topic).acknowledge({ id: `brokerkit::${rule}`, reason: 'scratch data that nobody misses' });

    expect(synth).not.toThrow();
  });
});
