import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median } from './spread.mjs';

/** Seconds of CPU. The validator of CDK takes most of the first one to start. */
const budgets = { strict: 5, 'without the validator': 1.7, 'node alone, without it': 0.8 };

/** `floor`: the smallest app there is. */
const apps = { app: 'dist/bin/aws.js', floor: 'scripts/bench/floor.cjs' };

/** How each is run. @returns the command and the environment */
const ways = {
  strict: (file, out) => [cdk(file, out), { CDK_VALIDATION: undefined }],
  'without the validator': (file, out) => [cdk(file, out), { CDK_VALIDATION: 'false' }],
  'node alone, without it': (file, out) => [['node', file], { CDK_VALIDATION: 'false', CDK_OUTDIR: out }],
};

const cdk = (file, out) => ['node_modules/.bin/cdk', 'synth', '--quiet', '--app', `node ${file}`, '--output', out];

/** Seconds of CPU of a command and of all that it starts: whatever else the machine does, it is nearly the same. */
function cpuSeconds(root, [command, own]) {
  const env = { ...process.env, ...own, TIMEFORMAT: '%U %S' };
  const timed = ['-c', 'time "$@" >/dev/null 2>&1', 'bash', ...command];
  const { status, stderr } = spawnSync('bash', timed, { cwd: root, env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command.join(' ')} exited ${status}`);
  return stderr
    .trim()
    .split(' ')
    .reduce((sum, number) => sum + Number(number), 0);
}

/** The app for AWS of messaging.yaml, and beside it, in the same rounds, what no kit can save. */
export function measureAws(root, rounds) {
  const out = mkdtempSync(join(tmpdir(), 'brokerkit-bench-aws-'));
  const pairs = Object.entries(ways).flatMap(([way, run]) =>
    Object.entries(apps).map(([app, file]) => ({ way, app, command: run(file, join(out, app)), measured: [] })),
  );
  try {
    for (let round = 0; round < rounds; round++)
      for (const pair of pairs) pair.measured.push(cpuSeconds(root, pair.command));
  } finally {
    rmSync(out, { recursive: true });
  }
  const found = (way, app) => median(pairs.find((pair) => pair.way === way && pair.app === app).measured);
  return Object.entries(budgets).map(([way, budget]) => ({
    way,
    budget,
    seconds: found(way, 'app'),
    floor: found(way, 'floor'),
  }));
}
