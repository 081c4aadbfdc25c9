import { Token } from 'aws-cdk-lib/core';
import type { Problem } from '../../durability/problem';
import { check, when, type Rule } from '../../durability/rule';
import { rabbitMqInstance } from '../../plan/aws-options';
import { engineVersions } from './engine';
import { checkStorage } from './storage-rules';

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

/** Every problem of the nodes that were asked for. What is known only when it is deployed has none. */
export const checkNodes = (nodes: NodesAsked): readonly Problem[] => {
  const { path, storageSize, instanceType } = nodes;
  const size = Token.isUnresolved(storageSize) ? undefined : storageSize;
  return [...check(nodeRules, nodes), ...checkStorage(`${path}.storageSize`, size, instanceType)];
};
