// Synthesizes the templates for AWS as a team would, and sees to it that nothing was looked up and that the validator really ran.
//   node scripts/synth-aws.mjs FOLDER
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [out] = process.argv.slice(2);
const root = fileURLToPath(new URL('..', import.meta.url));

/** @returns never: says what is wrong, and fails. */
function fail(words) {
  console.error(words);
  process.exit(1);
}

// It would switch the validator off without a word.
if (process.env.CDK_VALIDATION !== undefined) fail('CDK_VALIDATION is set: unset it, so that templates are validated');
if (out === undefined) fail('name the folder to write to');

/** A command in front of which there is no network at all. */
const alone = ['unshare', '--map-root-user', '--net'];
const mayBeAlone = spawnSync(alone[0], [...alone.slice(1), 'true']).status === 0;
// A line that begins so is shown though everything passed.
if (!mayBeAlone) console.log('note: unshare is not allowed here, so the synthesis ran with the network within reach');

const cdk = ['node_modules/.bin/cdk', 'synth', '--quiet', '--strict', '--output', out];
const [command, ...args] = mayBeAlone ? [...alone, ...cdk] : cdk;
const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
if (status !== 0) process.exit(status ?? 1);

const reportPath = join(out, 'validation-report.json');
if (!existsSync(reportPath)) fail(`${reportPath} is not there: no template was validated`);
const { pluginReports } = JSON.parse(readFileSync(reportPath, 'utf8'));
const validator = pluginReports.find((report) => report.pluginName === 'CloudFormation Validate');
if (validator === undefined) fail(`${reportPath} names no validator of CloudFormation: it did not run`);
if (validator.conclusion !== 'success') fail(`${reportPath}: the validator says ${validator.conclusion}`);
