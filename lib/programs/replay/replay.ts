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
  /** The run that put it back before, if any: it has died again. */
  readonly run: string | undefined;
}

export interface ReplaySettings {
  readonly from: string;
  readonly to: string;
  /** Of this run: what it puts back carries it, so that what dies again meanwhile is not put back for ever. */
  readonly run: string;
  readonly putBack: boolean;
  readonly perSecond: number;
  readonly limit: number;
}

export const replaySettings = (env: Environment): ReplaySettings => ({
  from: required(env, 'REPLAY_FROM'),
  to: required(env, 'REPLAY_TO'),
  run: required(env, 'REPLAY_RUN'),
  putBack: env['REPLAY_PUT_BACK'] === 'true',
  perSecond: positive(env, 'REPLAY_RATE', 10),
  limit: positive(env, 'REPLAY_LIMIT', 1_000),
});

/** The header that says which run put a message back. */
export const replayedHeader = 'brokerkit-replay';

/** Whoever joins a group or waits for an election is not done yet. */
const firstPatienceMs = 15_000;
const patienceMs = 3_000;
const lookEveryMs = 100;

const shownCharacters = 80;

/** One line that a terminal can show, whatever is in it. */
export const shown = (body: Buffer): string =>
  body
    .toString()
    .slice(0, shownCharacters)
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '·');

const never = (): Promise<never> => new Promise(() => undefined);

/**
 * Lists dead letters, or puts them back one after the other: published, confirmed, and only then acknowledged. It ends when no more come,
 * at its limit, or when it is asked to stop; whatever was not acknowledged then stays where it is. At worst a message comes twice.
 */
export class Replay {
  private seen = 0;
  private done = 0;
  private again = 0;
  private stopping = false;
  private busy = 0;
  private lastAt = Date.now();

  constructor(
    private readonly settings: ReplaySettings,
    private readonly write: (line: string) => Promise<void> = writeLine,
  ) {}

  /**
   * What to do with a letter. Resolves when it can be acknowledged, and never for one that stays.
   *
   * @param publish resolves when it is stored where it came from
   */
  async work(letter: Letter, publish: () => Promise<void>): Promise<void> {
    if (this.stopping || this.seen >= this.settings.limit) return never();
    this.lastAt = Date.now();
    if (letter.run === this.settings.run) {
      this.again += 1;
      return never();
    }
    this.seen += 1;
    this.busy += 1;
    try {
      await this.show(letter);
      if (this.settings.putBack) {
        await publish();
        this.done += 1;
        await wait(1_000 / this.settings.perSecond);
      }
    } finally {
      this.busy -= 1;
      this.lastAt = Date.now();
    }
    if (!this.settings.putBack) return never();
  }

  /** Takes no further letter. */
  stop(): void {
    this.stopping = true;
  }

  /** Resolves when there is nothing more to do, and nothing under way. */
  async finished(patience = { firstMs: firstPatienceMs, ms: patienceMs }): Promise<void> {
    for (;;) {
      const idleMs = Date.now() - this.lastAt;
      const waited = idleMs > (this.seen === 0 ? patience.firstMs : patience.ms);
      if (this.busy === 0 && (this.stopping || waited || this.full)) return;
      await wait(lookEveryMs);
    }
  }

  get words(): string {
    const { from, to, putBack, limit } = this.settings;
    const count = `${this.seen} dead letter${this.seen === 1 ? '' : 's'} in ${from}`;
    const more = this.full ? `; there may be more than ${limit}` : '';
    const again = this.again === 0 ? '' : `; ${this.again} died again and stay`;
    if (!putBack)
      return this.seen === 0
        ? `no dead letters in ${from}`
        : `${count}${more}; nothing was changed: the same with --put-back puts them back`;
    return `${this.done} put back to ${to}${again}${more}${this.stopping ? '; stopped, the others stay' : ''}`;
  }

  private show({ reason, from, at, body }: Letter): Promise<void> {
    return this.write(`${String(this.seen).padStart(5)}  ${at}  ${from}  ${reason}\n       ${shown(body)}`);
  }

  private get full(): boolean {
    return this.seen >= this.settings.limit;
  }
}

/** The acknowledgement of the last message leaves the process with the next commit. */
const lastCommitMs = 1_000;

/** Runs until all is done or somebody asks it to stop, says what was done, and ends the process: connections that close give back what they hold. */
export async function runReplay(replay: Replay, reading: Promise<void>): Promise<void> {
  onStop(async () => {
    replay.stop();
    await replay.finished();
    await wait(lastCommitMs);
    await writeLine(replay.words);
  });
  await Promise.race([replay.finished(), reading]);
  await wait(lastCommitMs);
  await writeLine(replay.words);
  process.exit(0);
}
