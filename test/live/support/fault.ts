import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { producedSince, type Span } from './ledger';
import { quietMs } from './faults';
import { outputFolder, say, sleep } from './kubectl';
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
  appendFileSync(join(outputFolder, 'faults.jsonl'), `${JSON.stringify({ name, kind, ...outcome })}\n`);
  return outcome;
}
