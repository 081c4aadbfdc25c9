import { Duration } from 'aws-cdk-lib/core';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Provider } from 'aws-cdk-lib/custom-resources';
import type { Construct } from 'constructs';
import { acknowledge, finding } from './guard/acknowledged';
import { handlerRole } from './handler-role';

/**
 * How long each of those waits that an event passes through, the inner one less than the outer: CDK's function in between takes 15
 * minutes, as long as any may run. So the handler's own words are what is read; and where nobody answers, CloudFormation does not wait
 * for an hour.
 */
export const patience = { handler: Duration.minutes(14), service: Duration.minutes(16) } as const;

export interface HandlerProviderProps {
  readonly handler: LambdaFunction;
  /** Where the lines of the function that answers go; the handler has a log of its own, or the same. */
  readonly logGroup: ILogGroup;
}

/** CDK's function that answers CloudFormation for a handler, with a role that calls this handler and writes to one log. */
export function handlerProvider(scope: Construct, id: string, { handler, logGroup }: HandlerProviderProps): Provider {
  const role = handlerRole(scope, `${id}Role`, { logGroup });
  const provider = new Provider(scope, id, { onEventHandler: handler, logGroup, frameworkOnEventRole: role });
  // The rights that the framework gives itself.
  acknowledge(role.node.findChild('DefaultPolicy'), 'everyVersionOfAHandler', finding.everyVersion(handler));
  return provider;
}
