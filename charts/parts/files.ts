import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of package.json: the same from the sources and from what was built of them. */
function packageRoot(from: string): string {
  return existsSync(join(from, 'package.json')) ? from : packageRoot(dirname(from));
}

const root = packageRoot(__dirname);

/** The path of what is packed as it is: scripts, built programs. */
export const inPackage = (...path: readonly string[]): string => join(root, ...path);

/** A script that pods start with, as text. */
export const script = (name: string): string => readFileSync(inPackage('charts', 'scripts', name), 'utf8');

/** A built program: what it is, and the packed form that fits into a ConfigMap. */
export interface Program {
  readonly name: string;
  readonly checksum: string;
  /** gzip, base64. */
  readonly packed: string;
}

const programs = new Map<string, Program>();

/** @throws Error when the programs were not built. */
export function program(name: string): Program {
  const known = programs.get(name);
  if (known !== undefined) return known;
  const path = inPackage('dist', 'programs', `${name}.cjs`);
  if (!existsSync(path)) throw new Error(`${path} is missing: run "npm run build"`);
  // The checksum is of the program itself: what packs it may change without a change of the program.
  const read: Program = {
    name,
    checksum: checksum(readFileSync(path)),
    packed: readFileSync(`${path}.gz`).toString('base64'),
  };
  programs.set(name, read);
  return read;
}

/** The first 8 hexadecimal digits of a SHA-256: enough to tell two versions of one object apart. */
export function checksum(...parts: readonly (string | Buffer)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part).update('\0');
  return hash.digest('hex').slice(0, 8);
}
