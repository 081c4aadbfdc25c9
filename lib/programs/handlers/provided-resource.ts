import { shortened } from './reason';

/** What the provider framework of CDK hands on of a CloudFormation event. */
export interface CustomResourceEvent<Properties> {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly LogicalResourceId: string;
  /** Absent for `Create`. */
  readonly PhysicalResourceId?: string;
  readonly ResourceProperties: Properties;
}

/** What the framework answers CloudFormation with, beside the event's own ids. */
export interface CustomResourceAnswer {
  readonly PhysicalResourceId: string;
}

/** The part of a Lambda function's context that is used. */
export interface FunctionContext {
  getRemainingTimeInMillis(): number;
}

/** An error in the form in which CloudFormation can show it: short, and without the lines of our files. */
export function reasonError(error: unknown): Error {
  const reason = new Error(shortened(error instanceof Error ? error.message : String(error)));
  // The framework sends the stack, and that holds the message a second time.
  reason.stack = 'Error';
  return reason;
}
