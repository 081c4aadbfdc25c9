import type { Server } from 'node:http';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { onStop } from '../../clients/drain';
import { positive, required, type Environment } from '../../durability/environment';
import { programPort, storeLocking } from '../../plan/programs';
import { atMost } from './at-most';
import { serve, type Route } from './http';
import { Store } from './store';

export interface Service {
  /** What it has done so far, as `/result` tells it. */
  readonly result: () => object;
  readonly routes?: Readonly<Record<string, Route>>;
  /** Takes nothing new, finishes what is under way. */
  readonly drain: () => Promise<void>;
  /** Its work, where it can end by itself: a consumer that can't go on rejects. */
  readonly running?: Promise<unknown>;
}

/** What the program keeps on its volume. */
export const storeOf = (env: Environment): Store =>
  new Store(
    join(required(env, 'DATA_FOLDER'), 'store.db'),
    env[storeLocking.variable] === storeLocking.exclusive ? storeLocking.exclusive : 'normal',
  );

/** Kubernetes takes a pod that stops from its Service at the same time as it says so: until all know it, requests still come. */
const stillAskedMs = 2_000;

/**
 * Serves the pages of a program until it is asked to stop: it then answers what still comes for a moment and what is under way, takes
 * no more, and is drained. Rejects when its work ends by itself.
 */
export async function runService(
  env: Environment,
  { result, routes, drain, running }: Service,
  stillAsked = stillAskedMs,
): Promise<void> {
  let ready = true;
  const pages = { result, ready: () => ready, ...(routes ? { routes } : {}) };
  const serving = serve(positive(env, 'PORT', programPort), pages);
  onStop(async () => {
    ready = false;
    const server = await serving;
    await wait(stillAsked);
    await atMost(closed(server));
    await drain();
  });
  await serving;
  // A program without work of its own waits here until it is asked to stop.
  await (running ?? new Promise<never>(() => undefined));
}

/** Resolves once every request is answered; a new one is refused. */
function closed(server: Server): Promise<void> {
  const ended = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  return ended;
}
