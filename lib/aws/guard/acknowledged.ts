import { Stack, Validations, type CfnElement } from 'aws-cdk-lib/core';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';

/** A rule of cdk-nag's AwsSolutions, and why what it finds is right as it is. */
interface Acknowledged {
  readonly rule: string;
  /** One sentence: whoever runs cdk-nag with our constructs reads it. */
  readonly reason: string;
}

/** Every finding of cdk-nag's AwsSolutions that is right as it is in what the kit makes, and why. */
export const acknowledged = {
  expressWithoutBrokerLogs: {
    rule: 'AwsSolutions-MSK6',
    reason: 'express brokers have no logs to deliver: MSK refuses a cluster that asks for them',
  },
  rabbitMqPasswordNotRotated: {
    rule: 'AwsSolutions-SMG4',
    reason:
      'Secrets Manager has no rotation for Amazon MQ: RabbitMQ must be told the new password in the same moment, or nobody can log in any more',
  },
  kafkaPasswordNotRotated: {
    rule: 'AwsSolutions-SMG4',
    reason:
      'a password that changes by itself locks out every client that still holds the old one: it is rotated where its clients are started anew',
  },
  variablesInTheOpen: {
    rule: 'AwsSolutions-ECS2',
    reason:
      'the variables are addresses, names and settings; the password of RabbitMQ comes from Secrets Manager and is none of them',
  },
  registryOfTheAccount: {
    rule: 'AwsSolutions-IAM5',
    reason: 'ecr:GetAuthorizationToken knows no resource; which images it may fetch, the other rights of the role say',
  },
  addressesOfAnyCluster: {
    rule: 'AwsSolutions-IAM5',
    reason: 'kafka:GetBootstrapBrokers knows no resource, and tells nothing but addresses',
  },
  networkInterfaces: {
    rule: 'AwsSolutions-IAM5',
    reason:
      'Lambda makes the network interfaces of a function in a VPC by its role, and asks for the right to all of them',
  },
  everyVersionOfAHandler: {
    rule: 'AwsSolutions-IAM5',
    reason:
      "CDK's framework of custom resources calls this one function, and asks for the right to its versions along with it",
  },
  policiesOfEksAutoMode: {
    rule: 'AwsSolutions-IAM4',
    reason: 'EKS Auto Mode asks for these policies, which AWS changes along with what the service does',
  },
  pythonOfEveryRegion: {
    rule: 'AwsSolutions-L1',
    reason:
      'it is the newest Python that Lambda has in every region; a newer one that CDK knows is not there yet in some',
  },
} as const satisfies Readonly<Record<string, Acknowledged>>;

/** What is found, as cdk-nag writes it, by rules that tell one finding of a resource from another. */
export const finding = {
  anyResource: 'Resource::*',
  managedPolicy: (name: string): string => `Policy::arn:<AWS::Partition>:iam::aws:policy/${name}`,
  everyVersion: (handler: IFunction): string =>
    `Resource::<${Stack.of(handler).getLogicalId(handler.node.defaultChild as CfnElement)}.Arn>:*`,
} as const;

/**
 * Says at the resource of a construct what is right as it is: whoever runs cdk-nag is not told it again. What is below the construct
 * beside its own resource, such as a policy that others add rights to, is judged as before.
 *
 * @param findings which exactly, for a rule that tells them apart: no other of the same rule is acknowledged
 */
export function acknowledge(scope: IConstruct, name: keyof typeof acknowledged, ...findings: readonly string[]): void {
  const { rule, reason } = acknowledged[name];
  const ids = findings.length === 0 ? [rule] : findings.map((its) => `${rule}[${its}]`);
  Validations.of(scope.node.defaultChild ?? scope).acknowledge(...ids.map((id) => ({ id, reason })));
}
