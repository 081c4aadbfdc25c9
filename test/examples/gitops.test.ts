import { readFileSync } from 'node:fs';
import { parse, parseAllDocuments } from 'yaml';
import { kustomization, manifests } from '../../charts/manifests';
import { parseMessaging } from '../../lib/plan/parse';
import { at, type Manifest } from '../support/manifests';

const read = (path: string): string => readFileSync(path, 'utf8');
const files = manifests(parseMessaging(read('messaging.yaml')));
const objects = [...files]
  .filter(([name]) => name !== kustomization)
  .flatMap(([, text]) => parseAllDocuments(text).map((document) => document.toJS() as Manifest));

/** What `synth` writes where no other folder is named. */
const { output } = parse(read('cdk8s.yaml')) as { readonly output: string };

describe('the overlay for Kustomize', () => {
  const text = read('examples/kustomize/kustomization.yaml');
  const overlay = parse(text) as {
    readonly resources: readonly string[];
    readonly labels: readonly Readonly<Record<string, unknown>>[];
    readonly patches: readonly { readonly target: { readonly kind: string }; readonly patch: string }[];
  };
  const patched = overlay.patches.flatMap(({ target, patch }) =>
    (parse(patch) as readonly { readonly op: string; readonly path: string }[]).map((change) => ({
      target,
      ...change,
    })),
  );

  test('builds on the folder that its first lines write', () => {
    expect(overlay.resources).toEqual(['base']);
    expect(text).toContain('npx brokerkit synth --out examples/kustomize/base\n');
  });

  test('names, as its base, every file that was written', () => {
    const base = parse(files.get(kustomization) ?? '') as { readonly resources: readonly string[] };
    expect(base.resources).toEqual([...files.keys()].filter((name) => name !== kustomization));
  });

  test('adds only where there is a place for it', () => {
    expect(patched).not.toEqual([]);
    for (const { target, op, path } of patched) {
      const targets = objects.filter(({ kind }) => kind === target.kind);
      const places = targets.map((manifest) => at(manifest, path.split('/').slice(1, -1).join('.')));
      expect([op, targets.length > 0, places.every((place) => typeof place === 'object')]).toEqual(['add', true, true]);
    }
  });

  test('changes nothing that may not change: no Job, no selector, no label of pods', () => {
    expect(patched.map(({ target }) => target.kind)).not.toContain('Job');
    for (const labels of overlay.labels) expect(Object.keys(labels)).toEqual(['pairs']);
  });
});

describe('the Application for Argo CD', () => {
  const application = parse(read('examples/argo-cd/application.yaml')) as Manifest;

  test('applies what synth writes, where the sample runs', () => {
    expect(at(application, 'spec.source.path')).toBe(output);
    expect(objects.map(({ metadata }) => metadata.namespace)).toContain(at(application, 'spec.destination.namespace'));
  });

  test('applies on the server: an object above 256 KiB has no room for a copy of itself in an annotation', () => {
    const largest = Math.max(...objects.map((manifest) => JSON.stringify(manifest).length));
    expect(largest).toBeGreaterThan(256 * 1024);
    expect(at(application, 'spec.syncPolicy.syncOptions')).toContain('ServerSideApply=true');
  });

  test('makes no namespace of its own: the one among the manifests has the labels that its pods need', () => {
    expect(at(application, 'spec.syncPolicy.syncOptions')).toContain('CreateNamespace=false');
    expect(files.get('00-namespace.yaml')).toContain('pod-security.kubernetes.io/enforce: restricted');
  });

  test('is not called as a broker is: by label, Argo CD before 3.0 would prune that broker’s claims and Secrets', () => {
    const instances = objects.map(({ metadata }) => metadata.labels?.['app.kubernetes.io/instance']);
    expect(instances).toContain('kafka');
    expect(['kafka', 'rabbitmq']).not.toContain(application.metadata.name);
  });
});
