import { setTimeout as wait } from 'node:timers/promises';
import type { KafkaPublisher } from '../../clients/kafka-publisher';
import { logTopic, type LogLine } from '../service/log';
import { parse } from '../service/parse';
import { call } from './events';

const whyStopped = 'stopped while Kafka did not take its line';

/** What a service does with a call, and how many it has handled since it was started. */
export class Handler {
  private handled = 0;
  private errors = 0;
  private complained = false;
  private stopped = false;
  /** Of the calls that wait for Kafka. */
  private readonly held = new Set<(why: Error) => void>();

  /** @param pauseMs between two attempts to write a line */
  constructor(
    private readonly publisher: Pick<KafkaPublisher, 'publish'>,
    private readonly pauseMs = 1_000,
  ) {}

  /**
   * Resolves once Kafka has the line of the log: the call is acknowledged after that, so that no line is missing. A call that
   * comes twice is a line twice. Rejects with a PoisonError for what is no call.
   *
   * While Kafka takes nothing, the call is held. Rejected, it would come again and count towards the queue's delivery limit: a
   * long outage of Kafka would carry good calls to the dead letters. Only once it is stopped it is rejected: a consumer that
   * drains gives it back uncounted.
   */
  async handle(content: Buffer): Promise<void> {
    const { lane, number, service, at, fail, load } = parse(call, content);
    const line: LogLine = {
      ...{ service, lane, number, at, load },
      level: fail ? 'error' : 'info',
      text: `call ${number}: ${fail ? 'failed' : 'answered'}`,
    };
    await new Promise<void>((resolve, reject) => {
      this.held.add(reject);
      void this.written(line)
        .then(resolve, reject)
        .finally(() => this.held.delete(reject));
    });
    this.handled += 1;
    if (fail) this.errors += 1;
  }

  /** Calls that are held are rejected: Kafka may have their lines or not. */
  stop(): void {
    this.stopped = true;
    for (const reject of this.held) reject(new Error(whyStopped));
  }

  get result(): { readonly handled: number; readonly errors: number } {
    return { handled: this.handled, errors: this.errors };
  }

  private async written(line: LogLine): Promise<void> {
    while (!(await this.logged(line))) {
      if (this.stopped) throw new Error(whyStopped);
      await wait(this.pauseMs);
    }
  }

  private async logged(line: LogLine): Promise<boolean> {
    try {
      await this.publisher.publish({ topic: logTopic, key: line.lane, value: JSON.stringify(line) });
      this.complained = false;
      return true;
    } catch (error) {
      // All calls under way fail together, and for as long: the first one tells of it.
      if (!this.complained) process.stderr.write(`calls are held: ${(error as Error).message}\n`);
      this.complained = true;
      return false;
    }
  }
}
