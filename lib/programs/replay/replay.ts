import { setTimeout as wait } from 'node:timers/promises';
import { onStop } from '../../clients/drain';
import { positive, required, type Environment } from '../../durability/environment';
import { writeLine } from '../write-line';

/** A dead letter, as whoever decides about it sees it. */
export interface Letter {
  readonly reason: string;
  /** Where it came from, as the broker names it. */
  readonly from: string;
  /** When it was set aside, where that is known. */
  readonly at: string;
  readonly body: Buffer;
  /** How often it was put back before: it has died again. */
  readonly replays: number;
}

/** A dead letter in hand. One that is not acknowledged stays where it was. */
export interface Taken {
  readonly letter: Letter;
  /** Resolves when it is stored where it came from. */
  publish(): Promise<void>;
  /** Takes it away from the dead letters. */
  acknowledge(): Promise<void>;
}

/** The dead letters that were there at the start; what dies meanwhile is left to the next run, or one would go round for ever. */
export interface Letters {
  readonly count: number;
  /** The next one; none at the end. Rejects when the broker does not answer: that is not the end. */
  next(): Promise<Taken | undefined>;
  /** Gives back what is not acknowledged. */
  close(): Promise<void>;
}

export interface ReplaySettings {
  readonly from: string;
  readonly to: string;
  readonly putBack: boolean;
  readonly perSecond: number;
  readonly limit: number;
}

export const replaySettings = (env: Environment): ReplaySettings => ({
  from: required(env, 'REPLAY_FROM'),
  to: required(env, 'REPLAY_TO'),
  putBack: env['REPLAY_PUT_BACK'] === 'true',
  perSecond: positive(env, 'REPLAY_RATE', 10),
  limit: positive(env, 'REPLAY_LIMIT', 1_000),
});

/** The header that says how often a message was put back. */
export const replaysHeader = 'brokerkit-replays';

const shownCharacters = 80;

/** One line that a terminal can show, whatever somebody else has written. */
const printable = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, '·');

/** The beginning of a body. */
export const shown = (body: Buffer): string =>
  // No character has more than four bytes.
  printable(
    body
      .subarray(0, 4 * shownCharacters)
      .toString()
      .slice(0, shownCharacters),
  );

/** How often a message was put back, as its header says it. */
export const replaysOf = (header: unknown): number => Number(header ?? 0) || 0;

/**
 * Lists dead letters, or puts them back one after the other: published, confirmed, and only then acknowledged. It ends with the
 * last that was there at the start, at its limit, or when it is asked to stop; at worst a message comes twice.
 */
export class Replay {
  private readonly stopping = new AbortController();
  private ran: Promise<void> | undefined;
  private seen = 0;
  private done = 0;

  constructor(
    private readonly settings: ReplaySettings,
    private readonly open: () => Promise<Letters>,
    private readonly write: (line: string) => Promise<void> = writeLine,
  ) {}

  /** Resolves once nothing is under way any more, and the last line is written. */
  run(): Promise<void> {
    this.ran ??= this.loop();
    return this.ran;
  }

  /** Finishes the letter in hand and takes no other. */
  stop(): Promise<void> {
    this.stopping.abort();
    return this.run();
  }

  private async loop(): Promise<void> {
    const letters = await this.open();
    try {
      while (!this.stopping.signal.aborted && this.seen < this.settings.limit) {
        const taken = await letters.next();
        if (taken === undefined || this.stopping.signal.aborted) break;
        this.seen += 1;
        await this.write(this.row(taken.letter));
        if (this.settings.putBack) await this.putBack(taken);
      }
    } finally {
      await this.write(this.words(letters.count));
      await letters.close();
    }
  }

  private async putBack(taken: Taken): Promise<void> {
    await taken.publish();
    await taken.acknowledge();
    this.done += 1;
    // Only once it is done: whoever stops it does not wait for the pace.
    await wait(1_000 / this.settings.perSecond, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }

  private row({ at, from, reason, body, replays }: Letter): string {
    const before = replays === 0 ? '' : `  (put back ${replays === 1 ? 'once' : `${replays} times`} before)`;
    return `${String(this.seen).padStart(5)}  ${printable(at)}  ${printable(from)}  ${printable(reason)}${before}\n       ${shown(body)}`;
  }

  private words(count: number): string {
    const { from, to, putBack } = this.settings;
    if (count === 0) return `no dead letters in ${from}`;
    const all = `${count} dead letter${count === 1 ? '' : 's'} in ${from}`;
    if (putBack) return `${this.done} of ${all} put back to ${to}${this.done < count ? '; the others stay' : ''}`;
    const shownOnly = this.seen < count ? `, ${this.seen} shown` : '';
    return `${all}${shownOnly}; nothing was changed: the same with --put-back puts them back`;
  }
}

/** Runs until all is done or somebody asks it to stop. */
export async function runReplay(settings: ReplaySettings, open: () => Promise<Letters>): Promise<void> {
  const replay = new Replay(settings, open);
  // Before the first connection: whoever stops it while it waits for a broker gets nothing put back.
  onStop(() => replay.stop());
  await replay.run();
}
