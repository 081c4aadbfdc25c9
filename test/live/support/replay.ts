import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MessagingOptions } from '../../../lib/plan/options';
import { printMessaging } from '../../../lib/plan/print';
import { outputFolder, run } from './kubectl';

/** `brokerkit replay`, as a person would type it. @returns what it printed */
export async function replay(options: MessagingOptions, name: string, ...flags: readonly string[]): Promise<string> {
  const config = join(outputFolder, 'replay.yaml');
  writeFileSync(config, printMessaging(options));
  const words = ['dist/bin/brokerkit.js', 'replay', name, '--config', config, ...flags];
  const { code, out, err } = await run(process.execPath, words);
  if (code !== 0) throw new Error(`replay ${name} exited ${code}: ${err}${out}`);
  return out;
}
