import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { root } from '../../charts/parts/files';

/**
 * The built code of a handler of the kit.
 *
 * @throws Error when it was not built.
 */
export function handlerCode(name: string): Code {
  const folder = join(root, 'dist', 'handlers', name);
  if (!existsSync(folder)) throw new Error(`${folder} is missing: run "npm run build"`);
  return Code.fromAsset(folder);
}
