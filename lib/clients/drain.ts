const patienceMs = 20_000;

/**
 * What a program does when it is asked to stop: drains once, then ends with code 0. It ends with code 1 when it is asked
 * again, when draining fails, and when it takes longer than 20 seconds.
 */
export function onStop(drain: () => Promise<void>): void {
  let stopping = false;
  const stop = (signal: NodeJS.Signals): void => {
    if (stopping) end(`${signal} again: stopped without draining`);
    stopping = true;
    setTimeout(() => end(`not drained after ${patienceMs / 1_000} s`), patienceMs).unref();
    drain().then(
      () => process.exit(0),
      (error: unknown) => end(`could not drain: ${error instanceof Error ? error.message : String(error)}`),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

function end(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
