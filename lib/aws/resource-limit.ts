import { CfnResource, Stack } from 'aws-cdk-lib/core';
import type { Problem } from '../durability/problem';

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const mostResources = 500;

/** What a stack is full of, in a reader's words. */
export interface Contents {
  /** Where they are written down. */
  readonly path: string;
  /** `workloads` */
  readonly what: string;
  readonly count: number;
}

/** Everything of a stack that CloudFormation makes, as far as it is there by now. */
const resourcesOf = (stack: Stack): number =>
  stack.node.findAll().filter((its) => CfnResource.isCfnResource(its) && Stack.of(its) === stack).length;

/**
 * What is wrong with a stack that has more in it than CloudFormation takes. Ask when the stack is whole: CDK itself would say only how
 * many resources of which type there are.
 */
export function tooManyResources(stack: Stack, { path, what, count }: Contents): readonly Problem[] {
  const resources = resourcesOf(stack);
  if (resources <= mostResources) return [];
  const room = Math.floor((count * mostResources) / resources);
  return [
    {
      rule: 'aws-stack-too-large',
      path,
      value: `${count} ${what} of ${resources} resources`,
      why: `CloudFormation takes ${mostResources} resources in a stack`,
      fix: `leave about ${room} here, and give the others a stack of their own, which takes the same brokers (TypeScript)`,
    },
  ];
}
