import { setTimeout as wait } from 'node:timers/promises';
import type { Environment } from '../durability/environment';
import type { AwsCredentials } from './aws-signature';

/** Where ECS answers a task: the same address in every task, of no use outside of it. */
const ecsHost = 'http://169.254.170.2';
const patienceMs = 2_000;
const attempts = 4;
const pauseMs = 250;

/** Credentials are asked for anew this long before they end: ECS has the next ones ready by then. */
const marginMs = 5 * 60_000;

interface Answer {
  readonly AccessKeyId: string;
  readonly SecretAccessKey: string;
  readonly Token: string;
  readonly Expiration: string;
}

interface Known {
  readonly credentials: AwsCredentials;
  readonly until: number;
}

async function ask(url: string): Promise<Known> {
  const response = await fetch(url, { signal: AbortSignal.timeout(patienceMs) });
  if (!response.ok) throw new Error(`${url} answers ${response.status}`);
  const its = (await response.json()) as Answer;
  return {
    credentials: { accessKeyId: its.AccessKeyId, secretAccessKey: its.SecretAccessKey, sessionToken: its.Token },
    until: Date.parse(its.Expiration) - marginMs,
  };
}

async function askPatiently(url: string, left = attempts): Promise<Known> {
  try {
    return await ask(url);
  } catch (error) {
    if (left <= 1) throw new Error('no AWS credentials of the task', { cause: error });
    await wait(pauseMs);
    return askPatiently(url, left - 1);
  }
}

/** Those of the environment: they never end, as far as anybody here can know. */
function named(env: Environment): AwsCredentials | undefined {
  const {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  } = env;
  if (!accessKeyId || !secretAccessKey) return undefined;
  return { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) };
}

/**
 * Gives the credentials of the process: those that its environment names, otherwise those of its ECS task, which are asked for anew
 * before they end.
 *
 * @param host where ECS answers
 * @throws Error (when it is called) where there are none, and where ECS does not answer in four attempts
 */
export function awsCredentials(env: Environment, host = ecsHost): () => Promise<AwsCredentials> {
  let asked: Promise<Known> | undefined;
  return async () => {
    const own = named(env);
    if (own !== undefined) return own;
    const path = env['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI'];
    if (path === undefined)
      throw new Error(
        'no AWS credentials: neither AWS_ACCESS_KEY_ID nor AWS_CONTAINER_CREDENTIALS_RELATIVE_URI is set',
      );
    const before = asked;
    const known = await before?.catch(() => undefined);
    const good = known !== undefined && Date.now() < known.until;
    // Of many that wait here, the first one asks.
    if (!good && asked === before) asked = askPatiently(`${host}${path}`);
    return (await asked!).credentials;
  };
}
