import type { CfnResource } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { problemText, type Problem } from '../durability/problem';
import { riskText, type Acceptance } from '../durability/risk';

/** Lets synthesis fail with these problems, together with those of every other construct. */
export function refuse(scope: Construct, problems: readonly Problem[]): void {
  scope.node.addValidation({ validate: () => problems.map(problemText) });
}

/** Writes on a resource which risks were accepted in it, and why. */
export function noteAccepted(resource: CfnResource, accepted: readonly Acceptance[]): void {
  if (accepted.length > 0) resource.addMetadata('brokerkit/accepted-risks', accepted.map(riskText));
}
