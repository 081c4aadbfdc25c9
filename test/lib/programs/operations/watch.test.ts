import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { alert, type Alert } from '../../../../lib/programs/operations/events';
import { Watch } from '../../../../lib/programs/operations/watch';
import type { LogLine } from '../../../../lib/programs/service/log';
import { Store } from '../../../../lib/programs/service/store';
import { linesOf, start } from './lines';

const folder = mkdtempSync(join(tmpdir(), 'watch-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const settings = { errors: 5, seconds: 10, forecastSeconds: 60, horizonMinutes: 10 };
const calm = { services: ['search', 'billing'], seed: 1, skew: 0 };
const burst = { service: 'billing', afterSeconds: 20, errors: 8, overSeconds: 4 };
const ramp = { service: 'search', afterSeconds: 30, perMinute: 0.3 };

/** An analyser, and what it has told RabbitMQ. */
class Analyser {
  readonly told: Alert[] = [];
  readonly watch: Watch;

  constructor(
    private readonly store = new Store(':memory:'),
    reachable = true,
  ) {
    this.watch = new Watch(store, settings, (body) => {
      if (!reachable) return new Promise<never>(() => undefined);
      this.told.push(alert.parse(JSON.parse(body)));
      return Promise.resolve();
    });
  }

  /** All at once, as after a backlog. @param first the offset of the first of them */
  async read(lines: readonly LogLine[], first = 0): Promise<void> {
    const position = (index: number) => ({ topic: 'service-logs', partition: 0, offset: BigInt(first + index) });
    await Promise.all(lines.map((line, index) => this.watch.read(position(index), line)));
  }

  async settled(): Promise<readonly string[]> {
    while (this.watch.result.waiting > 0) await wait(1);
    return this.told.map(({ kind, service }) => `${kind} ${service}`);
  }

  close(): void {
    this.store.close();
  }
}

describe('whoever watches the log', () => {
  test('tells nothing of ten quiet minutes of two callers, read at once', async () => {
    const analyser = new Analyser();
    const quiet = (seed: number, caller: string) => linesOf({ ...calm, seed }, 600, caller, 4);
    await analyser.read([...quiet(1, 'callers-0'), ...quiet(2, 'callers-1')]);
    expect(await analyser.settled()).toEqual([]);
    expect(analyser.watch.result).toMatchObject({ lines: 4_800, byKind: { 'error-burst': 0, saturation: 0 } });
  });

  test('tells of a burst of errors once, although every line comes twice', async () => {
    const lines = linesOf({ ...calm, burst }, 60);
    const analyser = new Analyser();
    await analyser.read([...lines, ...lines]);
    expect(await analyser.settled()).toEqual(['error-burst billing']);
    const since = lines.find(({ level }) => level === 'error')?.at;
    expect(analyser.told[0]).toMatchObject({ id: `burst:billing:${since}`, at: since });
  });

  test('tells of a service that will be too small, and counts what it told by kind', async () => {
    const analyser = new Analyser();
    await analyser.read(linesOf({ ...calm, burst, ramp }, 120));
    expect(await analyser.settled()).toEqual(['error-burst billing', 'saturation search']);
    expect(analyser.told[1]?.text).toMatch(
      /^search: load 0\.\d\d, and rises: at its capacity in \d\.\d minutes \(between \d\.\d and \d\.\d\)$/,
    );
    const { alerts, byKind } = analyser.watch.result;
    expect(alerts).toEqual(analyser.told.toReversed());
    expect(byKind).toEqual({ 'error-burst': 1, saturation: 1 });
  });

  test('keeps the last 50 alerts, and the count of all', async () => {
    const minute = 60_000;
    const error = (burstOf: number, number: number) =>
      ({ service: 'billing', lane: 'a', number, at: start + burstOf * minute, level: 'error', text: '' }) as const;
    const bursts = Array.from({ length: 60 }, (_, index) =>
      [1, 2, 3, 4, 5].map((its) => error(index, index * 5 + its)),
    );
    const analyser = new Analyser();
    await analyser.read(bursts.flat());
    const { alerts, byKind } = analyser.watch.result;
    expect(alerts).toHaveLength(50);
    expect(alerts[0]?.id).toBe(`burst:billing:${start + 59 * minute}`);
    expect(byKind).toEqual({ 'error-burst': 60, saturation: 0 });
  });

  test('is not deafened by one line from a clock that is ahead', async () => {
    const lines = linesOf({ ...calm, ramp }, 120);
    const [first] = lines as [LogLine, ...LogLine[]];
    const clock = jest.spyOn(Date, 'now').mockReturnValue(start);
    const analyser = new Analyser();
    for (const { lane } of lines.slice(0, 10))
      await analyser.read([{ ...first, lane, at: start + 365 * 24 * 3_600_000 }], analyser.watch.result.lines);
    clock.mockReturnValue(start + 120_000);
    await analyser.read(lines, 10);
    clock.mockRestore();
    expect(await analyser.settled()).toEqual(['saturation search']);
  });
});

describe('a restart', () => {
  const lines = linesOf({ ...calm, burst }, 60);
  const errorsBefore = (count: number): number =>
    lines.findIndex((_, index) => lines.slice(0, index).filter(({ level }) => level === 'error').length === count);

  test('counts no line again', async () => {
    const file = join(folder, 'lines.db');
    const before = new Analyser(new Store(file));
    await before.read(lines.slice(0, 100));
    before.close();
    const after = new Analyser(new Store(file));
    await after.read(lines);
    expect(after.watch.result.lines).toBe(lines.length);
    await after.settled();
    after.close();
  });

  test('in the middle of a burst forgets no error', async () => {
    const file = join(folder, 'burst.db');
    const middle = errorsBefore(3);
    const before = new Analyser(new Store(file));
    await before.read(lines.slice(0, middle));
    expect(await before.settled()).toEqual([]);
    before.close();
    const after = new Analyser(new Store(file));
    // Five more: together eight, alone the burst would begin with the fourth.
    await after.read(lines.slice(middle), middle);
    expect(await after.settled()).toEqual(['error-burst billing']);
    expect(after.told[0]?.at).toBe(lines.find(({ level }) => level === 'error')?.at);
    after.close();
  });

  test('tells what was raised and not told, and nothing twice', async () => {
    const file = join(folder, 'told.db');
    const before = new Analyser(new Store(file), false);
    await before.read(lines);
    expect(before.told).toEqual([]);
    before.close();
    const after = new Analyser(new Store(file));
    await after.read(lines);
    expect(await after.settled()).toEqual(['error-burst billing']);
    after.close();
    const again = new Analyser(new Store(file));
    await again.read(lines);
    expect(await again.settled()).toEqual([]);
    expect(again.watch.result.byKind).toEqual({ 'error-burst': 1, saturation: 0 });
    again.close();
  });
});
