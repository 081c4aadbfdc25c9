import type { Construct } from 'constructs';
import type { k8s } from 'cdk8s-plus-27';
import type { SecretsPlan, WantedSecret } from '../../lib/plan/secrets';
import { labels, partLabel, selector } from './labels';
import { kubernetesApi, NetworkPolicy } from './network-policy';
import { ProgramMaps } from './program';
import { inputFilePath, RunOnce } from './run-once';

/** Names of a cluster's Secrets. */
export const secretNames = (cluster: string) =>
  ({
    cluster: `${cluster}-cluster`,
    internalAuthority: `${cluster}-internal-ca`,
    clientsAuthority: `${cluster}-clients-ca`,
    internal: `${cluster}-internal-tls`,
    clients: `${cluster}-clients-tls`,
    user: (user: string) => `${cluster}-user-${user}`,
  }) as const;

export interface BootstrapOptions {
  readonly cluster: string;
  readonly namespace: string;
  /** Asked for at synthesis: each grant may bring a user. */
  readonly secrets: () => readonly WantedSecret[];
}

const inputFile = 'secrets.yaml';

/** The Job that makes what is missing of a cluster's Secrets, with rights on no other. */
export function bootstrapJob(scope: Construct, { cluster, namespace, secrets }: BootstrapOptions): void {
  const name = `${cluster}-bootstrap`;
  const plan = (): SecretsPlan => ({ namespace, labels: labels(cluster, 'secret'), secrets: secrets() });
  const rights = (): k8s.PolicyRule[] => [
    // Kubernetes can't restrict "create" to names.
    { apiGroups: [''], resources: ['secrets'], verbs: ['create'] },
    {
      apiGroups: [''],
      resources: ['secrets'],
      verbs: ['get', 'patch'],
      resourceNames: secrets().map((secret) => secret.name),
    },
  ];
  new RunOnce(scope, 'Bootstrap', {
    name,
    instance: cluster,
    part: 'bootstrap',
    bundle: 'bootstrap',
    programs: ProgramMaps.of(scope),
    input: plan,
    inputFile,
    rights,
    pod: () => ({ env: [{ name: 'SECRETS_FILE', value: inputFilePath(inputFile) }] }),
  });
  new NetworkPolicy(scope, 'BootstrapNetwork', {
    name,
    labels: { ...labels(cluster, 'bootstrap'), [partLabel]: 'bootstrap' },
    pods: selector(cluster, 'bootstrap'),
    ingress: [],
    egress: () => [kubernetesApi],
  });
}

/** The certificates of a cluster: one authority among its nodes, another for what clients see. */
export function certificates(
  cluster: string,
  internal: { readonly commonName: string; readonly dnsNames: readonly string[] },
  clients: { readonly commonName: string; readonly dnsNames: readonly string[] },
): readonly WantedSecret[] {
  const names = secretNames(cluster);
  return [
    { make: 'authority', name: names.internalAuthority, commonName: `${cluster} internal` },
    { make: 'authority', name: names.clientsAuthority, commonName: `${cluster} clients` },
    { make: 'certificate', name: names.internal, authority: names.internalAuthority, ...internal },
    { make: 'certificate', name: names.clients, authority: names.clientsAuthority, ...clients },
  ];
}

export const userSecret = (cluster: string, username: string): WantedSecret => ({
  make: 'user',
  name: secretNames(cluster).user(username),
  username,
  authority: secretNames(cluster).clientsAuthority,
});
