import { existsSync } from 'node:fs';
import { Code, Runtime } from 'aws-cdk-lib/aws-lambda';
import { inPackage } from '../../charts/parts/files';

/** What handlers run on: the newest that Lambda has, with the AWS SDK in it. */
export const handlerRuntime = Runtime.NODEJS_24_X;

/**
 * The code of a handler, as it was built. Its digest stands where CDK puts it, and in no name.
 *
 * @throws Error when the handlers were not built.
 */
export function handlerCode(name: string): Code {
  const folder = inPackage('dist', 'handlers', name);
  if (!existsSync(folder)) throw new Error(`${folder} is missing: run "npm run build"`);
  return Code.fromAsset(folder);
}
