import { execFile, type ExecFileException } from 'node:child_process';

/** Where everything of a live run goes: manifests, the ledger, and what is kept when something fails. */
export const outputFolder = 'dist/live';

export interface Answer {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command and tells how it ended; a command that can't be started is an error. */
export function run(
  command: string,
  args: readonly string[],
  options: { input?: string; timeoutMs?: number } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const limits = { maxBuffer: 256 * 1024 * 1024, timeout: options.timeoutMs ?? 600_000 };
    const child = execFile(command, [...args], limits, (error: ExecFileException | null, out, err) => {
      if (error !== null && typeof error.code === 'string') reject(new Error(`${command}: ${error.message}`));
      else resolve({ code: error === null ? 0 : Number(error.code ?? 1), out, err });
    });
    if (options.input !== undefined) child.stdin?.end(options.input);
  });
}

/** kubectl, which must succeed. */
export async function kubectl(...args: readonly string[]): Promise<string> {
  const { code, out, err } = await run('kubectl', args);
  if (code !== 0) throw new Error(`kubectl ${args.join(' ')} exited ${code}: ${err.trim() || out.trim()}`);
  return out;
}

export async function kubectlJson<T>(...args: readonly string[]): Promise<T> {
  return JSON.parse(await kubectl(...args, '-o', 'json')) as T;
}

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Looks again and again until there is an answer. @throws Error with the last reason when time is up. */
export async function until<T>(
  what: string,
  seconds: number,
  look: () => Promise<T | undefined>,
  everyMs = 1_000,
): Promise<T> {
  const end = Date.now() + seconds * 1_000;
  let reason = 'no answer yet';
  while (Date.now() < end) {
    try {
      const found = await look();
      if (found !== undefined) return found;
    } catch (error) {
      reason = (error as Error).message;
    }
    await sleep(everyMs);
  }
  throw new Error(`${what}: not within ${seconds} s (${reason})`);
}

/** Progress, as it goes. */
export function say(text: string): void {
  const seconds = String(Math.round(process.uptime())).padStart(5);
  process.stderr.write(`${seconds} s  ${text}\n`);
}
