import { z } from 'zod';
import { DurabilityError } from '../../../lib/durability/problem';
import { readOptions } from '../../../lib/durability/read';
import { channelName, duration, whole } from '../../../lib/durability/schema';

const queue = z.strictObject({
  members: whole(1, 7).optional(),
  retention: duration.optional(),
  type: z.enum(['quorum', 'classic']).optional(),
  lazy: z.boolean().optional(),
  port: z.union([z.literal('none'), whole(1, 9)], { error: "'none', or a port from 1 to 9" }).optional(),
  bindings: z.array(z.strictObject({ exchange: z.string(), key: z.string().max(3).optional() })).optional(),
  zones: z.array(z.string()).length(3).optional(),
});
const schema = z.strictObject({
  cpu: z.number().min(0.1).max(9).optional(),
  queues: z.record(channelName, queue).optional(),
});

function report(input: unknown, at = ''): readonly string[] {
  try {
    readOptions(schema, input, at);
  } catch (error) {
    if (error instanceof DurabilityError) return error.message.split('\n');
    throw error;
  }
  return [];
}

const inQueue = (its: unknown): readonly string[] => report({ queues: { payment: its } }, 'rabbitmq');

describe('readOptions', () => {
  test('gives back what is right', () => {
    const input = { cpu: 2, queues: { 'a.b': { members: 3, bindings: [{ exchange: 'x' }] } } };

    expect(readOptions(schema, input, '')).toEqual(input);
  });

  test.each([
    [
      { membres: 3 },
      '[unknown-key] rabbitmq.queues.payment.membres is 3: nothing reads this key, so what it promises would not hold; did you mean members?',
    ],
    [
      { bindings: [{ exchange: 'x' }, { exchange: 'y', kee: 'z' }] },
      '[unknown-key] rabbitmq.queues.payment.bindings.1.kee is z: nothing reads this key, so what it promises would not hold; did you mean key?',
    ],
    [
      { bindings: [{ exchange: 'x', other: 1 }] },
      '[unknown-key] rabbitmq.queues.payment.bindings.0.other is 1: nothing reads this key, so what it promises would not hold; remove it, or use one of exchange, key',
    ],
    [
      { members: 'three' },
      '[wrong-type] rabbitmq.queues.payment.members is three: this value can not be used; write a whole number from 1 to 7',
    ],
    [
      { members: 1.5 },
      '[wrong-type] rabbitmq.queues.payment.members is 1.5: this value can not be used; write a whole number from 1 to 7',
    ],
    [
      { members: 1e30 },
      '[out-of-range] rabbitmq.queues.payment.members is 1e+30: this value can not be used; write a whole number from 1 to 7',
    ],
    [
      { members: null },
      '[wrong-type] rabbitmq.queues.payment.members is null: this value can not be used; write a whole number from 1 to 7',
    ],
    [
      { retention: '7 days' },
      '[wrong-type] rabbitmq.queues.payment.retention is 7 days: this value can not be used; write a whole number with its unit: 250ms, 30s, 15m, 12h or 7d',
    ],
    [
      { type: 'quorom' },
      '[wrong-type] rabbitmq.queues.payment.type is quorom: this value can not be used; did you mean quorum? Write one of quorum, classic',
    ],
    [
      { type: 1 },
      '[wrong-type] rabbitmq.queues.payment.type is 1: this value can not be used; write one of quorum, classic',
    ],
    [
      { lazy: 'yes' },
      '[wrong-type] rabbitmq.queues.payment.lazy is yes: this value can not be used; write true or false',
    ],
    [
      { port: 'all' },
      "[wrong-type] rabbitmq.queues.payment.port is all: this value can not be used; write 'none', or a port from 1 to 9",
    ],
    [{ bindings: {} }, '[wrong-type] rabbitmq.queues.payment.bindings is {}: this value can not be used; write a list'],
    [{ bindings: [{}] }, '[missing-key] rabbitmq.queues.payment.bindings.0.exchange: it is missing; write text'],
    [
      { bindings: [{ exchange: 5 }] },
      '[wrong-type] rabbitmq.queues.payment.bindings.0.exchange is 5: this value can not be used; write text, in quotes where it looks like something else',
    ],
    [
      { bindings: [{ exchange: 'x', key: 'long' }] },
      '[out-of-range] rabbitmq.queues.payment.bindings.0.key is long: this value can not be used; write at most 3 characters',
    ],
    [
      { zones: ['a'] },
      '[out-of-range] rabbitmq.queues.payment.zones is ["a"]: this value can not be used; write exactly 3 entries',
    ],
    [
      'hello',
      '[wrong-type] rabbitmq.queues.payment is hello: this value can not be used; write a mapping of keys, {} for nothing but defaults',
    ],
    [
      null,
      '[wrong-type] rabbitmq.queues.payment is null: this value can not be used; write a mapping of keys, {} for nothing but defaults',
    ],
  ])('says of a queue that is %j: %s', (its, line) => {
    expect(inQueue(its)).toEqual([line]);
  });

  test.each([
    [{ cpu: 0 }, '[out-of-range] cpu is 0: this value can not be used; write a number from 0.1 to 9'],
    [{ cpu: Number.NaN }, '[wrong-type] cpu is NaN: this value can not be used; write a number from 0.1 to 9'],
    [
      [],
      '[wrong-type] the file is []: this value can not be used; write a mapping of keys, {} for nothing but defaults',
    ],
    [{ queues: 3 }, '[wrong-type] queues is 3: this value can not be used; write a mapping of names, {} for none'],
    [
      { queues: { 'b@d': {} } },
      '[bad-name] queues.b@d is b@d: this name can not be used; write letters, digits, dot, underscore and hyphen, beginning with a letter or digit, at most 200 characters',
    ],
  ])('says of %j: %s', (input, line) => {
    expect(report(input)).toEqual([line]);
  });

  test('tells every problem at once', () => {
    const queues = Object.fromEntries(
      Array.from({ length: 10 }, (_, n) => [`q${n}`, { membres: 1, lazy: 3, type: 'x' }]),
    );

    expect(report({ queues })).toHaveLength(30);
  });

  test('survives a value that contains itself', () => {
    const itself: Record<string, unknown> = {};
    itself['queues'] = { payment: { members: itself } };

    expect(report(itself)).toEqual([expect.stringContaining('queues.payment.members is {…}: ')]);
  });
});
