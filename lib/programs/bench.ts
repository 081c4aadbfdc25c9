import type { Consumer, Publisher } from '../clients/publisher';
import { positive, required, type Environment } from '../durability/environment';
import { writeLine } from './write-line';

/** How fast it went. */
export interface Figures {
  readonly messages: number;
  readonly seconds: number;
  readonly perSecond: number;
}

/** A broker, as far as a benchmark has to do with it. */
export interface Benched {
  /** Makes a message of a number and a body. */
  readonly publisher: () => Publisher<{ readonly number: number; readonly body: Buffer }>;
  readonly consumer: () => Consumer<unknown>;
}

interface Load {
  readonly messages: number;
  /** Before these, and not counted: a compiler that learns, and connections that are made. */
  readonly warmUp: number;
  readonly bytes: number;
  /** Published and not confirmed yet: more than the publisher sends at a time, so that it never waits for us. */
  readonly unconfirmed: number;
  /** The end after so many seconds, however many messages those were. */
  readonly seconds?: number;
}

/** Calls when the time is over, if there is a time; gives up the wait. */
function atTheEnd(seconds: number | undefined, end: () => void): () => void {
  if (seconds === undefined) return () => undefined;
  const timer = setTimeout(end, seconds * 1_000);
  return () => clearTimeout(timer);
}

function figures(messages: number, began: number): Figures {
  const seconds = (performance.now() - began) / 1_000;
  return { messages, seconds, perSecond: messages / seconds };
}

/** Publishes as fast as messages are confirmed. From the first that counts to the confirmation of the last. */
export function publishAtFullRate(
  publisher: ReturnType<Benched['publisher']>,
  { messages, warmUp, bytes, unconfirmed, seconds }: Load,
): Promise<Figures> {
  const body = Buffer.alloc(bytes, 'x');
  let total = warmUp + messages;
  let published = 0;
  let confirmed = 0;
  let began = 0;
  return new Promise((resolve, reject) => {
    const forget = atTheEnd(seconds, () => (total = Math.max(published, warmUp + 1)));
    const fill = (): void => {
      while (published < total && published - confirmed < unconfirmed) {
        if (published === warmUp) began = performance.now();
        publisher.publish({ number: published++, body }).then(settled, reject);
      }
    };
    const settled = (): void => {
      confirmed += 1;
      if (confirmed < total) return fill();
      forget();
      resolve(figures(total - warmUp, began));
    };
    fill();
  });
}

/** Reads as fast as messages come, with work that is nothing. From the end of the warm-up to the last message. */
export async function consumeAtFullRate(
  consumer: Consumer<unknown>,
  { messages, warmUp, seconds }: Pick<Load, 'messages' | 'warmUp' | 'seconds'>,
): Promise<Figures> {
  const total = warmUp + messages;
  let read = 0;
  let began = 0;
  let result: Figures | undefined;
  const end = (): void => {
    result ??= figures(read - warmUp, began);
    void consumer.drain();
  };
  const forget = atTheEnd(seconds, () => (read > warmUp ? end() : void consumer.drain()));
  await consumer.run(() => {
    if (read === warmUp) began = performance.now();
    read += 1;
    if (read === total) end();
    return Promise.resolve();
  });
  forget();
  if (result === undefined) throw new Error(`the consumer ended after ${read} of ${total} messages`);
  return result;
}

/** BENCH (`publish` or `consume`) MESSAGES messages at full rate, for SECONDS at most, and tells in one line of JSON how fast that was. */
export async function runBench(env: Environment, { publisher, consumer }: Benched): Promise<void> {
  const role = required(env, 'BENCH');
  const load = {
    messages: positive(env, 'MESSAGES', 100_000),
    warmUp: positive(env, 'WARM_UP', 10_000),
    bytes: positive(env, 'MESSAGE_BYTES', 1_024),
    unconfirmed: positive(env, 'UNCONFIRMED', 10_000),
    ...(env['SECONDS'] === undefined ? {} : { seconds: positive(env, 'SECONDS', 600) }),
  };
  if (role === 'consume') {
    await writeLine(JSON.stringify(await consumeAtFullRate(consumer(), load)));
  } else if (role === 'publish') {
    const made = publisher();
    await writeLine(JSON.stringify(await publishAtFullRate(made, load)));
    await made.drain();
  } else {
    throw new Error(`the environment variable BENCH is ${role}: publish or consume`);
  }
}
