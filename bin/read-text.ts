import { readFileSync } from 'node:fs';

/**
 * @param flag that names another file
 * @throws Error in words a person can act on.
 */
export function readText(path: string, flag = '--config'): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') {
      const begin = flag === '--config' ? ', or write a first one with `npx brokerkit init`' : '';
      throw new Error(`there is no file ${path}; name one with ${flag}${begin}`, { cause: error });
    }
    if (code === 'EISDIR') throw new Error(`${path} is a folder; name a file with ${flag}`, { cause: error });
    throw new Error(`${path} can not be read: ${(error as Error).message}`, { cause: error });
  }
}
