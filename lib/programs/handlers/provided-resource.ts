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

/** CloudFormation takes 4,096 bytes for the whole answer; ids and the framework's own words need the rest. */
const longestReason = 2_500;

const bytesOf = (text: string): number => Buffer.byteLength(JSON.stringify(text));

/** Whole lines from the beginning, as many as fit, and how many more there are. */
function shortened(text: string): string {
  if (bytesOf(text) <= longestReason) return text;
  const lines = text.split('\n');
  const more = (kept: number): string => `… and ${lines.length - kept} more lines: see the log`;
  let kept = lines.length - 1;
  while (kept > 0 && bytesOf([...lines.slice(0, kept), more(kept)].join('\n')) > longestReason) kept -= 1;
  if (kept > 0) return [...lines.slice(0, kept), more(kept)].join('\n');
  return `${text.slice(0, longestReason / 4)}…`;
}

/** An error in the form in which CloudFormation can show it: short, and without the lines of our files. */
export function reasonError(error: unknown): Error {
  const reason = new Error(shortened(error instanceof Error ? error.message : String(error)));
  // The framework sends the stack, and that holds the message a second time.
  reason.stack = 'Error';
  return reason;
}
