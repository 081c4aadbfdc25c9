import { setTimeout as wait } from 'node:timers/promises';
import { Outbox, type Outgoing } from '../../../../lib/programs/service/outbox';
import { Store } from '../../../../lib/programs/service/store';

let store: Store;
let said: string[];
beforeEach(() => {
  store = new Store(':memory:');
  said = [];
  jest.spyOn(process.stderr, 'write').mockImplementation((line) => Boolean(said.push(String(line))));
});
afterEach(() => {
  jest.restoreAllMocks();
});

type Send = (message: Outgoing) => Promise<void>;

const outboxOf = (send: Send): Outbox => new Outbox(store, 'events', send);
const put = (outbox: Outbox, ...bodies: readonly string[]): Promise<unknown> =>
  Promise.all(bodies.map((body) => store.write(() => outbox.put(body))));
const never = (): Promise<void> => new Promise(() => undefined);
async function until(what: () => boolean): Promise<void> {
  while (!what()) await wait(5);
}

test('messages are sent in their order, with numbers from 1, and are gone once they are confirmed', async () => {
  const sent: string[] = [];
  const outbox = outboxOf(({ number, body }) => Promise.resolve(void sent.push(`${number} ${body}`)));
  await put(outbox, 'a', 'b', 'c');
  await until(() => outbox.waiting === 0);

  expect(sent).toEqual(['1 a', '2 b', '3 c']);
  expect(outbox.count).toBe(3);
});

test('a message whose deed is undone is never sent, and leaves no gap in the numbers', async () => {
  const sent: string[] = [];
  const outbox = outboxOf(({ number, body }) => Promise.resolve(void sent.push(`${number} ${body}`)));
  const undone = store.write(() => {
    outbox.put('a');
    throw new Error('no');
  });
  await Promise.allSettled([undone, put(outbox, 'b')]);
  await until(() => outbox.waiting === 0);

  expect(sent).toEqual(['1 b']);
});

test('numbers are never given again, also when the table is empty at the start', async () => {
  const first = outboxOf(() => Promise.resolve());
  await put(first, 'a', 'b');
  await until(() => first.waiting === 0);
  const sent: number[] = [];
  const second = outboxOf(({ number }) => Promise.resolve(void sent.push(number)));
  await put(second, 'c');
  await until(() => sent.length === 1);

  expect(sent).toEqual([3]);
});

test('a message that was rejected is sent again, in its order with all that had not been confirmed', async () => {
  const sent: string[] = [];
  let broken = true;
  const outbox = outboxOf(({ body }) => {
    sent.push(body);
    return broken && body !== 'a' ? Promise.reject(new Error('refused')) : Promise.resolve();
  });
  await put(outbox, 'a', 'b', 'c', 'd');
  await until(() => sent.length === 4);
  broken = false;
  await until(() => outbox.waiting === 0);

  expect(sent).toEqual(['a', 'b', 'c', 'd', 'b', 'c', 'd']);
});

test('a message that was sent is not sent again when the disk does not let it go, and is gone once it does', async () => {
  const sent: string[] = [];
  const outbox = outboxOf(({ body }) => Promise.resolve(void sent.push(body)));
  store.define(`CREATE TRIGGER full BEFORE DELETE ON events BEGIN SELECT raise(ABORT, 'disk full'); END`);
  await put(outbox, 'a', 'b');
  await until(() => said.length > 1);
  store.define('DROP TRIGGER full');
  await until(() => outbox.waiting === 0);

  expect(sent).toEqual(['a', 'b']);
  expect(said[0]).toBe('events: message 1 was sent and is still here: disk full\n');
});

test('of messages that fail together, the first is told of', async () => {
  const outbox = outboxOf(() => Promise.reject(new Error('refused')));
  await put(outbox, 'a', 'b', 'c');
  await until(() => said.length > 0);
  await outbox.drain();

  expect(said).toEqual(['events: message 1 is sent again: refused\n']);
});

test('what was not confirmed is sent after the next start', async () => {
  await put(outboxOf(never), 'a', 'b');
  const sent: string[] = [];
  const outbox = outboxOf(({ body }) => Promise.resolve(void sent.push(body)));
  await until(() => outbox.waiting === 0);

  expect(sent).toEqual(['a', 'b']);
});

test('no more than 200 messages are on their way', async () => {
  const answers: (() => void)[] = [];
  const outbox = outboxOf(() => new Promise((resolve) => answers.push(resolve)));
  await put(outbox, ...Array.from({ length: 250 }, (_, index) => String(index)));
  await wait(20);
  expect(answers).toHaveLength(200);

  answers[0]?.();
  await until(() => outbox.waiting === 249);
  await wait(20);
  expect(answers).toHaveLength(201);
});

test('draining ends although nobody answers, and what was not confirmed is still there', async () => {
  const outbox = outboxOf(never);
  await put(outbox, 'a');
  jest.useFakeTimers();
  const drained = outbox.drain();
  await jest.advanceTimersByTimeAsync(5_000);
  jest.useRealTimers();
  await drained;

  expect(outbox.waiting).toBe(1);
});

test('draining waits for what is on its way, and sends nothing more', async () => {
  const answers: (() => void)[] = [];
  const outbox = outboxOf(() => new Promise((resolve) => answers.push(resolve)));
  await put(outbox, 'a');
  let drained = false;
  const draining = outbox.drain().then(() => (drained = true));
  await put(outbox, 'b');
  await wait(20);
  expect([drained, answers.length]).toEqual([false, 1]);

  answers[0]?.();
  await draining;
  expect([answers.length, outbox.waiting]).toEqual([1, 1]);
});
