/** What the ends of a stream wrote down: numbered messages, as `lane/number`. */
export interface Ledger {
  /** The producer was told "stored". */
  readonly acknowledged: ReadonlySet<string>;
  /** The producer does not know. */
  readonly maybe: ReadonlySet<string>;
  /** In the order in which they were read, repetitions included. */
  readonly read: readonly string[];
}

/** What the ledger says of the promise. */
export interface Verdict {
  /** Acknowledged but never read. */
  readonly lost: readonly string[];
  /** Further reads of what had been read before. */
  readonly duplicated: number;
  /** Read for the first time after a later one of its lane. */
  readonly reordered: number;
  /** Read although neither acknowledged nor maybe: the ledger was cut off, or the message is not ours. */
  readonly unknown: number;
}

/** `lane/number` of a message. A lane is a sequence whose order counts. */
export const messageId = (lane: string, number: number): string => `${lane}/${number}`;

function split(id: string): readonly [lane: string, number: number] {
  const at = id.lastIndexOf('/');
  return [id.slice(0, at), Number(id.slice(at + 1))];
}

/** Compares what was promised with what was read. */
export function audit({ acknowledged, maybe, read }: Ledger): Verdict {
  const seen = new Set<string>();
  const last = new Map<string, number>();
  let duplicated = 0;
  let reordered = 0;
  let unknown = 0;
  for (const id of read) {
    if (seen.has(id)) {
      duplicated += 1;
      continue;
    }
    seen.add(id);
    if (!acknowledged.has(id) && !maybe.has(id)) unknown += 1;
    const [lane, number] = split(id);
    const before = last.get(lane);
    if (before !== undefined && number < before) reordered += 1;
    else last.set(lane, number);
  }
  return { lost: [...acknowledged].filter((id) => !seen.has(id)), duplicated, reordered, unknown };
}
