/** A program that waits for something that never comes must end, so that it is started again. */
export class Watchdog {
  private readonly since = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;

  /** @param end what to do about it; by default one line on stderr and exit code 1 */
  constructor(
    private readonly limitMs = 30_000,
    private readonly end: (message: string) => void = endProcess,
  ) {}

  /** Work is pending: its time starts, if it does not run already. */
  pending(work: string): void {
    if (!this.since.has(work)) this.since.set(work, Date.now());
    this.timer ??= setInterval(() => this.look(), Math.min(1_000, this.limitMs)).unref();
  }

  /** Pending work went on: its time starts anew. */
  progress(work: string): void {
    if (this.since.has(work)) this.since.set(work, Date.now());
  }

  /** Nothing of it is pending any more. */
  done(work: string): void {
    this.since.delete(work);
  }

  /** No work is watched any more. */
  stop(): void {
    this.since.clear();
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private look(): void {
    for (const [work, since] of this.since) {
      if (Date.now() - since < this.limitMs) continue;
      this.stop();
      this.end(`no progress for ${Math.round(this.limitMs / 1_000)} s: ${work}`);
      return;
    }
  }
}

/** One line on stderr, exit code 1. */
export function endProcess(message: string): void {
  process.stderr.write(`${message}\n`, () => process.exit(1));
}
