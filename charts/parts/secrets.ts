import { ApiObject, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { k8s } from 'cdk8s-plus-27';
import type { Credentials } from '../../lib/durability/credentials';
import { problemText } from '../../lib/durability/problem';
import { provisionerUser } from '../../lib/durability/schema';
import type { SecretsPlan, WantedSecret } from '../../lib/plan/secrets';
import { labels, partLabel, selector } from './labels';
import { kubernetesApi, NetworkPolicy } from './network-policy';
import type { Mount } from './pod';
import { ProgramMaps } from './program';
import { inputFilePath, RunOnce } from './run-once';

/** A cluster, and what its options say about Secrets. */
export interface Named extends Credentials {
  readonly name: string;
}

/** Names of a cluster's Secrets: the team's own where it has them. */
export const secretNames = ({ name, existingSecrets }: Named) =>
  ({
    cluster: existingSecrets.cluster ?? `${name}-cluster`,
    internalAuthority: `${name}-internal-ca`,
    clientsAuthority: `${name}-clients-ca`,
    internal: existingSecrets.internal ?? `${name}-internal-tls`,
    clients: existingSecrets.clients ?? `${name}-clients-tls`,
    user: (user: string) => existingSecrets.users?.[user] ?? `${name}-user-${user}`,
  }) as const;

/** A certificate as it is asked for. */
export type Wanted = Pick<Extract<WantedSecret, { readonly make: 'certificate' }>, 'commonName' | 'dnsNames'>;

export interface BootstrapOptions {
  readonly cluster: Named;
  readonly namespace: string;
  readonly identity: Extract<WantedSecret, { readonly make: 'kafka-cluster' | 'rabbitmq-cluster' }>;
  /** Among the nodes. */
  readonly internal: Wanted;
  /** What clients see. */
  readonly clients: Wanted;
  /** Asked for at synthesis: each grant may bring a user. */
  readonly users: () => readonly string[];
}

const inputFile = 'secrets.yaml';
const givenFolder = '/etc/brokerkit/given';
const caKey = 'ca.crt';

/** The Job that makes what is missing of a cluster's Secrets, with rights on no other. */
export function bootstrapJob(scope: Construct, options: BootstrapOptions): void {
  const { cluster, namespace, users } = options;
  const name = `${cluster.name}-bootstrap`;
  certificateOfIssuer(scope, options);
  if (keepsAll(cluster)) {
    scope.node.addValidation({
      validate: () =>
        users()
          .filter((user) => !isGiven(cluster, user))
          .map(withoutSecret(cluster)),
    });
    return;
  }
  const secrets = (): readonly WantedSecret[] => wantedSecrets(options);
  const plan = (): SecretsPlan => ({
    namespace,
    labels: { ...Chart.of(scope).labels, ...labels(cluster.name, 'secret') },
    secrets: secrets(),
  });
  const made = (): string[] => secrets().flatMap((secret) => (secret.make === 'given' ? [] : [secret.name]));
  const rights = (): k8s.PolicyRule[] => [
    // Kubernetes can't restrict "create" to names.
    { apiGroups: [''], resources: ['secrets'], verbs: ['create'] },
    { apiGroups: [''], resources: ['secrets'], verbs: ['get', 'patch'], resourceNames: made() },
  ];
  new RunOnce(scope, 'Bootstrap', {
    name,
    instance: cluster.name,
    part: 'bootstrap',
    bundle: 'bootstrap',
    programs: ProgramMaps.of(scope),
    input: plan,
    inputFile,
    rights,
    pod: () => ({
      env: [{ name: 'SECRETS_FILE', value: inputFilePath(inputFile) }],
      mounts: isOthers(cluster) ? [givenAuthority(cluster)] : [],
    }),
  });
  new NetworkPolicy(scope, 'BootstrapNetwork', {
    name,
    labels: { ...labels(cluster.name, 'bootstrap'), [partLabel]: 'bootstrap' },
    pods: selector(cluster.name, 'bootstrap'),
    ingress: () => [],
    egress: () => [kubernetesApi],
  });
}

const isGiven = ({ existingSecrets: { users = {} } }: Named, user: string): boolean => Object.hasOwn(users, user);

/** Whether somebody else makes the certificate that clients see. */
const isOthers = ({ existingSecrets, tls }: Named): boolean =>
  existingSecrets.clients !== undefined || tls.certManager !== undefined;

/** Whether the team keeps every Secret itself: then nothing may make one. */
const keepsAll = (cluster: Named): boolean =>
  cluster.existingSecrets.cluster !== undefined &&
  cluster.existingSecrets.internal !== undefined &&
  isOthers(cluster) &&
  isGiven(cluster, provisionerUser);

const withoutSecret =
  ({ name }: Named) =>
  (user: string): string =>
    problemText({
      rule: 'existing-secret-missing',
      path: `${name}.existingSecrets.users.${user}`,
      value: undefined,
      why: 'all other Secrets are your own, so no Job makes one for this user',
      fix: 'name its Secret',
    });

/** Authorities stand before what they sign. */
function wantedSecrets({ cluster, identity, internal, clients, users }: BootstrapOptions): readonly WantedSecret[] {
  const { existingSecrets: existing, name } = cluster;
  const names = secretNames(cluster);
  const authority = isOthers(cluster) ? names.clients : names.clientsAuthority;
  const others = { make: 'given', name: names.clients, caFile: `${givenFolder}/${caKey}` } as const;
  return [
    ...(existing.cluster === undefined ? [identity] : []),
    ...(existing.internal === undefined
      ? ([
          { make: 'authority', name: names.internalAuthority, commonName: `${name} internal` },
          { make: 'certificate', name: names.internal, authority: names.internalAuthority, ...internal },
        ] as const)
      : []),
    ...(isOthers(cluster)
      ? [others]
      : ([
          { make: 'authority', name: names.clientsAuthority, commonName: `${name} clients` },
          { make: 'certificate', name: names.clients, authority: names.clientsAuthority, ...clients },
        ] as const)),
    ...[...new Set([provisionerUser, ...users()])]
      .filter((user) => !isGiven(cluster, user))
      .sort()
      .map((username): WantedSecret => ({ make: 'user', name: names.user(username), username, authority })),
  ];
}

/** Of somebody else's Secret, the certificate of the authority alone: its key is none of the Job's business. */
const givenAuthority = (cluster: Named): Mount => ({
  name: 'given',
  path: givenFolder,
  source: {
    secret: { secretName: secretNames(cluster).clients, defaultMode: 0o440, items: [{ key: caKey, path: caKey }] },
  },
});

/** A year, renewed four months before its end: Kafka takes the new one when it starts again, which is within those months. */
const certificateLife = '8760h';

/** Asks cert-manager for the certificate that clients see, in the form in which the pods read it. */
function certificateOfIssuer(scope: Construct, { cluster, clients }: BootstrapOptions): void {
  const { certManager } = cluster.tls;
  if (certManager === undefined) return;
  const { issuer, kind = 'Issuer' } = certManager;
  new ApiObject(scope, 'ClientsCertificate', {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name: `${cluster.name}-clients`, labels: labels(cluster.name, 'bootstrap') },
    spec: {
      secretName: secretNames(cluster).clients,
      commonName: clients.commonName,
      dnsNames: clients.dnsNames,
      duration: certificateLife,
      issuerRef: { name: issuer, kind, group: 'cert-manager.io' },
      // Kafka reads keys in this form only.
      privateKey: { encoding: 'PKCS8', rotationPolicy: 'Always' },
      // `tls-combined.pem`: key and certificate in one file.
      additionalOutputFormats: [{ type: 'CombinedPEM' }],
    },
  });
}
