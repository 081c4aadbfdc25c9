import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { json } from '../../../../lib/programs/service/http';
import { runService } from '../../../../lib/programs/service/service';

let stop: () => Promise<void>;
jest.mock('../../../../lib/clients/drain', () => ({
  onStop: (drain: typeof stop) => {
    stop = drain;
  },
}));

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

const stillAskedMs = 100;
const events: string[] = [];
let answerSlow: () => void = () => undefined;
let url: string;

beforeEach(async () => {
  events.length = 0;
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  const routes = {
    'POST /orders': () => json({}, 202),
    'POST /slow': () => new Promise<ReturnType<typeof json>>((resolve) => (answerSlow = () => resolve(json({}, 202)))),
  };
  const drain = (): Promise<void> => Promise.resolve(void events.push('drained'));
  void runService({ PORT: String(port) }, { result: () => ({}), routes, drain }, stillAskedMs);
  while ((await fetch(`${url}/healthz`).catch(() => undefined))?.status !== 200) await wait(5);
});

const post = (path: string): Promise<number | 'refused'> =>
  fetch(`${url}${path}`, { method: 'POST' }).then(
    ({ status }) => status,
    () => 'refused' as const,
  );

test('a service that stops says that it is not ready, answers what still comes, and then takes nothing more', async () => {
  const stopped = stop();
  expect((await fetch(`${url}/readyz`)).status).toBe(503);
  expect(await post('/orders')).toBe(202);
  expect(events).toEqual([]);

  await stopped;
  expect(await post('/orders')).toBe('refused');
  expect(events).toEqual(['drained']);
});

test('a request that is under way is answered, before the service is drained', async () => {
  const answered = post('/slow').then((status) => events.push(`answered ${status}`));
  await wait(20);
  const stopped = stop();
  await wait(2 * stillAskedMs);
  expect(await post('/orders')).toBe('refused');
  expect(events).toEqual([]);

  answerSlow();
  await Promise.all([answered, stopped]);
  expect(events.sort()).toEqual(['answered 202', 'drained']);
});

test('a client that keeps its connection is told to make another one', async () => {
  const stopped = stop();
  expect((await fetch(`${url}/readyz`)).headers.get('connection')).toBe('close');
  await stopped;
});
