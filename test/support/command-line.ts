import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// The built command line, as users run it: `npm run build` after a change.
const command = join(__dirname, '../../dist/bin/brokerkit.js');

/** What a command answers in a folder, with nobody at a terminal. */
export const brokerkit = (folder: string, ...args: readonly string[]) =>
  spawnSync(process.execPath, [command, ...args], { cwd: folder, encoding: 'utf8', input: '' });

/** An empty folder for each test of the file or block it is called in. */
export function emptyFolder(): () => string {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'brokerkit-'))));
  afterEach(() => rmSync(folder, { recursive: true }));
  return () => folder;
}
