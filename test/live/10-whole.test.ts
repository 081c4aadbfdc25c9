import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { apply, difference, namespaceOf, pods, provisioned, sample, synthesize } from './support/deployment';
import { effectiveMinInsync } from './support/kafka';
import { kubectl, kubectlJson, say } from './support/kubectl';
import { whole } from './support/whole';

const options = sample();
const namespace = namespaceOf(options);
const secondsToWhole = 240;

describe('one apply', () => {
  const folder = synthesize(options);

  test('makes both brokers whole within four minutes, and nobody helps', async () => {
    const started = Date.now();
    await apply(folder);
    await provisioned(folder, secondsToWhole);
    await whole(namespace, secondsToWhole);
    const seconds = (Date.now() - started) / 1_000;
    say(`  whole ${Math.round(seconds)} s after apply`);
    expect(seconds).toBeLessThan(secondsToWhole);
  });

  test('uses the seed of both clusters up', async () => {
    for (const name of ['kafka-cluster', 'rabbitmq-cluster']) {
      const { data } = await kubectlJson<{ data: Record<string, string> }>('get', 'secret', name, '-n', namespace);
      expect(Object.keys(data)).toContain('clusterId');
      expect(Object.keys(data)).not.toContain('seed');
    }
  });

  test('makes two in-sync replicas the effective minimum of the whole cluster', async () => {
    expect(await effectiveMinInsync(namespace, 'kafka-broker-0')).toBe('2');
  });

  test('leaves no value of a secret in the manifests', async () => {
    const { items } = await kubectlJson<{ items: { data?: Record<string, string> }[] }>(
      'get',
      'secrets',
      '-n',
      namespace,
    );
    const values = items
      .flatMap(({ data = {} }) => Object.entries(data))
      .filter(([key]) => key !== 'username')
      .map(([, value]) => value);
    const manifests = readdirSync(folder)
      .map((file) => readFileSync(join(folder, file), 'utf8'))
      .join('\n');
    expect(values.length).toBeGreaterThan(10);
    for (const value of values) {
      expect(manifests).not.toContain(value);
      expect(manifests).not.toContain(Buffer.from(value, 'base64').toString());
    }
  });

  test('done a second time changes nothing and restarts nothing', async () => {
    // A program that could not reach its broker for so long has ended, and is started again in its own time.
    await kubectl('wait', '-n', namespace, '--for=condition=available', 'deployments', '--all', '--timeout=120s');
    const before = await pods(namespace);
    expect(await difference(folder)).toBe('');
    await apply(folder);
    const after = await pods(namespace);
    const identity = (list: typeof before): readonly string[] =>
      list.map(({ name, uid, restarts }) => `${name} ${uid} ${restarts}`).sort();
    expect(identity(after)).toEqual(identity(before));
  });
});
