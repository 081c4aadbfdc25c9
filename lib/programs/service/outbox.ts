import { setTimeout as wait } from 'node:timers/promises';
import { atMost } from './at-most';
import type { Store } from './store';

export interface Outgoing {
  /** Counts from 1 without a gap, for as long as the volume lives. */
  readonly number: number;
  readonly body: string;
}

/** Messages on their way at a time. */
const windowSize = 200;
const pauseMs = 500;

/**
 * What must be told, written in the transaction of what it tells of, and sent afterwards until somebody has confirmed it. A crash
 * between the two sends it again: at least once, and never without the deed.
 */
export class Outbox {
  private readonly sending = new Set<number>();
  /** Stored elsewhere, and still here because the disk took no change: they are not sent again. */
  private readonly sent = new Set<number>();
  private readonly insert: string;
  private draining = false;
  private paused = false;
  private read = 0;
  private idle: () => void = () => undefined;

  /**
   * @param name of its table
   * @param send resolves when the message is stored elsewhere; when it rejects, the message is sent again
   */
  constructor(
    private readonly store: Store,
    private readonly name: string,
    private readonly send: (message: Outgoing) => Promise<void>,
  ) {
    store.define(`CREATE TABLE IF NOT EXISTS ${name} (number INTEGER PRIMARY KEY AUTOINCREMENT, body TEXT NOT NULL)`);
    this.insert = `INSERT INTO ${name} (body) VALUES (?)`;
    store.onCommit(() => this.relay());
    setImmediate(() => this.relay());
  }

  /** Only inside of a write. @returns the message's number */
  put(body: string): number {
    return this.store.run(this.insert, body).id;
  }

  /** Messages ever put. */
  get count(): number {
    return this.store.number('SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = ?', this.name);
  }

  /** Messages that nobody has confirmed yet. */
  get waiting(): number {
    return this.store.number(`SELECT count(*) FROM ${this.name}`);
  }

  /** Sends nothing more, waits a few seconds for what is under way. What was not confirmed stays for the next start. */
  async drain(): Promise<void> {
    this.draining = true;
    if (this.sending.size > 0) await atMost(new Promise<void>((resolve) => (this.idle = resolve)));
  }

  private relay(): void {
    if (this.draining || this.paused || this.sending.size >= windowSize) return;
    const next = this.store.all<{ number: number; body: string }>(
      `SELECT number, body FROM ${this.name} WHERE number > ? ORDER BY number LIMIT ?`,
      this.read,
      windowSize - this.sending.size,
    );
    for (const message of next) {
      this.read = message.number;
      this.sending.add(message.number);
      void this.one(message);
    }
  }

  private async one(message: Outgoing): Promise<void> {
    const { number } = message;
    try {
      if (!this.sent.has(number)) await this.send(message);
      this.sent.add(number);
      await this.store.write(() => this.store.run(`DELETE FROM ${this.name} WHERE number = ?`, number));
      this.sent.delete(number);
    } catch (error) {
      const what = this.sent.has(number) ? 'was sent and is still here' : 'is sent again';
      await this.pause(`message ${number} ${what}: ${(error as Error).message}`);
    }
    this.sending.delete(number);
    if (this.sending.size === 0) this.idle();
    this.relay();
  }

  /** After a failure, everything that is left is read anew, in its order. Of those that fail together, the first is told of. */
  private async pause(why: string): Promise<void> {
    if (this.paused || this.draining) return;
    this.paused = true;
    process.stderr.write(`${this.name}: ${why}\n`);
    await wait(pauseMs);
    while (this.sending.size > 1) await wait(10);
    this.read = 0;
    this.paused = false;
  }
}
