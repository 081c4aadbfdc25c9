import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  parseLedgerLine,
  type ConsumerLine,
  type LedgerLine,
  type ProducerLine,
} from '../../../lib/durability/ledger-lines';
import { ledgerFolder } from './collector';

/** Everything the workloads have written down so far. */
export function ledgerLines(): readonly LedgerLine[] {
  const printed = readdirSync(ledgerFolder).flatMap((file) =>
    readFileSync(join(ledgerFolder, file), 'utf8').split('\n'),
  );
  // While a container is being replaced, Kubernetes may give its output under the name of the next one, too: a line says who
  // printed it and at which millisecond, so the same line is the same event.
  return [...new Set(printed)]
    .map(parseLedgerLine)
    .filter((line) => line !== undefined)
    .sort((a, b) => a.at - b.at);
}

export const producerLines = (broker: string, stream: string): readonly ProducerLine[] =>
  ledgerLines().filter(
    (line): line is ProducerLine => line.ledger === 'producer' && line.broker === broker && line.stream === stream,
  );

export const consumerLines = (broker: string, stream: string): readonly ConsumerLine[] =>
  ledgerLines().filter(
    (line): line is ConsumerLine => line.ledger === 'consumer' && line.broker === broker && line.stream === stream,
  );

const size = (ranges: readonly (readonly [number, number])[]): number =>
  ranges.reduce((sum, [from, to]) => sum + to - from + 1, 0);

/** What producers went through in a span of time. */
export interface Span {
  readonly acknowledged: number;
  /** Publish promises that were rejected. */
  readonly rejected: number;
  readonly longestWaitMs: number;
}

export function producedSince(broker: string, stream: string, since: number): Span {
  const lines = producerLines(broker, stream).filter(({ at }) => at >= since);
  return {
    acknowledged: lines.reduce((sum, line) => sum + size(line.acknowledged), 0),
    rejected: lines.reduce((sum, line) => sum + size(line.maybe), 0),
    longestWaitMs: lines.reduce((longest, line) => Math.max(longest, line.longestWaitMs), 0),
  };
}
