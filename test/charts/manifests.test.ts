import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { kustomization, manifests } from '../../charts/manifests';
import { parseMessaging } from '../../lib/plan/parse';
import { at, find, type Manifest } from '../support/manifests';

const sample = parseMessaging(readFileSync('messaging.yaml', 'utf8'));

/** File → its objects. */
const files: ReadonlyMap<string, readonly Manifest[]> = new Map(
  [...manifests({ ...sample, workloads: { ...sample.workloads, checkout: { image: 'shop/checkout:1.4' } } })]
    .filter(([name]) => name !== kustomization)
    .map(([name, text]) => [name, parseAllDocuments(text).map((document) => document.toJS() as Manifest)]),
);
const objects = [...files.values()].flat();
const annotations = (manifest: Manifest) => at(manifest, 'metadata.annotations') as Readonly<Record<string, string>>;
const labelled = (label: string): readonly string[] =>
  objects
    .filter(({ metadata: { labels } }) => labels?.[`app.kubernetes.io/${label}`] !== undefined)
    .map(({ kind, metadata: { name } }) => `${kind}/${name}`);

describe('an object, for who applies it', () => {
  test('is in the wave of its file’s number', () => {
    const waves = [...files].map(([name, its]) => [
      name,
      ...new Set(its.map((manifest) => annotations(manifest)['argocd.argoproj.io/sync-wave'])),
    ]);
    expect(waves).toEqual([
      ['00-namespace.yaml', '0'],
      ['10-bootstrap.yaml', '10'],
      ['20-kafka.yaml', '20'],
      ['30-rabbitmq.yaml', '30'],
      ['40-provision.yaml', '40'],
      ['50-workloads.yaml', '50'],
    ]);
  });

  test('keeps the annotations that it has of its own', () => {
    const acceptRisk = [{ rule: 'kafka-plaintext-clients', reason: 'a mesh encrypts', until: '2999-12-31' }];
    const kafka = { clientSecurityProtocol: 'SASL_PLAINTEXT', acceptRisk } as const;
    expect(manifests({ name: 'shop', kafka }).get('20-kafka.yaml')).toContain('brokerkit/accepted-risks');
  });

  test('is never removed by a controller where it is the namespace, which holds all claims', () => {
    expect(annotations(find(objects, 'Namespace', 'shop'))).toMatchObject({
      'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
      'kustomize.toolkit.fluxcd.io/prune': 'disabled',
      'helm.sh/resource-policy': 'keep',
    });
    expect(annotations(find(objects, 'StatefulSet', 'kafka-broker'))).not.toHaveProperty('helm.sh/resource-policy');
  });
});

describe('the standard labels', () => {
  test.each(['name', 'instance', 'component', 'part-of', 'managed-by'])('%s stands on every object', (label) => {
    expect(labelled(label)).toHaveLength(objects.length);
  });

  test('part-of names the whole, and never stands on pods: one that is renamed restarts none', () => {
    const broker = find(objects, 'StatefulSet', 'kafka-broker');
    expect(broker.metadata.labels).toMatchObject({ 'app.kubernetes.io/part-of': 'shop' });
    expect(at(broker, 'spec.template.metadata.labels')).not.toHaveProperty('app.kubernetes.io/part-of');
  });

  test('version stands where an image says the version of what runs, on the object and its pods', () => {
    expect(labelled('version')).toEqual([
      'StatefulSet/kafka-controller',
      'StatefulSet/kafka-broker',
      'StatefulSet/rabbitmq',
      'Deployment/checkout',
    ]);
    const checkout = find(objects, 'Deployment', 'checkout');
    for (const labels of [checkout.metadata.labels, at(checkout, 'spec.template.metadata.labels')]) {
      expect(labels).toMatchObject({ 'app.kubernetes.io/version': '1.4' });
    }
  });

  test('none of them but instance and component is among those that pods are found by', () => {
    const sets = objects.filter(({ kind }) => kind === 'StatefulSet' || kind === 'Deployment');
    const found = sets.flatMap((set) => Object.keys(at(set, 'spec.selector.matchLabels') as object));
    expect([...new Set(found)].sort()).toEqual(['app.kubernetes.io/component', 'app.kubernetes.io/instance']);
  });
});
