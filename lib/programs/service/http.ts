import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';

export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

export type Route = (body: string) => Answer | Promise<Answer>;

export interface Pages {
  /** What the program has done so far: numbers, by name. `/result` gives it as JSON, `/metrics` its numbers to Prometheus. */
  readonly result: () => object;
  /** Whether others should send it something. */
  readonly ready: () => boolean;
  /** Further answers: `POST /orders`. */
  readonly routes?: Readonly<Record<string, Route>>;
}

const largestBody = 1_048_576;

export const json = (value: unknown, status = 200): Answer => ({
  status,
  type: 'application/json',
  body: `${JSON.stringify(value)}\n`,
});

const text = (body: string, status = 200): Answer => ({ status, type: 'text/plain; charset=utf-8', body: `${body}\n` });

/** All numbers of an object, by their path: `orders.accepted`. */
function* numbers(value: unknown, path = ''): Generator<readonly [path: string, value: number]> {
  if (typeof value === 'number') yield [path, value];
  else if (typeof value === 'object' && value !== null && !Array.isArray(value))
    for (const [name, its] of Object.entries(value)) yield* numbers(its, path === '' ? name : `${path}.${name}`);
}

function metrics(result: () => object): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const gauge = new Gauge({
    name: 'brokerkit_result',
    help: 'What the program has done so far, as /result tells it',
    labelNames: ['of'],
    registers: [registry],
    collect: () => {
      gauge.reset();
      for (const [path, value] of numbers(result())) gauge.set({ of: path }, value);
    },
  });
  return registry;
}

async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > largestBody) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
}

/** Serves `/healthz`, `/readyz`, `/metrics`, `/result` and a program's own routes. */
export function serve(port: number, { result, ready, routes = {} }: Pages): Promise<Server> {
  const registry = metrics(result);
  const all: Readonly<Record<string, Route>> = {
    'GET /healthz': () => text('ok'),
    'GET /readyz': () => (ready() ? text('ready') : text('not ready', 503)),
    'GET /metrics': async () => ({ status: 200, type: registry.contentType, body: await registry.metrics() }),
    'GET /result': () => json(result()),
    ...routes,
  };
  const answer = async (request: IncomingMessage): Promise<Answer> => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    const route = all[`${request.method} ${path}`];
    if (route === undefined) return text(`there is no ${request.method} ${path}`, 404);
    const body = await bodyOf(request);
    return body === undefined ? text(`more than ${largestBody} bytes`, 413) : route(body);
  };
  const reply = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { status, type, body } = await answer(request).catch((error: unknown) => text((error as Error).message, 500));
    // Who is not ready is about to stop: on a connection that stays, requests would come until the end.
    const headers = { 'content-type': type, ...(ready() ? {} : { connection: 'close' }) };
    response.writeHead(status, headers).end(body);
  };
  const server = createServer((request, response) => void reply(request, response));
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, () => resolve(server));
  });
}
