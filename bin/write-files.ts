import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { heading } from '../charts/manifests';

/** Whether a synthesis left a file in the folder; one that somebody else numbered stays. */
const isOurs = (folder: string, name: string): boolean =>
  /^\d\d-[a-z]+\.yaml$/.test(name) && readFileSync(join(folder, name), 'utf8').startsWith(heading);

/** Writes all files beside their places, then moves them there; what an earlier synthesis left and this one lacks goes. */
export function writeFiles(folder: string, files: ReadonlyMap<string, string>): void {
  mkdirSync(folder, { recursive: true });
  const temporary = (name: string): string => join(folder, `.${name}.new`);
  for (const [name, text] of files) writeFileSync(temporary(name), text);
  for (const name of files.keys()) renameSync(temporary(name), join(folder, name));
  for (const name of readdirSync(folder)) if (!files.has(name) && isOurs(folder, name)) rmSync(join(folder, name));
}
