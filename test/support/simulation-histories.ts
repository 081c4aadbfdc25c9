/** One partition or queue with one acknowledged message, and what happens to it. */
export interface Stream {
  readonly kind: 'kafka' | 'raft';
  readonly copies: number;
  /** `min.insync.replicas`; a raft queue asks its majority. */
  readonly minInsync: number;
  /** Written through to the disk before it counts. */
  readonly synced: boolean;
  readonly unclean: boolean;
}

/** Which copies die, what they find when they come back, and whether those who elect leaders are enough meanwhile, and ever again. */
export interface Blow {
  readonly dead: number;
  readonly leaves: 'memory' | 'disk' | 'nothing';
  readonly electorate: 'there' | 'away' | 'gone';
}

/** What was seen in at least one history. */
export interface Seen {
  lost: boolean;
  refused: boolean;
  stalled: boolean;
}

type Copies = ReadonlySet<number>;
const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);

export function subsets<T>(things: readonly T[]): readonly (readonly T[])[] {
  return things.reduce<readonly (readonly T[])[]>((all, thing) => [...all, ...all.map((its) => [...its, thing])], [[]]);
}

export function orders<T>(things: readonly T[]): readonly (readonly T[])[] {
  if (things.length === 0) return [[]];
  return things.flatMap((thing, index) => orders(things.toSpliced(index, 1)).map((rest) => [thing, ...rest]));
}

const more = (left: number, of: number): boolean => left * 2 > of;

/** A partition of Kafka, step by step: brokers die, a controller shrinks the in-sync set and elects, brokers come back. */
class Partition {
  private readonly up: Set<number>;
  private readonly has: Set<number>;
  private inSync: Set<number>;
  /** Out of the in-sync set, yet known to have all that was acknowledged. */
  private readonly eligible = new Set<number>();

  constructor(
    private readonly stream: Stream,
    inSync: readonly number[],
    private leader: number | undefined,
  ) {
    this.up = new Set(numbers(stream.copies));
    this.has = new Set(inSync);
    this.inSync = new Set(inSync);
  }

  get leads(): boolean {
    return this.leader !== undefined;
  }

  get readable(): boolean {
    return this.leader !== undefined && this.has.has(this.leader);
  }

  die(copy: number, leaves: Blow['leaves']): void {
    this.up.delete(copy);
    if (leaves === 'nothing' || (leaves === 'disk' && !this.stream.synced)) this.has.delete(copy);
    if (this.leader === copy) this.leader = undefined;
  }

  /** What a controller does as soon as it sees who is up. */
  elect(): void {
    for (const copy of [...this.inSync]) {
      // The last one stays in the set although it is away: nobody else is known to have everything.
      if (this.up.has(copy) || this.inSync.size === 1) continue;
      this.inSync.delete(copy);
      if (this.inSync.size < this.stream.minInsync) this.eligible.add(copy);
    }
    if (this.leader !== undefined) return;
    const isUp = (copy: number): boolean => this.up.has(copy);
    const clean = [...this.inSync].find(isUp) ?? [...this.eligible].find(isUp);
    this.leader = clean ?? (this.stream.unclean ? [...this.up][0] : undefined);
    if (this.leader === undefined) return;
    if (!this.inSync.has(this.leader)) this.inSync = new Set([this.leader]);
    // Followers cut off what their leader does not have.
    if (!this.has.has(this.leader)) this.has.clear();
  }

  /** One that did not stop cleanly may lack its newest records: it is in the set no more, unless nobody else is. */
  comeBack(copy: number): void {
    this.up.add(copy);
    this.eligible.delete(copy);
    if (this.inSync.size > 1) this.inSync.delete(copy);
  }

  /** A new record, once the followers that are up have caught up: needs a controller where the set has to change. */
  accepts(controller: boolean): boolean {
    if (this.leader === undefined) return false;
    const inSync = controller
      ? this.up.size
      : [...this.inSync].every((copy) => this.up.has(copy))
        ? this.inSync.size
        : 0;
    return inSync >= this.stream.minInsync;
  }
}

function kafkaHistories(stream: Stream, { dead, leaves, electorate }: Blow, seen: Seen): void {
  const dying = numbers(dead);
  for (const inSync of subsets(numbers(stream.copies)).filter((set) => set.length >= stream.minInsync)) {
    for (const leader of inSync) {
      for (const deaths of orders(dying)) {
        for (const returns of orders(dying)) {
          // Those who elect may die before the copies or after them.
          for (const electsMeanwhile of electorate === 'there' ? [true] : [true, false]) {
            const partition = new Partition(stream, inSync, leader);
            for (const copy of deaths) {
              partition.die(copy, leaves);
              if (electsMeanwhile) partition.elect();
            }
            if (!partition.leads) seen.stalled = true;
            if (!partition.accepts(electorate === 'there')) seen.refused = true;
            for (const copy of returns) {
              partition.comeBack(copy);
              if (electorate !== 'gone') partition.elect();
            }
            if (electorate === 'gone' || !partition.readable) seen.lost = true;
          }
        }
      }
    }
  }
}

/** Who can win a vote: asks all that are up, and nobody votes for one that lacks what it has itself. */
function winner(members: number, up: readonly number[], has: Copies): number | undefined {
  return up.find((one) => more(up.filter((voter) => has.has(one) || !has.has(voter)).length, members));
}

/** A quorum queue: an empty member comes back only through a leader that takes it in again. */
function raftHistories(stream: Stream, { dead, leaves, electorate }: Blow, seen: Seen): void {
  const members = numbers(stream.copies);
  for (const holders of subsets(members).filter((set) => more(set.length, members.length))) {
    const has = new Set(holders);
    if (leaves === 'nothing') for (const copy of numbers(dead)) has.delete(copy);
    const up = members.filter((copy) => copy >= dead);
    // Nothing changes for a queue whose members all stay.
    const meanwhile = electorate === 'there' || dead === 0 ? winner(members.length, up, has) : undefined;
    if (meanwhile === undefined) {
      seen.stalled = true;
      seen.refused = true;
    }
    const back = leaves === 'nothing' && meanwhile === undefined ? up : members;
    const leader = meanwhile ?? winner(members.length, back, has);
    if (electorate === 'gone' || leader === undefined || !has.has(leader)) seen.lost = true;
  }
}

const known = new Map<string, Seen>();

/** Every history of a stream under a blow: who had the message, who led, who died and came back in which order. */
export function histories(stream: Stream, blow: Blow): Seen {
  const key = JSON.stringify([stream, blow]);
  const cached = known.get(key);
  if (cached) return cached;
  const seen: Seen = { lost: false, refused: false, stalled: false };
  if (stream.kind === 'kafka') kafkaHistories(stream, blow, seen);
  else raftHistories(stream, blow, seen);
  known.set(key, seen);
  return seen;
}
