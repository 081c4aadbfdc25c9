import { messageId, type Ledger } from './ledger';

type Range = readonly [from: number, to: number];

/** What a numbered producer prints about once a second. */
export interface ProducerLine {
  readonly ledger: 'producer';
  readonly broker: string;
  /** Topic or exchange. */
  readonly stream: string;
  readonly lane: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly acknowledged: readonly Range[];
  readonly maybe: readonly Range[];
  /** Longest time from a message's publishing to its acknowledgement, among those acknowledged or still waiting since the last line. */
  readonly longestWaitMs: number;
}

/** What a numbered consumer prints about once a second: runs of messages in the order in which they were read. */
export interface ConsumerLine {
  readonly ledger: 'consumer';
  readonly broker: string;
  /** Topic or queue. */
  readonly stream: string;
  readonly at: number;
  readonly read: readonly (readonly [lane: string, from: number, to: number])[];
}

export type LedgerLine = ProducerLine | ConsumerLine;

/** Numbers in any order → ranges: `1 2 3 7` → `[1,3] [7,7]`. */
export function toRanges(numbers: readonly number[]): readonly Range[] {
  const ranges: [number, number][] = [];
  for (const number of [...numbers].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last !== undefined && number <= last[1] + 1) last[1] = Math.max(last[1], number);
    else ranges.push([number, number]);
  }
  return ranges;
}

/** Reads in order → runs, without losing repetitions: `a/1 a/2 b/1 a/2` → `[a,1,2] [b,1,1] [a,2,2]`. */
export function toRuns(reads: readonly (readonly [lane: string, number: number])[]): ConsumerLine['read'] {
  const runs: [string, number, number][] = [];
  for (const [lane, number] of reads) {
    const last = runs.at(-1);
    if (last?.[0] === lane && number === last[2] + 1) last[2] = number;
    else runs.push([lane, number, number]);
  }
  return runs;
}

/** A line of a program's output, if it belongs to the ledger. A line cut off by a crash does not. */
export function parseLedgerLine(text: string): LedgerLine | undefined {
  if (!text.startsWith('{"ledger":')) return undefined;
  try {
    return JSON.parse(text) as LedgerLine;
  } catch {
    return undefined;
  }
}

function add(ids: Set<string>, lane: string, ranges: readonly Range[]): void {
  for (const [from, to] of ranges) for (let number = from; number <= to; number += 1) ids.add(messageId(lane, number));
}

/** The producers' half of the ledger. */
export function producerLedger(lines: readonly ProducerLine[]): Pick<Ledger, 'acknowledged' | 'maybe'> {
  const acknowledged = new Set<string>();
  const maybe = new Set<string>();
  for (const line of lines) {
    add(acknowledged, line.lane, line.acknowledged);
    add(maybe, line.lane, line.maybe);
  }
  return { acknowledged, maybe };
}

/** The consumers' half, in the order of the lines. */
export function consumerLedger(lines: readonly ConsumerLine[]): Ledger['read'] {
  return lines.flatMap(({ read }) =>
    read.flatMap(([lane, from, to]) =>
      Array.from({ length: to - from + 1 }, (_, index) => messageId(lane, from + index)),
    ),
  );
}

/** The body of a numbered message: its id, and padding up to the wanted size. */
export const messageBody = (lane: string, number: number, size: number): string =>
  `${messageId(lane, number)} `.padEnd(size, '.');

/** @throws Error when the body is not one of ours. */
export function readBody(body: string): readonly [lane: string, number: number] {
  const match = /^(\S+)\/(\d+) /.exec(body);
  if (match?.[1] === undefined || match[2] === undefined)
    throw new Error(`not a numbered message: ${body.slice(0, 40)}`);
  return [match[1], Number(match[2])];
}
