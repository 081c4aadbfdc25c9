import { RemovalPolicy } from 'aws-cdk-lib/core';
import { CfnConfiguration, type CfnCluster } from 'aws-cdk-lib/aws-msk';
import type { Construct } from 'constructs';

/**
 * A configuration of MSK, and the reference to it that a cluster takes.
 *
 * Each change of the text makes the next revision, and the cluster follows it broker by broker. It is bound to no version of Kafka,
 * so that an upgrade does not need another one.
 *
 * @param name never change it for a cluster: another name is another configuration
 */
export function configuration(
  scope: Construct,
  name: string,
  properties: Readonly<Record<string, string>>,
): CfnCluster.ConfigurationInfoProperty {
  const its = new CfnConfiguration(scope, 'Configuration', {
    name,
    serverProperties: Object.entries(properties)
      .map(([key, value]) => `${key}=${value}\n`)
      .join(''),
  });
  // MSK does not delete one that a cluster uses, and the cluster stays.
  its.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
  return { arn: its.attrArn, revision: its.attrLatestRevisionRevision };
}
