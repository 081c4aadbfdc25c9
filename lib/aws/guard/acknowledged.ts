import { Validations, type Acknowledgment } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

/** Every finding of cdk-nag's AwsSolutions that is right as it is in what the kit makes, and why. */
export const acknowledged = {
  expressWithoutBrokerLogs: {
    id: 'AwsSolutions-MSK6',
    reason: 'express brokers have no logs to deliver: MSK refuses a cluster that asks for them',
  },
  passwordNotRotated: {
    id: 'AwsSolutions-SMG4',
    reason:
      'Secrets Manager has no rotation for Amazon MQ: RabbitMQ must be told the new password in the same moment, or nobody can log in any more',
  },
} as const satisfies Readonly<Record<string, Acknowledgment>>;

/** Says at a construct which findings in it, and below, are right as they are: whoever runs cdk-nag is not told them again. */
export function acknowledge(scope: IConstruct, ...names: readonly (keyof typeof acknowledged)[]): void {
  Validations.of(scope).acknowledge(...names.map((name) => acknowledged[name]));
}
