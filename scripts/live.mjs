// The live tests on the cluster of the current KUBECONFIG. Keeps logs and events of all pods when one fails, and says where.
//   npm run test:live [-- a part of a file's name]
//   BROKERKIT_LIVE_KEEP   set: works on what an earlier run deployed (to try one file alone)
//   BROKERKIT_FAULTS      a command that can break machines (see test/live/support/faults.ts)
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const namespaces = ['shop', 'cases', 'development', 'without-kafka', 'without-rabbitmq'];
const folder = 'dist/live/failure';

const kubectl = (...args) => spawnSync('kubectl', args, { encoding: 'utf8', maxBuffer: 1 << 28 }).stdout ?? '';

function reachCluster() {
  try {
    execFileSync('kubectl', ['version', '--output=json'], { stdio: 'pipe' });
  } catch (error) {
    console.error(
      `no cluster: ${String(error.stderr ?? error.message).trim()}\nset KUBECONFIG to a cluster with three zones that may be broken`,
    );
    process.exit(1);
  }
}

function keep(namespace) {
  const pods = kubectl('get', 'pods', '-n', namespace, '-o', 'name').split('\n').filter(Boolean);
  if (pods.length === 0) return;
  const into = `${root}${folder}/${namespace}`;
  mkdirSync(into, { recursive: true });
  writeFileSync(`${into}/pods.txt`, kubectl('get', 'pods,jobs,pvc', '-n', namespace, '-o', 'wide'));
  writeFileSync(`${into}/describe.txt`, kubectl('describe', 'pods', '-n', namespace));
  writeFileSync(`${into}/events.txt`, kubectl('get', 'events', '-n', namespace, '--sort-by=.lastTimestamp'));
  for (const pod of pods) {
    const name = pod.replace('pod/', '');
    writeFileSync(`${into}/${name}.log`, kubectl('logs', '-n', namespace, pod, '--tail=5000'));
    const previous = kubectl('logs', '-n', namespace, pod, '--previous', '--tail=5000');
    if (previous !== '') writeFileSync(`${into}/${name}.previous.log`, previous);
  }
}

reachCluster();
const jest = [`${root}node_modules/jest/bin/jest.js`, '--config', 'jest.live.config.js', ...process.argv.slice(2)];
const { status } = spawnSync(process.execPath, jest, { cwd: root, stdio: 'inherit' });
if (status !== 0) {
  for (const namespace of namespaces) keep(namespace);
  console.error(`logs, events and descriptions of all pods: ${folder}; the ledger and the manifests: dist/live`);
}
process.exit(status ?? 1);
