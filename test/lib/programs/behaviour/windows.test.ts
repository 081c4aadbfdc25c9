import * as fc from 'fast-check';
import { behaviourTypes, totalOf } from '../../../../lib/programs/behaviour/events';
import { Windows, type WindowSettings } from '../../../../lib/programs/behaviour/windows';
import { Store } from '../../../../lib/programs/service/store';

type Added = Parameters<Windows['add']>[0];

/** Windows in which these views have been counted, by their second. */
async function after(seconds: readonly number[], settings: WindowSettings = {}): Promise<Windows> {
  return added(
    seconds.map((second) => ({ type: 'view', at: second * 1_000 })),
    settings,
  );
}

async function added(events: readonly Added[], settings: WindowSettings): Promise<Windows> {
  const store = new Store(':memory:');
  const windows = new Windows(store, settings);
  await store.write(() => {
    for (const event of events) windows.add(event);
  });
  return windows;
}

const views = (windows: Windows): readonly (readonly [second: number, views: number])[] =>
  windows.last(100).map(({ start, view }) => [start / 1_000, view]);

test('an event belongs to the window of ten seconds in which it happened', async () => {
  expect(views(await after([100, 109.999, 110, 125]))).toEqual([
    [100, 2],
    [110, 1],
    [120, 1],
  ]);
});

test('a window counts each type', async () => {
  const windows = await added(
    [
      { type: 'view', at: 100_000 },
      { type: 'purchase', at: 101_000 },
      { type: 'view', at: 102_000 },
    ],
    {},
  );
  expect(windows.last(1)).toEqual([{ start: 100_000, view: 2, cart: 0, purchase: 1 }]);
});

test('a window is open until an event happens five seconds after its end', async () => {
  const open = await after([105, 114.999, 106]);
  expect(views(open)).toEqual([
    [100, 2],
    [110, 1],
  ]);
  expect(totalOf(open.lateEvents)).toBe(0);

  const closed = await after([105, 115, 106]);
  expect(views(closed)).toEqual([
    [100, 1],
    [110, 1],
  ]);
  expect(closed.lateEvents).toEqual({ view: 1, cart: 0, purchase: 0 });
  expect(closed.byType).toEqual({ view: 3, cart: 0, purchase: 0 });
});

test('older windows than those that are kept are counted on as a sum', async () => {
  const windows = await after([100, 101, 110, 120, 130, 140], { keep: 3 });
  expect(views(windows)).toEqual([
    [120, 1],
    [130, 1],
    [140, 1],
  ]);
  expect(windows.byType.view).toBe(6);
  expect(windows.lateEvents.view).toBe(0);
});

test('of a few windows, the newest are shown, the oldest of them first', async () => {
  expect((await after([100, 110, 120, 130])).last(2).map(({ start }) => start)).toEqual([120_000, 130_000]);
});

/** The same as in the windows, in so many words. */
function expected(events: readonly Added[]): { readonly late: number; readonly windows: ReadonlyMap<number, number> } {
  const windows = new Map<number, number>();
  let late = 0;
  for (const [index, { at }] of events.entries()) {
    const newest = Math.max(...events.slice(0, index + 1).map((its) => its.at));
    const end = (Math.floor(at / 10_000) + 1) * 10_000;
    if (newest >= end + 5_000) late += 1;
    else windows.set(end - 10_000, (windows.get(end - 10_000) ?? 0) + 1);
  }
  return { late, windows };
}

test('whatever the order of the events, windows and late ones are all of them', async () => {
  const anyEvent = fc.record({ type: fc.constantFrom(...behaviourTypes), at: fc.integer({ min: 0, max: 90_000 }) });
  await fc.assert(
    fc.asyncProperty(fc.array(anyEvent, { maxLength: 60 }), async (events) => {
      const windows = await added(events, {});
      const { late, windows: counted } = expected(events);
      expect(totalOf(windows.lateEvents)).toBe(late);
      expect(new Map(windows.last(100).map((its) => [its.start, totalOf(its)]))).toEqual(counted);
      for (const type of behaviourTypes)
        expect(windows.byType[type]).toBe(events.filter((its) => its.type === type).length);
      expect(totalOf((await added(events, { keep: 1 })).byType)).toBe(events.length);
    }),
    { numRuns: 60 },
  );
});
