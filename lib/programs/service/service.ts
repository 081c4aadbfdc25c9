import { join } from 'node:path';
import { onStop } from '../../clients/drain';
import { positive, required, type Environment } from '../../durability/environment';
import { programPort, storeLocking } from '../../plan/programs';
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

/** Serves the pages of a program until it is asked to stop, then drains it. Rejects when its work ends by itself. */
export async function runService(env: Environment, { result, routes, drain, running }: Service): Promise<void> {
  let ready = true;
  onStop(async () => {
    ready = false;
    await drain();
  });
  await serve(positive(env, 'PORT', programPort), { result, ready: () => ready, ...(routes ? { routes } : {}) });
  // A program without work of its own waits here until it is asked to stop.
  await (running ?? new Promise<never>(() => undefined));
}
