import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Names that a synthesis may have left in the folder. */
const ours = /^\d\d-[a-z]+\.yaml$/;

/** Writes all files beside their places, then moves them there; what an earlier synthesis left and this one lacks goes. */
export function writeFiles(folder: string, files: ReadonlyMap<string, string>): void {
  mkdirSync(folder, { recursive: true });
  const temporary = (name: string): string => join(folder, `.${name}.new`);
  for (const [name, text] of files) writeFileSync(temporary(name), text);
  for (const name of files.keys()) renameSync(temporary(name), join(folder, name));
  for (const name of readdirSync(folder)) if (ours.test(name) && !files.has(name)) rmSync(join(folder, name));
}
