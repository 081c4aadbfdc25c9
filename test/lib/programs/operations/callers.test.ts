import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Callers, type CallerSettings } from '../../../../lib/programs/operations/callers';
import { call as callSchema, type Call } from '../../../../lib/programs/operations/events';
import { Store } from '../../../../lib/programs/service/store';

const folder = mkdtempSync(join(tmpdir(), 'callers-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const settings = { services: ['search', 'billing'], seed: 1, skew: 0, name: 'callers-0', poisoned: 0 };
const burst = { service: 'billing', afterSeconds: 20, errors: 8, overSeconds: 4 };

/** RabbitMQ: what it was sent, and whether it confirms. */
class Broker {
  readonly sent: { readonly key: string; readonly content: string }[] = [];
  up = true;

  publish = (message: { readonly exchange: string; readonly routingKey: string; readonly content: Buffer }) => {
    expect(message.exchange).toBe('calls');
    this.sent.push({ key: message.routingKey, content: message.content.toString() });
    return this.up ? Promise.resolve() : new Promise<never>(() => undefined);
  };

  get calls(): readonly Call[] {
    return this.sent.map(({ content }) => callSchema.parse(JSON.parse(content)));
  }
}

const began = 1_700_000_000_000;

/** Makes calls, ten a second, from the call with that index on, in a process of its own. @returns what it says of them */
async function run(file: string, broker: Broker, its: Partial<CallerSettings>, from: number, count: number) {
  const at = (index: number): number => began + (from + index) * 100;
  const clock = jest.spyOn(Date, 'now').mockReturnValue(at(0));
  const store = new Store(join(folder, file));
  const callers = new Callers(store, { ...settings, ...its }, broker.publish);
  clock.mockRestore();
  await Promise.all(Array.from({ length: count }, (_, index) => callers.next(at(index))));
  while (broker.up && callers.waiting > 0) await wait(1);
  const { result } = callers;
  store.close();
  return result;
}

const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1);

test('calls go to their service, and their lanes have no gap and no number twice over a kill', async () => {
  const broker = new Broker();
  broker.up = false;
  const killed = await run('gap.db', broker, {}, 0, 50);
  expect(killed.waiting).toBe(50);
  broker.up = true;
  const { generated, waiting } = await run('gap.db', broker, {}, 50, 50);
  expect(waiting).toBe(0);
  expect(broker.sent.every(({ key, content }) => content.includes(`"service":"${key}"`))).toBe(true);
  // What was sent and not confirmed comes again, as it was.
  const distinct = new Map(broker.sent.map(({ content }) => [content, JSON.parse(content) as Call]));
  expect(distinct.size).toBe(100);
  for (const service of settings.services) {
    const lane = `callers-0.${service}`;
    const numbers = [...distinct.values()].filter((call) => call.lane === lane).map(({ number }) => number);
    expect(numbers).toEqual(upTo(generated[lane] ?? 0));
  }
  expect(Object.values(generated).reduce((sum, its) => sum + its, 0)).toBe(100);
});

test('the poisoned ones come first, are counted, and stand in no lane', async () => {
  const broker = new Broker();
  const { generated, injected } = await run('poisoned.db', broker, { poisoned: 2 }, 0, 5);
  expect(broker.sent.map(({ content }) => content === 'no call')).toEqual([true, true, false, false, false]);
  expect(injected).toEqual({ errors: 0, poisoned: 2 });
  expect(Object.values(generated).reduce((sum, its) => sum + its, 0)).toBe(3);
});

test('a burst that was interrupted is completed at its time, and not made again', async () => {
  const broker = new Broker();
  const failed = () => broker.calls.filter(({ fail }) => fail).map(({ at }) => (at - began) / 1_000);
  // Killed two seconds after the burst has begun.
  await run('burst.db', broker, { burst }, 0, 220);
  expect(failed().length).toBeGreaterThan(0);
  expect(failed().length).toBeLessThan(8);
  const { injected } = await run('burst.db', broker, { burst }, 220, 400);
  expect(failed()).toHaveLength(8);
  expect(Math.max(...failed())).toBeLessThan(25);
  expect(injected).toEqual({ errors: 8, poisoned: 0 });
});

test('another burst begins anew, and the ledger counts both', async () => {
  const broker = new Broker();
  await run('anew.db', broker, { burst }, 0, 300);
  const { injected } = await run('anew.db', broker, { burst: { ...burst, afterSeconds: 5, errors: 3 } }, 300, 100);
  const failed = broker.calls.filter(({ fail }) => fail).map(({ at }) => (at - began) / 1_000);
  expect(failed).toHaveLength(11);
  expect(Math.min(...failed.slice(8))).toBeGreaterThanOrEqual(35);
  expect(injected.errors).toBe(11);
});
