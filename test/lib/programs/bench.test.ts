import { setTimeout as wait } from 'node:timers/promises';
import type { Consumer } from '../../../lib/clients/publisher';
import { consumeAtFullRate, publishAtFullRate, runBench } from '../../../lib/programs/bench';

const load = { messages: 20, warmUp: 5, bytes: 8, unconfirmed: 3 };

/** Has so many messages, and offers them one after the other until it is drained. */
function consumerOf(count: number): Consumer<number> & { read: number } {
  let draining = false;
  const consumer = {
    read: 0,
    async run(work: (message: number) => Promise<void>) {
      while (!draining && consumer.read < count) {
        await wait(1);
        await work((consumer.read += 1));
      }
    },
    drain: () => Promise.resolve(void (draining = true)),
  };
  return consumer;
}

test('publishes the messages and the warm-up, each of the wanted size, and never has more unconfirmed than it may', async () => {
  const numbers: number[] = [];
  let underWay = 0;
  let most = 0;
  const publish = async ({ number, body }: { number: number; body: Buffer }): Promise<void> => {
    expect(body.length).toBe(8);
    numbers.push(number);
    most = Math.max(most, (underWay += 1));
    await wait(1);
    underWay -= 1;
  };

  const { messages } = await publishAtFullRate({ publish, drain: () => Promise.resolve() }, load);

  expect(numbers).toEqual(Array.from({ length: 25 }, (_, number) => number));
  expect(most).toBe(3);
  expect(messages).toBe(20);
});

test('the time of the warm-up is not counted', async () => {
  const publish = ({ number }: { number: number }): Promise<void> => wait(number < 5 ? 30 : 0);

  const began = performance.now();
  const oneByOne = { ...load, unconfirmed: 1 };
  const { seconds, perSecond } = await publishAtFullRate({ publish, drain: () => Promise.resolve() }, oneByOne);

  const warmUpMs = performance.now() - began - seconds * 1_000;
  expect(warmUpMs).toBeGreaterThan(140);
  expect(perSecond).toBeCloseTo(20 / seconds);
});

test('a message that is rejected ends the run: a rate of lost messages says nothing', async () => {
  const publish = ({ number }: { number: number }): Promise<void> =>
    number === 7 ? Promise.reject(new Error('gone')) : Promise.resolve();

  await expect(publishAtFullRate({ publish, drain: () => Promise.resolve() }, load)).rejects.toThrow('gone');
});

test('reads the warm-up and the messages, then drains the consumer', async () => {
  const consumer = consumerOf(100);

  const { messages, seconds } = await consumeAtFullRate(consumer, { messages: 20, warmUp: 5 });

  expect(consumer.read).toBe(25);
  expect(messages).toBe(20);
  expect(seconds).toBeGreaterThan(0.015);
});

test('the end of the time is the end of both, and what was done until then is the figure', async () => {
  let published = 0;
  const publish = async (): Promise<void> => {
    published += 1;
    await wait(1);
  };
  const consumer = consumerOf(1_000_000);
  const endless = { ...load, messages: 1_000_000, seconds: 0.1 };

  const [wrote, read] = await Promise.all([
    publishAtFullRate({ publish, drain: () => Promise.resolve() }, endless),
    consumeAtFullRate(consumer, endless),
  ]);

  expect(wrote.messages).toBe(published - 5);
  expect(wrote.messages).toBeGreaterThan(0);
  expect(read.messages).toBeGreaterThan(0);
  expect(read.messages).toBeLessThan(200);
});

test('a consumer that ends before all is read is an error with both numbers', async () => {
  await expect(consumeAtFullRate(consumerOf(7), { messages: 20, warmUp: 5 })).rejects.toThrow(
    'the consumer ended after 7 of 25 messages',
  );
});

test('a role that is none names the two that are', async () => {
  const none = (): never => {
    throw new Error('nothing may be made');
  };

  await expect(runBench({ BENCH: 'both' }, { publisher: none, consumer: none })).rejects.toThrow(
    'the environment variable BENCH is both: publish or consume',
  );
});
