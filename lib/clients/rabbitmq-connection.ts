import { connect, type ChannelModel } from 'amqplib';
import type { Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { RabbitMqClientSettings } from '../rabbitmq/client';
import { authoritiesOf, passwordOf } from './login';

/** A node that takes longer to answer while a connection is made is given up for another. */
const connectTimeoutMs = 2_000;

const firstPauseMs = 100;
const longestPauseMs = 1_000;
/** A connection that lived this long was a good one: the next failure is a first one again. */
const goodAfterMs = 1_000;

/**
 * A node sends something at least every half heartbeat. The library's own check takes up to three heartbeats to miss it;
 * three silent halves are enough.
 */
const silentHeartbeats = 1.5;
const lookEveryMs = 250;

/** One connection to one node, from its opening to its end. */
export class RabbitMqSession {
  /** Resolves with the reason once the connection is of no use any more. */
  readonly ended: Promise<string>;
  over = false;
  /** The broker takes no messages for the moment: an alarm of memory or disk. */
  blocked = false;
  private reason: string | undefined;

  constructor(
    readonly model: ChannelModel,
    heartbeatSeconds: number,
  ) {
    const watch = this.watchSilence(heartbeatSeconds);
    model.on('blocked', () => (this.blocked = true));
    model.on('unblocked', () => (this.blocked = false));
    this.ended = new Promise((resolve) => {
      model.on('error', (error: Error) => (this.reason ??= error.message));
      model.on('close', (error?: Error) => {
        clearInterval(watch);
        this.over = true;
        // After silence, the library only says goodbye, and waits for an answer that can't come.
        this.socket.destroy();
        resolve(this.reason ?? error?.message ?? 'closed');
      });
    });
  }

  /** Ends the connection at once, as if the node were dead. */
  abandon(reason: string): void {
    this.reason ??= reason;
    this.socket.destroy(new Error(reason));
  }

  /** Says goodbye; a node that does not answer is not waited for. */
  async close(): Promise<void> {
    const closing = this.model.close().catch(() => undefined);
    await Promise.race([closing, this.ended, wait(connectTimeoutMs, undefined, { ref: false })]);
    this.socket.destroy();
  }

  private watchSilence(heartbeatSeconds: number): NodeJS.Timeout {
    let read = this.socket.bytesRead;
    let heardAt = Date.now();
    return setInterval(() => {
      const now = Date.now();
      if (this.socket.bytesRead !== read) heardAt = now;
      read = this.socket.bytesRead;
      if (now - heardAt > silentHeartbeats * heartbeatSeconds * 1_000) this.abandon('the node has been silent');
    }, lookEveryMs);
  }

  private get socket(): Socket {
    return (this.model.connection as unknown as { readonly stream: Socket }).stream;
  }
}

/** A connection, made once. Files are read anew for each: passwords and authorities change while a program runs. */
export async function openSession(settings: RabbitMqClientSettings, name: string): Promise<RabbitMqSession> {
  const password = passwordOf(settings);
  const tls = settings.caFile === undefined ? undefined : authoritiesOf(settings.caFile);
  const model = await connect(
    {
      protocol: tls === undefined ? 'amqp' : 'amqps',
      hostname: settings.host,
      port: settings.port,
      username: settings.username,
      password,
      vhost: encodeURIComponent(settings.vhost),
      heartbeat: settings.heartbeatSeconds,
    },
    {
      noDelay: true,
      timeout: connectTimeoutMs,
      servername: settings.host,
      clientProperties: { connection_name: name },
      ...tls,
    },
  );
  return new RabbitMqSession(model, settings.heartbeatSeconds);
}

/** The pause before the next attempt: short, never the same for two programs, and growing while nothing helps. */
function pauseMs(failures: number): number {
  const longest = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.max(0, failures - 1));
  return longest * (0.5 + Math.random() / 2);
}

/** Keeps a connection: when it ends, makes the next one, through the same Service to whichever node answers. */
export class RabbitMqConnection {
  private session: RabbitMqSession | undefined;
  private readonly stopping = new AbortController();
  private readonly ran: Promise<void>;
  private said: string | undefined;

  /** @param setUp prepares each new connection; when it fails, the connection is given up */
  constructor(
    private readonly settings: RabbitMqClientSettings,
    private readonly name: string,
    private readonly setUp: (session: RabbitMqSession) => Promise<void>,
  ) {
    this.ran = this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.session?.close();
    await this.ran;
  }

  private async run(): Promise<void> {
    let failures = 0;
    while (!this.stopping.signal.aborted) {
      const began = Date.now();
      const reason = await this.once();
      if (this.stopping.signal.aborted) return;
      failures = Date.now() - began > goodAfterMs ? 1 : failures + 1;
      this.say(`connection to ${this.settings.host} lost: ${reason}`);
      await wait(pauseMs(failures), undefined, { signal: this.stopping.signal }).catch(() => undefined);
    }
  }

  /** One connection from beginning to end; resolves with the reason of its end. */
  private async once(): Promise<string> {
    try {
      const session = await openSession(this.settings, this.name);
      this.session = session;
      if (this.stopping.signal.aborted) await session.close();
      else
        await Promise.race([
          this.setUp(session).then(() => this.say(`connected to ${this.settings.host}`)),
          session.ended,
        ]);
      return await session.ended;
    } catch (error) {
      this.session?.abandon((error as Error).message);
      return (error as Error).message;
    } finally {
      this.session = undefined;
    }
  }

  /** The same thing is said once, not at every attempt. */
  private say(line: string): void {
    if (line === this.said) return;
    this.said = line;
    process.stderr.write(`${this.name}: ${line}\n`);
  }
}
