import { setTimeout as wait } from 'node:timers/promises';
import { replayPod, type ReplayPod } from '../charts/replay-pod';
import { soundPlan } from '../lib/plan/check-plan';
import { deadLettersOf } from '../lib/plan/dead-letters';
import { parseMessaging } from '../lib/plan/parse';
import { followLog, kubectl } from './kubectl';
import { readText } from './read-text';
import { parseWords, UsageError } from './usage';

const defaults = { config: 'messaging.yaml', rate: 10, limit: 1_000 };
const startMs = 60_000;

function readArguments(argv: readonly string[]) {
  const { values, positionals } = parseWords({
    args: [...argv],
    allowPositionals: true,
    options: {
      config: { type: 'string' },
      broker: { type: 'string' },
      rate: { type: 'string' },
      limit: { type: 'string' },
      'put-back': { type: 'boolean' },
    },
  });
  const [name, another] = positionals;
  if (name === undefined || another !== undefined) throw new UsageError('name one queue or topic');
  return {
    name,
    broker: brokerOf(values.broker),
    config: values.config ?? defaults.config,
    rate: above0('rate', values.rate ?? defaults.rate),
    limit: above0('limit', values.limit ?? defaults.limit),
    putBack: values['put-back'] ?? false,
  };
}

function brokerOf(value: string | undefined): 'kafka' | 'rabbitmq' | undefined {
  if (value === undefined || value === 'kafka' || value === 'rabbitmq') return value;
  throw new UsageError(`--broker is ${value}: kafka or rabbitmq is needed`);
}

function above0(flag: string, value: string | number): number {
  if (!(Number(value) > 0)) throw new UsageError(`--${flag} is ${value}: a number above 0 is needed`);
  return Number(value);
}

/** `brokerkit replay`: lists the dead letters of a queue or topic, or puts them back. */
export async function replay(argv: readonly string[]): Promise<void> {
  const { name, broker, config, ...request } = readArguments(argv);
  const options = parseMessaging(readText(config));
  const letters = deadLettersOf(soundPlan(options), name, broker);
  const pod = `replay-${Date.now().toString(36)}`;
  const made = replayPod(options, { ...letters, ...request, name: pod });
  await runPod(pod, made);
}

async function runPod(pod: string, { namespace, programMap, manifest }: ReplayPod): Promise<void> {
  mustHaveProgram(namespace, programMap);
  kubectl(['create', '-n', namespace, '-f', '-'], JSON.stringify(manifest));
  // The pod finishes what is under way; nothing that it holds is lost.
  const stop = (): void => void kubectl(['delete', 'pod', '-n', namespace, pod, '--wait=false', '--ignore-not-found']);
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    await started(namespace, pod);
    await followLog(namespace, pod);
    if ((await endOf(namespace, pod)) === 'Failed')
      throw new Error('it ended with an error; what was not put back is still there');
  } finally {
    stop();
  }
}

function mustHaveProgram(namespace: string, programMap: string): void {
  const found = kubectl(['get', 'configmap', '-n', namespace, programMap, '--ignore-not-found', '-o', 'name']);
  if (found.trim() === '')
    throw new Error(`the namespace ${namespace} has no ${programMap}: apply the manifests of this version first`);
}

/** Empty once it was removed. */
const phaseOf = (namespace: string, pod: string): string =>
  kubectl(['get', 'pod', '-n', namespace, pod, '--ignore-not-found', '-o', 'jsonpath={.status.phase}']);

/** The log ends a moment before the pod does: asked at once, one that failed would still be running. */
async function endOf(namespace: string, pod: string): Promise<string> {
  const end = Date.now() + startMs;
  for (;;) {
    const phase = phaseOf(namespace, pod);
    if (phase !== 'Running' || Date.now() > end) return phase;
    await wait(500);
  }
}

async function started(namespace: string, pod: string): Promise<void> {
  const end = Date.now() + startMs;
  while (phaseOf(namespace, pod) === 'Pending') {
    if (Date.now() > end) throw new Error(`the pod ${pod} did not start within ${startMs / 1_000} s`);
    await wait(500);
  }
}
