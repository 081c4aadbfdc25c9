import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { differencesMeanwhile, explained, type Prediction, type Struck } from './explained';
import { producedSince, type Span } from './ledger';
import { quietMs } from './faults';
import { outputFolder, say, sleep } from './kubectl';
import { auditedQueue } from './variants';
import { everything, whole, type Part } from './whole';

/** Longest stalls that are worth it: after a process dies loudly, and after a machine dies without a word. */
export const budgets = { kafka: { loud: 6_000, silent: 10_000 }, rabbitmq: { loud: 3_000, silent: 10_000 } } as const;

export const streams = { kafka: 'clicks', rabbitmq: 'orders' } as const;
type Broker = keyof typeof streams;

/** Time for what was printed to arrive in the ledger. */
const settleMs = 1_500;

export interface FaultOptions {
  readonly name: string;
  readonly namespace: string;
  readonly kind: 'loud' | 'silent';
  readonly cause: () => Promise<unknown>;
  readonly secondsToWhole: number;
  /** What it concerns; both brokers' stalls are reported all the same. */
  readonly parts?: readonly Part[];
  /** The loss that it is in the words of `explain`, which must have said what comes of it; a roll or a stop is none. */
  readonly loss?: Struck;
}

export interface Outcome {
  readonly kafka: Span;
  readonly rabbitmq: Span;
  readonly wholeAfterSeconds: number;
}

/** Causes a fault, waits until all is whole again, and tells what the producers went through meanwhile. */
export async function fault({
  name,
  namespace,
  kind,
  cause,
  secondsToWhole,
  parts = everything,
  loss,
}: FaultOptions): Promise<Outcome> {
  const since = Date.now();
  await cause();
  await sleep(Math.max(0, since + quietMs - Date.now()));
  await whole(namespace, secondsToWhole, parts);
  const wholeAfterSeconds = Math.round((Date.now() - since) / 1_000);
  await sleep(settleMs);
  const outcome = {
    kafka: producedSince('kafka', streams.kafka, since),
    rabbitmq: producedSince('rabbitmq', streams.rabbitmq, since),
    wholeAfterSeconds,
  };
  const stall = (broker: Broker): string => {
    const ms = outcome[broker].longestWaitMs;
    return `${broker} ${(ms / 1_000).toFixed(1)} s${ms > budgets[broker][kind] ? ` (over ${budgets[broker][kind] / 1_000} s)` : ''}`;
  };
  say(`  ${name}: whole after ${wholeAfterSeconds} s, longest wait ${stall('kafka')}, ${stall('rabbitmq')}`);
  const predictions = loss === undefined ? [] : predicted(loss, parts);
  appendFileSync(faultsFile, `${JSON.stringify({ name, kind, ...outcome, predictions })}\n`);
  const differences = predictions.flatMap((row) => differencesMeanwhile([row], outcome[row.broker]));
  if (differences.length > 0) throw new Error(`${name}: ${differences.join('; ')}`);
  return outcome;
}

const faultsFile = join(outputFolder, 'faults.jsonl');

/** What `explain` says of the streams that the ledger follows, as far as the fault concerns their broker. */
function predicted(loss: Struck, parts: readonly Part[]): readonly Prediction[] {
  const concerns = (broker: Part): boolean => parts.includes(broker);
  return [
    ...(concerns('kafka') || concerns('replicas') ? [explained(loss, 'kafka', streams.kafka)] : []),
    ...(concerns('rabbitmq') ? [explained(loss, 'rabbitmq', auditedQueue)] : []),
  ];
}

/** What `explain` said of every loss that was caused so far. */
export function predictionsSoFar(broker: Broker, stream: string): readonly Prediction[] {
  if (!existsSync(faultsFile)) return [];
  return readFileSync(faultsFile, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => (JSON.parse(line) as { readonly predictions: readonly Prediction[] }).predictions)
    .filter((row) => row.broker === broker && row.name === stream);
}
