// Deploys the app into an account that is made for it, and breaks it there.
//   npm run test:aws [-- a part of a file's name]
//   BROKERKIT_ACCOUNT   a command that makes such an account (see test/aws/support/account.ts); without it nothing is tested
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

if (process.env.BROKERKIT_ACCOUNT === undefined) {
  console.log(
    'BROKERKIT_ACCOUNT names no command that makes an account: the app was not deployed\nTests:       1 skipped, 1 total',
  );
  process.exit(0);
}
const jest = [`${root}node_modules/jest/bin/jest.js`, '--config', 'jest.aws.config.js', ...process.argv.slice(2)];
const { status } = spawnSync(process.execPath, jest, { cwd: root, stdio: 'inherit' });
process.exit(status ?? 1);
