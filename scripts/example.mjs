// `npm run test:example`: examples/own-service as a stranger would use it, against the package as it would be published.
//   node scripts/example.mjs [--keep]      --keep leaves the folder it worked in
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

const root = fileURLToPath(new URL('..', import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'brokerkit-example-'));
const project = join(work, 'own-service');

function pack() {
  // Builds dist first, by `prepare`.
  const [{ filename, size, unpackedSize, entryCount }] = JSON.parse(
    execFileSync('npm', ['pack', '--silent', '--json', '--pack-destination', work], { cwd: root, encoding: 'utf8' }),
  );
  const kB = (bytes) => `${Math.round(bytes / 1_000)} kB`;
  console.log(`packed ${filename}: ${kB(size)}, unpacked ${kB(unpackedSize)} in ${entryCount} files`);
  return join(work, filename);
}

function run(words, command, ...args) {
  const began = performance.now();
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd: project, encoding: 'utf8' });
  const seconds = ((performance.now() - began) / 1_000).toFixed(1).padStart(6);
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${words.padEnd(28)}${seconds} s  ${[command, ...args].join(' ')}`);
  if (status !== 0) throw new Error(`${stdout}${stderr}${error?.message ?? ''}`);
  return stdout + stderr;
}

/** What a synthesis wrote, to be compared. */
function written() {
  const folder = join(project, 'dist', 'k8s');
  const text = readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('');
  rmSync(folder, { recursive: true });
  return text;
}

function synthesizeAsCommonJs() {
  run('build, CommonJS', 'npx', '--no-install', 'tsc', '-p', 'tsconfig.commonjs.json');
  // Node reads from the nearest package.json which kind of module a file is.
  writeFileSync(join(project, 'dist-commonjs', 'package.json'), '{ "type": "commonjs" }\n');
  run('synth, CommonJS', 'node', 'dist-commonjs/src/main.js');
}

/** The file of the other team, as its ConfigMap has it: on the runtime of the pods, it comes as far as its environment. */
function startEntry(manifests) {
  const [, packed = ''] = /^ {2}trends\.cjs\.gz: (\S+)$/m.exec(manifests) ?? [];
  const path = join(work, 'trends.cjs');
  writeFileSync(path, gunzipSync(Buffer.from(packed, 'base64')));
  const node24 = join(root, 'node_modules', 'node', 'bin', 'node');
  const { stderr } = spawnSync(node24, [path], { env: {}, encoding: 'utf8' });
  if (!stderr.includes('the environment variable KAFKA_BOOTSTRAP_SERVERS is missing')) throw new Error(stderr);
  console.log(`ok     its bundled entry starts, ${Math.round(packed.length / 1_000)} kB of a ConfigMap`);
}

/** Another version of its image, which no snapshot may notice. */
function releaseNext() {
  const path = join(project, 'src', 'shop.ts');
  const text = readFileSync(path, 'utf8');
  const next = text.replace('checkout:1.4', 'checkout:1.5');
  if (next === text) throw new Error(`${path} names no image checkout:1.4`);
  writeFileSync(path, next);
}

try {
  const tarball = pack();
  cpSync(join(root, 'examples', 'own-service'), project, { recursive: true });
  run('install', 'npm', 'install', '--no-audit', '--no-fund', tarball);
  run('types, both kinds of modules', 'npm', 'run', 'check');
  run('synth, ECMAScript modules', 'npm', 'run', 'synth');
  const modules = written();
  synthesizeAsCommonJs();
  if (written() !== modules) throw new Error('the two kinds of modules gave different manifests');
  const objects = modules.match(/^kind: /gm)?.length ?? 0;
  if (objects === 0) throw new Error('nothing was synthesized');
  console.log(`       ${objects} Kubernetes objects, the same from both`);
  startEntry(modules);
  // Snapshots as a user's CI takes them: compared, never written.
  console.log(run('test', 'npm', 'test', '--', '--ci').trim());
  releaseNext();
  run('test, with its next release', 'npm', 'test', '--', '--ci');
} catch (error) {
  console.log(error.message);
  process.exitCode = 1;
} finally {
  if (process.argv.includes('--keep')) console.log(work);
  else rmSync(work, { recursive: true });
}
