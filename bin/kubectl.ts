import { spawn, spawnSync } from 'node:child_process';

/** `kubectl`, which must succeed. @throws Error in words a person can act on */
export function kubectl(args: readonly string[], input?: string): string {
  const { status, stdout, stderr, error } = spawnSync('kubectl', args, { encoding: 'utf8', input });
  if (error !== undefined) throw new Error(`kubectl can not be started: ${error.message}`, { cause: error });
  if (status !== 0) throw new Error(`kubectl ${args[0]}: ${stderr.trim() || stdout.trim()}`);
  return stdout;
}

/** Shows what a pod prints, until it has ended. Ctrl-C does not reach it: the last lines are shown as well. */
export function followLog(namespace: string, pod: string): Promise<void> {
  const child = spawn('kubectl', ['logs', '-n', namespace, pod, '--follow'], {
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: true,
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => resolve());
  });
}
