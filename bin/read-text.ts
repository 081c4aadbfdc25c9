import { readFileSync } from 'node:fs';

/** @throws Error in words a person can act on. */
export function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new Error(`there is no file ${path}; name one with --config`, { cause: error });
    if (code === 'EISDIR') throw new Error(`${path} is a folder; name a file with --config`, { cause: error });
    throw new Error(`${path} can not be read: ${(error as Error).message}`, { cause: error });
  }
}
