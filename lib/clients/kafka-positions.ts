/** Where a record stands. */
export interface Position {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly leaderEpoch: number;
}

interface Entry {
  readonly position: Position;
  done: boolean;
}

interface Partition {
  /** Handed out and not yet ready to be committed, in the order of reading. */
  queue: Entry[];
  /** All up to here is done. */
  ready: Position | undefined;
}

/** What is done in each partition, in the order of reading: a record counts once all before it are done. */
export class Positions {
  private partitions = new Map<string, Partition>();
  private count = 0;
  private waiters: { readonly below: number; readonly resolve: () => void }[] = [];

  /** Records whose work is not done. */
  get unsettled(): number {
    return this.count;
  }

  /** @returns what to call when the work is done */
  begin(position: Position): () => void {
    const name = nameOf(position);
    const partition = this.partitions.get(name) ?? { queue: [], ready: undefined };
    this.partitions.set(name, partition);
    const entry: Entry = { position, done: false };
    partition.queue.push(entry);
    this.count += 1;
    return () => {
      entry.done = true;
      this.count -= 1;
      advance(partition);
      this.wake();
    };
  }

  /** Resolves when fewer than `limit` records are unsettled. */
  async room(limit: number): Promise<void> {
    if (this.count < limit) return;
    await new Promise<void>((resolve) => this.waiters.push({ below: limit, resolve }));
  }

  settled(): Promise<void> {
    return this.room(1);
  }

  /** The last record of each partition that went on: all up to there is done. */
  takeDone(): readonly Position[] {
    const taken: Position[] = [];
    for (const partition of this.partitions.values()) {
      if (partition.ready === undefined) continue;
      taken.push(partition.ready);
      partition.ready = undefined;
    }
    return taken;
  }

  /** What could not be committed is taken again the next time, unless something later is done by then. */
  giveBack(positions: readonly Position[]): void {
    for (const position of positions) {
      const partition = this.partitions.get(nameOf(position));
      if (partition !== undefined) partition.ready ??= position;
    }
  }

  /** Reading starts anew from what was committed. */
  forget(): void {
    this.partitions = new Map();
  }

  private wake(): void {
    const ready = this.waiters.filter(({ below }) => this.count < below);
    if (ready.length === 0) return;
    this.waiters = this.waiters.filter(({ below }) => this.count >= below);
    for (const { resolve } of ready) resolve();
  }
}

const nameOf = ({ topic, partition }: Position): string => `${topic}/${partition}`;

function advance(partition: Partition): void {
  let done = 0;
  while (partition.queue[done]?.done === true) done += 1;
  if (done === 0) return;
  partition.ready = partition.queue[done - 1]?.position;
  partition.queue.splice(0, done);
}
