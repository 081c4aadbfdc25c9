import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json, serve, type Pages } from '../../../../lib/programs/service/http';

let server: Server | undefined;
afterEach(() => {
  server?.close();
  server?.closeAllConnections();
});

const pages: Pages = { result: () => ({ orders: 2, lanes: { a: { lines: 5 } }, last: ['x'] }), ready: () => true };

/** Asks a program with these pages, at once. */
async function ask(path: string, its: Partial<Pages> = {}, init: RequestInit = {}): Promise<Response> {
  server = await serve(0, { ...pages, ...its });
  return fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, init);
}

test('the result is JSON', async () => {
  const answer = await ask('/result?pretty');

  expect(answer.headers.get('content-type')).toBe('application/json');
  expect(await answer.json()).toEqual(pages.result());
});

test('the numbers of the result are metrics, by their path', async () => {
  const lines = (await (await ask('/metrics')).text()).split('\n');

  expect(lines.filter((line) => line.startsWith('brokerkit_result'))).toEqual([
    'brokerkit_result{of="orders"} 2',
    'brokerkit_result{of="lanes.a.lines"} 5',
  ]);
  expect(lines.some((line) => line.startsWith('process_cpu_seconds_total '))).toBe(true);
});

test('a program is healthy as soon as it answers, and ready while it says so', async () => {
  expect((await ask('/healthz', { ready: () => false })).status).toBe(200);
  server?.close();
  expect((await ask('/readyz')).status).toBe(200);
  server?.close();
  expect((await ask('/readyz', { ready: () => false })).status).toBe(503);
});

describe('a route of the program', () => {
  const routes: Pages['routes'] = {
    'POST /echo': (body) => json({ body }, 202),
    'POST /fails': () => Promise.reject(new Error('the disk is full')),
    'POST /throws': () => {
      throw new Error('no');
    },
  };
  const post = (path: string, body: string): Promise<Response> => ask(path, { routes }, { method: 'POST', body });

  test('gets the body, and gives the answer', async () => {
    const answer = await post('/echo', 'schön');

    expect(answer.status).toBe(202);
    expect(await answer.json()).toEqual({ body: 'schön' });
  });

  test('that fails answers 500 with its reason, and the program goes on', async () => {
    const answer = await post('/fails', '');
    expect([answer.status, await answer.text()]).toEqual([500, 'the disk is full\n']);
    server?.close();
    expect((await post('/throws', '')).status).toBe(500);
  });

  test('is not asked with more than a mebibyte: the answer is 413', async () => {
    expect((await post('/echo', 'x'.repeat(1_048_577))).status).toBe(413);
    server?.close();
    expect((await post('/echo', 'x'.repeat(20_000_000))).status).toBe(413);
    server?.close();
    expect((await post('/echo', 'x'.repeat(1_048_576))).status).toBe(202);
  });

  test('is found by its method and path, and nothing else is', async () => {
    const answer = await ask('/echo', { routes });
    expect([answer.status, await answer.text()]).toEqual([404, 'there is no GET /echo\n']);
  });
});

test('a port that is taken is an error', async () => {
  server = await serve(0, pages);
  await expect(serve((server.address() as AddressInfo).port, pages)).rejects.toThrow('EADDRINUSE');
});
