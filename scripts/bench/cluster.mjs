// The brokers come, commands run in the pod, and all goes again.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments, stringify } from 'yaml';
import { messaging, namespace, podOf } from './brokers.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A command that must succeed. @returns what it wrote */
export function run(command, args, options = {}) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd: root, maxBuffer: 1 << 28, ...options });
  if (status === 0) return stdout;
  throw new Error(`${command} ${args.join(' ').slice(0, 200)}: ${error?.message ?? `exit ${status}: ${stderr}`}`);
}

const kubectl = (...args) => run('kubectl', args);

/** Brokers, topic and queue, and the pod; returns once all is there. */
export function deploy() {
  const folder = mkdtempSync(join(tmpdir(), 'brokerkit-bench-'));
  try {
    const config = join(folder, 'messaging.yaml');
    writeFileSync(config, stringify(messaging));
    const k8s = join(folder, 'k8s');
    run(process.execPath, ['dist/bin/brokerkit.js', 'synth', '--config', config, '--out', k8s]);
    const workloads = join(k8s, '50-workloads.yaml');
    const objects = parseAllDocuments(readFileSync(workloads, 'utf8')).map((document) => document.toJSON());
    const replaced = objects.map((object) => (object.kind === 'Deployment' ? podOf(object.spec.template) : object));
    writeFileSync(workloads, replaced.map((object) => stringify(object)).join('---\n'));
    kubectl('apply', '--server-side', '-f', k8s);
    const wait = ['wait', '-n', namespace, '--timeout=10m'];
    kubectl(...wait, '--for=condition=complete', 'job', '-l', 'brokerkit/part=provision');
    kubectl(...wait, '--for=condition=ready', `pod/${namespace}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Away with all of it. Nodes that wait for each other before they stop have nobody to wait for here. */
export function remove() {
  spawnSync('kubectl', ['delete', 'namespace', namespace, '--ignore-not-found', '--wait=false']);
  spawnSync('kubectl', ['delete', 'pods', '--all', '-n', namespace, '--force', '--grace-period=0']);
  spawnSync('kubectl', ['wait', '--for=delete', `namespace/${namespace}`, '--timeout=3m']);
}

/** A shell script in one of the two containers. @returns all that it wrote; rejects with the end of it where it fails */
export function inContainer(container, script, input) {
  return new Promise((resolve, reject) => {
    const where = ['exec', '-i', '-n', namespace, '-c', container, namespace, '--'];
    const child = spawn('kubectl', [...where, 'sh', '-c', script]);
    let out = '';
    child.stdout.on('data', (part) => (out += part));
    child.stderr.on('data', (part) => (out += part));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(out);
      else reject(new Error(`in the container ${container}, exit ${code}:\n${out.split('\n').slice(-15).join('\n')}`));
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}
