import { setTimeout as wait } from 'node:timers/promises';
import { writeLine } from '../write-line';
import { shortened } from './reason';

type Properties = Readonly<Record<string, unknown>>;

/** What CloudFormation sends. @see AWS CloudFormation user guide, "Custom resource request objects" */
export interface CustomResourceEvent {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly ResponseURL: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  readonly PhysicalResourceId?: string;
  readonly ResourceProperties: Properties;
}

/** What Lambda tells a handler of its own run. */
export interface Run {
  readonly getRemainingTimeInMillis: () => number;
}

/** Something that is only looked up: making it twice is the same as once, and there is nothing to be deleted. */
export interface LookUp {
  /** Says which it is: the same properties, the same id. */
  readonly id: (properties: Properties) => string;
  /** The attributes. `signal` says that time is over: throw what stood in the way then. */
  readonly attributes: (properties: Properties, signal: AbortSignal) => Promise<Readonly<Record<string, string>>>;
}

/** CloudFormation reads no more of an answer. */
const largestAnswer = 4_096;
/** What is left of a run for the answer itself. */
const answerMs = 15_000;

const pausesMs = [0, 250, 3_000];

/** @throws Error when CloudFormation can't be told, which Lambda then tries again. */
async function send(url: string, body: string): Promise<void> {
  let why: unknown;
  for (const pause of pausesMs) {
    await wait(pause);
    try {
      // The address is signed for no content type at all.
      const { status } = await fetch(url, { method: 'PUT', body, headers: { 'content-type': '' } });
      if (status < 300) return;
      why = new Error(`CloudFormation answered ${status}`);
    } catch (error) {
      why = error;
    }
  }
  throw why;
}

interface Answer {
  readonly Status: 'SUCCESS' | 'FAILED';
  readonly PhysicalResourceId: string;
  readonly Reason?: string;
  readonly Data?: Readonly<Record<string, string>>;
}

const failed = (PhysicalResourceId: string, error: unknown): Answer => ({
  Status: 'FAILED',
  PhysicalResourceId,
  Reason: shortened(error instanceof Error ? `${error.name}: ${error.message}` : String(error)),
});

async function answerTo(event: CustomResourceEvent, its: LookUp, signal: AbortSignal): Promise<Answer> {
  const properties = event.ResourceProperties;
  if (event.RequestType === 'Delete') {
    return { Status: 'SUCCESS', PhysicalResourceId: event.PhysicalResourceId ?? its.id(properties) };
  }
  const id = its.id(properties);
  try {
    return { Status: 'SUCCESS', PhysicalResourceId: id, Data: await its.attributes(properties, signal) };
  } catch (error) {
    return failed(id, error);
  }
}

function written({ StackId, RequestId, LogicalResourceId }: CustomResourceEvent, answer: Answer): string {
  const write = (its: Answer): string => JSON.stringify({ ...its, StackId, RequestId, LogicalResourceId });
  const text = write(answer);
  const bytes = Buffer.byteLength(text);
  if (bytes <= largestAnswer) return text;
  const why = new Error(`the answer has ${bytes} bytes, and CloudFormation reads ${largestAnswer}`);
  return write(failed(answer.PhysicalResourceId, why));
}

/** The handler of a custom resource that always answers: with attributes, or with the reason why there are none. */
export function lookUpHandler(its: LookUp): (event: CustomResourceEvent, run: Run) => Promise<void> {
  return async (event, run) => {
    const signal = AbortSignal.timeout(Math.max(0, run.getRemainingTimeInMillis() - answerMs));
    const answer = await answerTo(event, its, signal);
    // Not the event: whoever reads its ResponseURL can answer in place of this.
    const { RequestType, LogicalResourceId } = event;
    await writeLine(JSON.stringify({ RequestType, LogicalResourceId, ...answer }));
    await send(event.ResponseURL, written(event, answer));
  };
}
