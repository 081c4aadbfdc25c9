import { Token } from 'aws-cdk-lib/core';
import type { Problem } from '../../durability/problem';
import { check, when, type Rule } from '../../durability/rule';
import { rabbitMqInstance } from '../../plan/aws-options';
import { engineVersions } from './engine';
import type { GivenDisk } from '../../rabbitmq/disk';
import { storageRules } from './storage-rules';
import { diskOf, type VolumeAsked } from './volume';

/** What nodes are made of, as it was asked for. */
export interface NodesAsked {
  /** Where they are in the tree, for the report. */
  readonly path: string;
  readonly engineVersion: string;
  readonly instanceType: string;
  /** GB; without it, what comes with the size. */
  readonly storageSize: number | undefined;
}

const isUnknown = (value: string, known: (value: string) => boolean): boolean =>
  !Token.isUnresolved(value) && !known(value);

/** What no schema of CloudFormation knows, so that it would fail only when it is deployed. */
const nodeRules: readonly Rule<NodesAsked>[] = [
  {
    id: 'amazon-mq-unknown-version',
    why: 'Amazon MQ has no such version, or one whose queues are not replicated as the profile promises',
    check: ({ path, engineVersion }) =>
      when(
        isUnknown(engineVersion, (value) => (engineVersions as readonly string[]).includes(value)),
        `${path}.engineVersion`,
        engineVersion,
        `use ${engineVersions.join(' or ')}, without a patch`,
      ),
  },
  {
    id: 'amazon-mq-instance-type',
    why: 'Amazon MQ runs RabbitMQ 4 on no such nodes',
    check: ({ path, instanceType }) =>
      when(
        isUnknown(instanceType, (value) => rabbitMqInstance.test(value)),
        `${path}.instanceType`,
        instanceType,
        'use mq.m7g.large to mq.m7g.16xlarge',
      ),
  },
];

/** Their volume; nothing where its size is known only when it is deployed. */
export function knownVolume({ path, storageSize, instanceType }: NodesAsked): VolumeAsked | undefined {
  const decides = storageSize ?? instanceType;
  return Token.isUnresolved(decides) ? undefined : { path: `${path}.storageSize`, storageSize, instanceType };
}

/** The disk of each node, as far as it is known; otherwise the smallest that it can be. */
export const leastDisk = ({ storageSize, instanceType }: NodesAsked): GivenDisk =>
  diskOf({ storageSize: Token.isUnresolved(storageSize) ? undefined : storageSize, instanceType });

/** Every problem of the nodes that were asked for. What is known only when it is deployed has none. */
export const checkNodes = (nodes: NodesAsked): readonly Problem[] => {
  const volume = knownVolume(nodes);
  return [...check(nodeRules, nodes), ...(volume ? check(storageRules, volume) : [])];
};
