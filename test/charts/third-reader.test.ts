import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WorkloadOptions } from '../../lib/plan/options';
import { find, manifestsOf, type Manifest } from '../support/manifests';

const folder = mkdtempSync(join(tmpdir(), 'brokerkit-third-reader-'));
const entry = join(folder, 'trends.ts');
writeFileSync(entry, 'console.log(1);\n');
afterAll(() => rmSync(folder, { recursive: true }));

const shopWith = (workloads: Readonly<Record<string, WorkloadOptions>>): readonly Manifest[] =>
  manifestsOf({
    name: 'shop',
    kafka: { topics: { 'user-behaviour': {} } },
    workloads: {
      visitors: { program: 'kafka-producer', kafka: { produce: ['user-behaviour'] } },
      analytics: { program: 'kafka-consumer', kafka: { consume: ['user-behaviour'] } },
      recommendation: { program: 'kafka-consumer', kafka: { consume: ['user-behaviour'] } },
      ...workloads,
    },
  });

describe('a third reader of a topic', () => {
  const before = shopWith({});
  const after = shopWith({ trends: { entry, kafka: { consume: ['user-behaviour'] } } });

  test.each([
    ['Deployment', 'visitors'],
    ['NetworkPolicy', 'visitors'],
    ['ConfigMap', 'program-kafka'],
    ['Deployment', 'analytics'],
    ['Deployment', 'recommendation'],
    ['StatefulSet', 'kafka-broker'],
    ['NetworkPolicy', 'kafka-broker'],
  ])('changes no byte of %s %s', (kind, name) => {
    expect(JSON.stringify(find(after, kind, name))).toBe(JSON.stringify(find(before, kind, name)));
  });

  test('leaves the Secret of the producer its name', () => {
    for (const manifests of [before, after])
      expect(JSON.stringify(find(manifests, 'Deployment', 'visitors'))).toContain('"secretName":"kafka-user-visitors"');
  });
});
