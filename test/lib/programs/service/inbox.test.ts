import { Inbox, Offsets } from '../../../../lib/programs/service/inbox';
import { Store } from '../../../../lib/programs/service/store';

const day = 24 * 3_600_000;

let store: Store;
beforeEach(() => (store = new Store(':memory:')));
afterEach(() => {
  jest.restoreAllMocks();
});

describe('an inbox', () => {
  test('knows what it has seen, also after a restart', async () => {
    const inbox = new Inbox(store);

    expect(await store.write(() => [inbox.first('a'), inbox.first('a'), inbox.first('b')])).toEqual([
      true,
      false,
      true,
    ]);
    expect(await store.write(() => new Inbox(store).first('a'))).toBe(false);
  });

  test('has not seen what failed', async () => {
    const inbox = new Inbox(store);
    const failed = store.write(() => {
      inbox.first('a');
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');

    expect(await store.write(() => inbox.first('a'))).toBe(true);
  });

  test('forgets after 30 days', async () => {
    const now = Date.now();
    const clock = jest.spyOn(Date, 'now');
    const inbox = new Inbox(store);
    for (const [id, days] of [
      ['old', 31],
      ['young', 29],
    ] as const) {
      clock.mockReturnValue(now - days * day);
      await store.write(() => inbox.first(id));
    }
    clock.mockReturnValue(now);
    const next = new Inbox(store);
    await store.write(() => undefined);

    expect(await store.write(() => [next.first('old'), next.first('young')])).toEqual([true, false]);
  });
});

describe('the offsets of a log', () => {
  const at = (offset: number, partition = 0): { topic: string; partition: number; offset: bigint } => ({
    topic: 'clicks',
    partition,
    offset: BigInt(offset),
  });

  test('know how far each partition was worked on, also after a restart', async () => {
    const offsets = new Offsets(store);
    const first = await store.write(() => [at(0), at(1), at(1), at(0), at(0, 1), at(7)].map((it) => offsets.first(it)));

    expect(first).toEqual([true, true, false, false, true, true]);
    expect(await store.write(() => [at(7), at(8)].map((it) => new Offsets(store).first(it)))).toEqual([false, true]);
  });

  test('do not go past a record whose write failed, so that it is read again', async () => {
    const offsets = new Offsets(store);
    const write = (offset: number, fails = false): Promise<void> =>
      store.write(() => {
        offsets.first(at(offset));
        if (fails) throw new Error('disk full');
      });
    const outcomes = await Promise.allSettled([write(0), write(1, true), write(2)]);
    const later = await Promise.allSettled([write(3)]);

    expect([...outcomes, ...later].map((it) => (it.status === 'rejected' ? (it.reason as Error).message : ''))).toEqual(
      [
        '',
        'disk full',
        'a record of clicks/0 before 2 was not worked on',
        'a record of clicks/0 before 3 was not worked on',
      ],
    );
    expect(await store.write(() => new Offsets(store).first(at(1)))).toBe(true);
  });
});
