import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../bin/main';

interface Answer {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * What a command answers in a folder, with nobody at a terminal. It runs here, which is ten times as fast as a process of its own;
 * the walk through the README types real ones.
 */
export async function brokerkit(folder: string, ...args: readonly string[]): Promise<Answer> {
  const here = process.cwd();
  const said = { stdout: '', stderr: '' };
  const listen = (name: keyof typeof said): jest.SpiedFunction<typeof process.stdout.write> =>
    jest.spyOn(process[name], 'write').mockImplementation((text) => {
      said[name] += String(text);
      return true;
    });
  const spies = [listen('stdout'), listen('stderr')];
  const terminals = [process.stdin, process.stdout].map((stream) => [stream, stream.isTTY] as const);
  for (const [stream] of terminals) stream.isTTY = false;
  process.chdir(folder);
  try {
    process.exitCode = undefined;
    await main(args);
    return { status: Number(process.exitCode ?? 0), ...said };
  } finally {
    process.exitCode = undefined;
    process.chdir(here);
    for (const [stream, was] of terminals) stream.isTTY = was;
    for (const spy of spies) spy.mockRestore();
  }
}

/** An empty folder for each test of the file or block it is called in. */
export function emptyFolder(): () => string {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'brokerkit-'))));
  afterEach(() => rmSync(folder, { recursive: true }));
  return () => folder;
}
