import type { MessagingOptions } from '../../lib/plan/options';
import { at, find, manifestsOf, type Manifest } from '../support/manifests';

const workloads = { checkout: { image: 'shop/checkout:1.4', kafka: { produce: ['clicks'] } } };
const shop = (kafka: MessagingOptions['kafka']): readonly Manifest[] =>
  manifestsOf({ name: 'shop', kafka: { topics: { clicks: {} }, ...kafka }, workloads });
const text = (manifests: readonly Manifest[]): string => JSON.stringify(manifests);
const wanted = (manifests: readonly Manifest[]): string =>
  (at(find(manifests, 'ConfigMap', 'kafka-bootstrap'), 'data') as Record<string, string>)['secrets.yaml'] ?? '';
const rightsOf = (manifests: readonly Manifest[], name: string) =>
  at(find(manifests, 'Role', name), 'rules') as { readonly resourceNames?: readonly string[] }[];

describe('a Secret of the team’s own', () => {
  test.each([
    ['cluster', 'kafka-cluster', { cluster: 'mine' }],
    ['internal', 'kafka-internal-tls', { internal: 'mine' }],
    ['clients', 'kafka-clients-tls', { clients: 'mine' }],
    ['users', 'kafka-user-checkout', { users: { checkout: 'mine' } }],
  ] as const)('%s stands wherever the kit’s stood, and the bootstrap Job has no right on it', (_, kits, existing) => {
    expect(text(shop({}))).toContain(`"${kits}"`);
    const manifests = shop({ existingSecrets: existing });
    expect(text(manifests)).not.toContain(`"${kits}"`);
    expect(text(manifests)).toContain('"mine"');
    expect(rightsOf(manifests, 'kafka-bootstrap').flatMap(({ resourceNames = [] }) => resourceNames)).not.toContain(
      'mine',
    );
    expect(wanted(manifests)).not.toContain(kits);
  });

  test('with the identity of the cluster: the seed is still used up by the provision Job', () => {
    const manifests = shop({ existingSecrets: { cluster: 'mine' } });
    expect(rightsOf(manifests, 'kafka-provision').map(({ resourceNames }) => resourceNames)).toEqual([['mine']]);
  });

  test('of the certificate that clients see: users trust its authority, and its key is not mounted to learn it', () => {
    const manifests = shop({ existingSecrets: { clients: 'mine' } });
    expect(wanted(manifests)).toContain('make: given\n    name: mine\n    caFile: /etc/brokerkit/given/ca.crt');
    expect(wanted(manifests)).not.toContain('kafka-clients-ca');
    const volumes = at(find(manifests, 'Job', 'kafka-bootstrap'), 'spec.template.spec.volumes') as object[];
    expect(volumes).toContainEqual({
      name: 'given',
      secret: { secretName: 'mine', defaultMode: 0o440, items: [{ key: 'ca.crt', path: 'ca.crt' }] },
    });
  });

  const all = { cluster: 'a', internal: 'b', clients: 'c', users: { provisioner: 'd', checkout: 'e' } };

  test('for everything: no bootstrap Job, and nobody may make Secrets', () => {
    const manifests = shop({ existingSecrets: all });
    expect(manifests.filter(({ metadata }) => metadata.name.startsWith('kafka-bootstrap-'))).toEqual([]);
    expect(text(manifests)).not.toContain('"create"');
  });

  test('for everything but one user: refused, since nothing would make that one', () => {
    expect(() => shop({ existingSecrets: { ...all, users: { provisioner: 'd' } } })).toThrow(
      '[existing-secret-missing] kafka.existingSecrets.users.checkout',
    );
  });
});

describe('cert-manager', () => {
  const manifests = shop({ tls: { certManager: { issuer: 'platform', kind: 'ClusterIssuer' } } });

  test('is asked for the certificate that clients see, in the form that the pods read', () => {
    expect(at(find(manifests, 'Certificate', 'kafka-clients'), 'spec')).toMatchObject({
      secretName: 'kafka-clients-tls',
      issuerRef: { name: 'platform', kind: 'ClusterIssuer', group: 'cert-manager.io' },
      privateKey: { encoding: 'PKCS8' },
      // Long enough to start the brokers again before the one they hold has ended.
      duration: '8760h',
      additionalOutputFormats: [{ type: 'CombinedPEM' }],
    });
  });

  test('issues no certificate among the nodes', () => {
    expect(wanted(manifests)).toContain('name: kafka-internal-tls\n    authority: kafka-internal-ca');
    expect(wanted(manifests)).not.toContain('kafka-clients-ca');
  });

  test('and RabbitMQ: its nodes read the same Secret', () => {
    const rabbit = manifestsOf({ name: 'shop', rabbitmq: { tls: { certManager: { issuer: 'platform' } } } });
    expect(at(find(rabbit, 'Certificate', 'rabbitmq-clients'), 'spec.issuerRef.kind')).toBe('Issuer');
    expect(text([find(rabbit, 'StatefulSet', 'rabbitmq')])).toContain('"rabbitmq-clients-tls"');
  });
});
