import { property, unless, type Judged, type ResourceRule } from './judged';
import { rabbitMqVersions } from './known';
import { isFalse, isTrue, listOf, textOf, valueAt } from './template';
import { fewerZones } from './zones';

const types = ['AWS::AmazonMQ::Broker'];

/** ActiveMQ is made by the same type, and not judged here. */
const isRabbitMq = (judged: Judged): boolean => textOf(property(judged, 'EngineType'))?.toUpperCase() === 'RABBITMQ';

const ofRabbitMq = ({ check, ...rule }: ResourceRule): ResourceRule => ({
  ...rule,
  check: (judged) => (isRabbitMq(judged) ? check(judged) : []),
});

const rules: readonly ResourceRule[] = [
  fewerZones(types, 'SubnetIds'),
  {
    id: 'amazon-mq-single-instance',
    why: 'one node is one copy of every queue: the loss of its zone takes them all',
    types,
    check: (judged) => {
      const value = textOf(property(judged, 'DeploymentMode'));
      return unless((value ?? 'CLUSTER_MULTI_AZ').toUpperCase() === 'CLUSTER_MULTI_AZ', judged, 'DeploymentMode', {
        value,
        fix: 'use CLUSTER_MULTI_AZ',
      });
    },
  },
  {
    id: 'amazon-mq-public',
    why: 'the broker and its console have an address that the whole internet can reach',
    types,
    check: (judged) =>
      unless(!isTrue(property(judged, 'PubliclyAccessible')), judged, 'PubliclyAccessible', {
        value: true,
        fix: 'use false',
      }),
  },
  {
    id: 'amazon-mq-minor-upgrades',
    why: 'Amazon MQ makes no broker of RabbitMQ 3.13 or later without them',
    types,
    check: (judged) =>
      unless(!isFalse(property(judged, 'AutoMinorVersionUpgrade')), judged, 'AutoMinorVersionUpgrade', {
        value: false,
        fix: 'use true',
      }),
  },
  {
    id: 'amazon-mq-unknown-version',
    why: 'Amazon MQ has no such version of RabbitMQ; it chooses the patch itself',
    types,
    check: (judged) => {
      const value = textOf(property(judged, 'EngineVersion'));
      return unless(value === undefined || Object.hasOwn(rabbitMqVersions, value), judged, 'EngineVersion', {
        value,
        fix: `use one of ${Object.keys(rabbitMqVersions).join(', ')}`,
      });
    },
  },
  {
    id: 'amazon-mq-instance-type',
    why: 'Amazon MQ has no nodes of this size for this version of RabbitMQ',
    types,
    check: (judged) => {
      const value = textOf(property(judged, 'HostInstanceType'));
      const version = textOf(property(judged, 'EngineVersion'));
      // Where no version is known, what any of them takes.
      const named = version === undefined ? undefined : rabbitMqVersions[version];
      const taken = named === undefined ? Object.values(rabbitMqVersions) : [named];
      return unless(value === undefined || taken.some((its) => its.test(value)), judged, 'HostInstanceType', {
        value,
        fix: 'use mq.m7g.large to mq.m7g.16xlarge',
      });
    },
  },
  {
    id: 'amazon-mq-guest',
    why: 'the name is known to everybody, and Amazon MQ refuses it',
    types,
    check: (judged) =>
      (listOf(property(judged, 'Users')) ?? []).flatMap((user, index) =>
        unless(textOf(valueAt(user, 'Username')) !== 'guest', judged, `Users.${index}.Username`, {
          value: 'guest',
          fix: 'use another name',
        }),
      ),
  },
];

/** What a RabbitMQ of Amazon MQ must be so that it keeps what was acknowledged, for its own clients alone. */
export const amazonMqPack: readonly ResourceRule[] = rules.map(ofRabbitMq);
