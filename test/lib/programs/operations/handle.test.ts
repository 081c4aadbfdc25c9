import { setTimeout as wait } from 'node:timers/promises';
import { Handler } from '../../../../lib/programs/operations/handle';
import { start } from './lines';

const call = { id: 'a/1', lane: 'a', number: 1, service: 'billing', at: start, fail: true, load: 0.4 };
const content = Buffer.from(JSON.stringify(call));

/** Kafka, that refuses the first so many lines. */
class Kafka {
  readonly lines: unknown[] = [];
  attempts = 0;

  constructor(private readonly refuses = 0) {}

  publish({ value }: { readonly value: Buffer | string }): Promise<void> {
    this.attempts += 1;
    if (this.attempts <= this.refuses) return Promise.reject(new Error('maybe stored, maybe not'));
    this.lines.push(JSON.parse(value.toString()));
    return Promise.resolve();
  }
}

const line = { service: 'billing', lane: 'a', number: 1, at: start, load: 0.4, level: 'error', text: 'call 1: failed' };

test('a call counts as handled once its line is in the log', async () => {
  const kafka = new Kafka();
  const handler = new Handler(kafka);
  await handler.handle(content);
  expect(kafka.lines).toEqual([line]);
  expect(handler.result).toEqual({ handled: 1, errors: 1 });
});

test('a call whose line Kafka does not take is held until it does, and complained of once', async () => {
  const complaints: unknown[] = [];
  const stderr = jest.spyOn(process.stderr, 'write').mockImplementation((text) => complaints.push(text) > 0);
  const kafka = new Kafka(3);
  const handler = new Handler(kafka, 20);
  const handled = handler.handle(content);
  await wait(1);
  expect(handler.result).toEqual({ handled: 0, errors: 0 });
  await handled;
  stderr.mockRestore();
  expect(kafka.attempts).toBe(4);
  expect(kafka.lines).toEqual([line]);
  expect(complaints).toEqual(['calls are held: maybe stored, maybe not\n']);
});

test('a call that is held is rejected when the service stops, although Kafka never answers, and is no poison', async () => {
  const handler = new Handler({ publish: () => new Promise<void>(() => undefined) });
  const handled = handler.handle(content);
  handler.stop();
  await expect(handled).rejects.toMatchObject({ name: 'Error', message: 'stopped while Kafka did not take its line' });
  expect(handler.result).toEqual({ handled: 0, errors: 0 });
});

test('a call whose line Kafka refuses is not tried for ever once the service stops', async () => {
  const complaints = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const kafka = new Kafka(Infinity);
  const handler = new Handler(kafka, 5);
  const handled = handler.handle(content);
  handler.stop();
  await expect(handled).rejects.toThrow('stopped');
  await wait(30);
  expect(kafka.attempts).toBe(1);
  complaints.mockRestore();
});

test('what is no call is poison, and no line', async () => {
  const kafka = new Kafka();
  const handler = new Handler(kafka);
  await expect(handler.handle(Buffer.from('no call'))).rejects.toMatchObject({
    name: 'PoisonError',
    message: 'not JSON: no call',
  });
  await expect(handler.handle(Buffer.from('{}'))).rejects.toMatchObject({ name: 'PoisonError' });
  expect(kafka.attempts).toBe(0);
});
