import { Fn } from 'aws-cdk-lib/core';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';

/**
 * `arn:…:topic/NAME/UUID/TOPIC` from `arn:…:cluster/NAME/UUID`, also where only the deployment knows it.
 *
 * @see Service Authorization Reference, "Apache Kafka APIs for Amazon MSK clusters", resource types
 */
function within(clusterArn: string, kind: 'topic' | 'group', name: string): string {
  const parts = Fn.split(':cluster/', clusterArn);
  return Fn.join('', [Fn.select(0, parts), `:${kind}/`, Fn.select(1, parts), `/${name}`]);
}

function allow(grantee: IGrantable, arn: string, ...actions: readonly string[]): Grant {
  return Grant.addToPrincipal({
    grantee,
    actions: actions.map((action) => `kafka-cluster:${action}`),
    resourceArns: [arn],
  });
}

/**
 * What a producer needs to write to one topic, repetitions told apart, and nothing else. Transactions are not among it.
 *
 * @see Amazon MSK developer guide, "Common use cases for client authorization policy": produce data idempotently
 */
export const produceTo = (clusterArn: string, grantee: IGrantable, topic: string): Grant =>
  allow(grantee, clusterArn, 'Connect', 'WriteDataIdempotently').combine(
    allow(grantee, within(clusterArn, 'topic', topic), 'DescribeTopic', 'WriteData'),
  );

/**
 * What a consumer needs to read one topic as a member of one group, and nothing else.
 *
 * @see Amazon MSK developer guide, "Common use cases for client authorization policy": consume data
 */
export const consumeFrom = (clusterArn: string, grantee: IGrantable, topic: string, group: string): Grant =>
  allow(grantee, clusterArn, 'Connect')
    .combine(allow(grantee, within(clusterArn, 'topic', topic), 'DescribeTopic', 'ReadData'))
    .combine(allow(grantee, within(clusterArn, 'group', group), 'DescribeGroup', 'AlterGroup'));

/** Characters that would make a name in an ARN stand for other names, too. */
export const isWider = (name: string): boolean => name === '' || /[*?]|\$\{(?!Token\[)/.test(name);
