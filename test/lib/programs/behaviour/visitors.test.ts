import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { KafkaMessage } from '../../../../lib/clients/kafka-publisher';
import { behaviourEvent, type BehaviourEvent } from '../../../../lib/programs/behaviour/events';
import { Visitors, type VisitorSettings } from '../../../../lib/programs/behaviour/visitors';
import { parse } from '../../../../lib/programs/service/parse';
import { Store } from '../../../../lib/programs/service/store';

const settings: VisitorSettings = {
  name: 'visitors-0',
  users: 3,
  skus: 8,
  seed: 1,
  skew: 0,
  late: 0,
  bytes: 0,
  poisoned: 0,
};

const eventsOf = (log: readonly KafkaMessage[]): readonly BehaviourEvent[] =>
  log.map(({ value }) => parse(behaviourEvent, value));

/** What a reader sees of each user, without what comes again: a gap or another order would show. */
function read(log: readonly KafkaMessage[]): Readonly<Record<string, readonly number[]>> {
  const users: Record<string, number[]> = {};
  for (const { user, sequence } of eventsOf(log)) {
    const its = (users[user] ??= []);
    if (sequence > (its.at(-1) ?? 0)) its.push(sequence);
  }
  return users;
}

const unbroken = (users: Readonly<Record<string, readonly number[]>>): boolean =>
  Object.values(users).every((its) => its.every((sequence, index) => sequence === index + 1));

const sum = (users: Readonly<Record<string, readonly number[]>>): number =>
  Object.values(users).reduce((total, its) => total + its.length, 0);

async function settled(visitors: Visitors): Promise<void> {
  while (visitors.result.waiting > 0) await wait(5);
}

/** A partition like that of the publisher: one batch of three after the other, and it goes on after one that fails. */
function lane(outcomeOf: (batch: number) => 'stored' | 'refused' | 'stored but not told') {
  const log: KafkaMessage[] = [];
  const waiting: { message: KafkaMessage; resolve: () => void; reject: (error: Error) => void }[] = [];
  let batches = 0;
  const send = async (): Promise<void> => {
    for (let batch = waiting.splice(0, 3); batch.length > 0; batch = waiting.splice(0, 3)) {
      const outcome = outcomeOf((batches += 1));
      await wait(1);
      if (outcome !== 'refused') log.push(...batch.map(({ message }) => message));
      for (const { resolve, reject } of batch) {
        if (outcome === 'stored') resolve();
        else reject(new Error(outcome));
      }
    }
    sending = false;
  };
  let sending = false;
  const publish = (message: KafkaMessage): Promise<void> =>
    new Promise((resolve, reject) => {
      waiting.push({ message, resolve, reject });
      if (sending) return;
      sending = true;
      setImmediate(() => void send());
    });
  return { log, publish };
}

describe('visitors', () => {
  const folder = mkdtempSync(join(tmpdir(), 'visitors-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const complaint = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  afterAll(() => complaint.mockRestore());

  test('tell Kafka of every event, in the order of each user, under the key of the user', async () => {
    const { log, publish } = lane(() => 'stored');
    const visitors = new Visitors(new Store(':memory:'), settings, publish);
    await Promise.all(Array.from({ length: 60 }, () => visitors.next()));
    await settled(visitors);

    const { byType, ...result } = visitors.result;
    expect(result).toEqual({ generated: 60, poisoned: 0, confirmed: 60, waiting: 0 });
    expect(byType.view + byType.cart + byType.purchase).toBe(60);
    expect(sum(read(log))).toBe(60);
    expect(unbroken(read(log))).toBe(true);
    expect(new Set(eventsOf(log).map(({ id }) => id)).size).toBe(60);
    expect(log.map(({ key }) => key)).toEqual(eventsOf(log).map(({ user }) => user));
  });

  test.each(['refused', 'stored but not told'] as const)(
    'leave no gap when a batch is %s while the next ones are stored',
    async (outcome) => {
      const { log, publish } = lane((batch) => (batch === 2 ? outcome : 'stored'));
      const visitors = new Visitors(new Store(':memory:'), settings, publish);
      await Promise.all(Array.from({ length: 60 }, () => visitors.next()));
      await settled(visitors);

      expect(sum(read(log))).toBe(60);
      expect(unbroken(read(log))).toBe(true);
    },
  );

  test('go on where they were when they are killed: what was not confirmed is sent again, and no id is used twice', async () => {
    const file = join(folder, 'killed.db');
    const first = new Store(file);
    const half = lane(() => 'stored');
    let sent = 0;
    // Of the rest, Kafka never says whether it has it.
    const publish = (message: KafkaMessage): Promise<void> =>
      (sent += 1) <= 10 ? half.publish(message) : new Promise(() => undefined);
    const before = new Visitors(first, settings, publish);
    await Promise.all(Array.from({ length: 30 }, () => before.next()));
    while (before.result.confirmed < 10) await wait(5);
    expect(before.result).toMatchObject({ generated: 30, confirmed: 10, waiting: 20 });
    first.close();

    const rest = lane(() => 'stored');
    const after = new Visitors(new Store(file), settings, rest.publish);
    await Promise.all(Array.from({ length: 30 }, () => after.next()));
    await settled(after);

    const log = [...half.log, ...rest.log];
    expect(after.result).toMatchObject({ generated: 60, confirmed: 60, waiting: 0 });
    expect(log).toHaveLength(60);
    expect(new Set(eventsOf(log).map(({ id }) => id)).size).toBe(60);
    expect(unbroken(read(log))).toBe(true);
  });

  test('make the first records unreadable when they are asked to, and count them apart', async () => {
    const { log, publish } = lane(() => 'stored');
    const visitors = new Visitors(new Store(':memory:'), { ...settings, poisoned: 2 }, publish);
    await Promise.all(Array.from({ length: 5 }, () => visitors.next()));
    await settled(visitors);

    const values = log.map(({ value }) => value.toString());
    expect(values.filter((value) => value.startsWith('no event: ')).sort()).toEqual([
      'no event: visitors-0-1',
      'no event: visitors-0-2',
    ]);
    expect(visitors.result).toMatchObject({ generated: 3, poisoned: 2, confirmed: 5 });
    expect(unbroken(read(log.filter(({ value }) => !value.toString().startsWith('no'))))).toBe(true);
  });

  test('fill a record up to its size', async () => {
    const { log, publish } = lane(() => 'stored');
    const visitors = new Visitors(new Store(':memory:'), { ...settings, bytes: 1_000 }, publish);
    await Promise.all(Array.from({ length: 20 }, () => visitors.next()));
    await settled(visitors);

    expect(new Set(log.map(({ value }) => Buffer.byteLength(value)))).toEqual(new Set([1_000]));
    expect(eventsOf(log)).toHaveLength(20);
  });

  test('tell of a late event with a time that lies 30 seconds back', async () => {
    const { log, publish } = lane(() => 'stored');
    const visitors = new Visitors(new Store(':memory:'), { ...settings, late: 1 }, publish);
    const now = Date.now();
    await visitors.next();
    await settled(visitors);

    expect(Math.round(((eventsOf(log)[0]?.at ?? 0) - now) / 1_000)).toBe(-30);
  });
});
