import { setTimeout as wait } from 'node:timers/promises';
import { Watchdog } from '../../../lib/clients/watchdog';

test('work that makes no progress ends the program, once, and is named', async () => {
  const ends: string[] = [];
  const watchdog = new Watchdog(50, (message) => ends.push(message));
  watchdog.pending('a batch');
  await wait(200);

  expect(ends).toEqual(['no progress for 0 s: a batch']);
});

test('progress starts the time anew, more pending work of the same name does not', async () => {
  const ends: string[] = [];
  const watchdog = new Watchdog(400, (message) => ends.push(message));
  watchdog.pending('moving');
  watchdog.pending('stuck');
  for (let round = 0; round < 20 && ends.length === 0; round += 1) {
    await wait(50);
    watchdog.progress('moving');
    if (ends.length === 0) watchdog.pending('stuck');
  }
  watchdog.stop();

  expect(ends).toEqual(['no progress for 0 s: stuck']);
});

test('work that is done ends nothing', async () => {
  const ends: string[] = [];
  const watchdog = new Watchdog(50, (message) => ends.push(message));
  watchdog.pending('a batch');
  watchdog.done('a batch');
  watchdog.progress('a batch');
  await wait(200);
  watchdog.stop();

  expect(ends).toEqual([]);
});
