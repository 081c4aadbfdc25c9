import {
  messageBody,
  readBody,
  toRanges,
  toRuns,
  type ConsumerLine,
  type ProducerLine,
} from '../durability/ledger-lines';
import { steadily } from './service/pace';

type Write = (line: string) => Promise<void>;

const printEveryMs = 500;
const mostUnacknowledged = 2_000;
/** Waiting for longer than this is worth a line of its own: the process might not live to tell it. */
const longWaitMs = 1_000;

const complainOnStderr = (line: string): void => void process.stderr.write(`${line}\n`);

export interface CountingProducer {
  /** Resolves when the message is stored, rejects when that is unknown. */
  readonly publish: (lane: string, body: string) => Promise<void>;
  readonly broker: string;
  /** Topic or exchange. */
  readonly stream: string;
  readonly lanes: readonly string[];
  /** Messages a second, over all lanes. */
  readonly rate: number;
  /** Size of a message. */
  readonly bytes: number;
  readonly write: Write;
  readonly complain?: (line: string) => void;
}

/** `orders-7c9f-mbx1k2-3`: no other process has it, not even this pod's next one. */
export function laneNames(pod: string, startedAt: number, count: number): readonly string[] {
  const process = `${pod.replaceAll(/[\s/]/g, '-')}-${startedAt.toString(36)}`;
  return Array.from({ length: count }, (_, index) => `${process}-${index}`);
}

class Lane {
  private number = 0;
  private acknowledged: number[] = [];
  private maybe: number[] = [];
  /** Published, and neither acknowledged nor rejected, with the time of publishing: the oldest first. */
  private readonly waiting = new Map<number, number>();
  private longestWaitMs = 0;
  /** Of the last rejection. */
  private reason = '';

  constructor(
    private readonly name: string,
    private readonly options: CountingProducer,
  ) {}

  async publish(): Promise<void> {
    const number = (this.number += 1);
    this.waiting.set(number, Date.now());
    try {
      await this.options.publish(this.name, messageBody(this.name, number, this.options.bytes));
      this.settle(number, this.acknowledged);
    } catch (error) {
      this.settle(number, this.maybe);
      this.reason = (error as Error).message;
    }
  }

  /** What there is to say since the last line. */
  line(): ProducerLine | undefined {
    const oldest = this.waiting.values().next().value;
    const waitsMs = oldest === undefined ? 0 : Date.now() - oldest;
    if (this.acknowledged.length === 0 && this.maybe.length === 0 && waitsMs < longWaitMs) return undefined;
    const line: ProducerLine = {
      ledger: 'producer',
      broker: this.options.broker,
      stream: this.options.stream,
      lane: this.name,
      at: Date.now(),
      acknowledged: toRanges(this.acknowledged),
      maybe: toRanges(this.maybe),
      longestWaitMs: Math.max(this.longestWaitMs, waitsMs),
    };
    if (this.maybe.length > 0) {
      const complain = this.options.complain ?? complainOnStderr;
      complain(`${this.options.stream}: ${this.maybe.length} messages of ${this.name} were rejected: ${this.reason}`);
    }
    this.acknowledged = [];
    this.maybe = [];
    this.longestWaitMs = 0;
    return line;
  }

  private settle(number: number, outcome: number[]): void {
    this.longestWaitMs = Math.max(this.longestWaitMs, Date.now() - (this.waiting.get(number) ?? Date.now()));
    this.waiting.delete(number);
    outcome.push(number);
  }
}

/**
 * Publishes numbered messages at a steady pace and writes down what became of them. It does not wait for one before the next,
 * but has no more than 2,000 unacknowledged; after such a pause it goes on at its pace and does not catch up.
 *
 * @returns `stop`, which publishes no more, waits for what is under way and writes the last lines
 */
export function produceNumbers(options: CountingProducer): { stop(): Promise<void> } {
  const lanes = options.lanes.map((name) => new Lane(name, options));
  const unsettled = new Set<Promise<void>>();
  let turn = 0;
  const stopPublishing = steadily(
    options.rate,
    () => unsettled.size < mostUnacknowledged,
    () => {
      const settled = lanes[turn++ % lanes.length]?.publish() ?? Promise.resolve();
      unsettled.add(settled);
      void settled.finally(() => unsettled.delete(settled));
    },
  );
  const print = async (): Promise<void> => {
    for (const line of lanes.map((lane) => lane.line()))
      if (line !== undefined) await options.write(JSON.stringify(line));
  };
  const printing = setInterval(() => void print(), printEveryMs);
  return {
    async stop() {
      stopPublishing();
      while (unsettled.size > 0) await Promise.all(unsettled);
      clearInterval(printing);
      await print();
    },
  };
}

const printReadsEveryMs = 100;

/**
 * Writes down which numbered messages are read.
 *
 * @returns what to call for each message; it resolves once the line with the message is written. Acknowledged before, a message
 * could be missing in the ledger after a crash.
 */
export function consumeNumbers(options: {
  readonly broker: string;
  /** Topic or queue. */
  readonly stream: string;
  readonly write: Write;
  readonly complain?: (line: string) => void;
}): (body: string) => Promise<void> {
  let reads: (readonly [lane: string, number: number])[] = [];
  let written: Promise<void> | undefined;
  const writeReads = async (): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, printReadsEveryMs));
    // Lane by lane, because only the order within a lane counts, and so the runs are long.
    const read = toRuns(reads.toSorted(([a], [b]) => (a < b ? -1 : Number(a > b))));
    reads = [];
    written = undefined;
    const line: ConsumerLine = {
      ledger: 'consumer',
      broker: options.broker,
      stream: options.stream,
      at: Date.now(),
      read,
    };
    await options.write(JSON.stringify(line));
  };
  return (body) => {
    try {
      reads.push(readBody(body));
    } catch (error) {
      // Somebody else's message: not ours to count, and no reason to stop.
      (options.complain ?? complainOnStderr)(`${options.stream}: ${(error as Error).message}`);
      return Promise.resolve();
    }
    written ??= writeReads();
    return written;
  };
}
