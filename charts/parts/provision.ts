import type { Construct } from 'constructs';
import type { k8s } from 'cdk8s-plus-27';
import type { Connection } from '../../lib/plan/grantee';
import { fieldEnv, fromSecret, plainEnv, type Mount } from './pod';
import { ProgramMaps } from './program';
import { inputFilePath, RunOnce } from './run-once';
import { secretNames, type Named } from './secrets';

export interface ProvisionOptions {
  readonly cluster: Named;
  readonly broker: 'kafka' | 'rabbitmq';
  /** Asked for at synthesis: each grant may bring a user. */
  readonly topology: () => { readonly users: readonly { readonly name: string }[] };
  /** How the broker's own administrator gets in. */
  readonly administrator: Connection;
  readonly env?: Readonly<Record<string, string>>;
}

const inputFile = 'topology.yaml';
const usersFolder = '/etc/brokerkit/users';

/** The Job that brings a broker to its topology and uses up the seed once the cluster is whole. */
export function provisionJob(scope: Construct, options: ProvisionOptions): void {
  const { cluster, broker, administrator } = options;
  const names = secretNames(cluster);
  const rights = (): k8s.PolicyRule[] => [
    { apiGroups: [''], resources: ['secrets'], verbs: ['patch'], resourceNames: [names.cluster] },
  ];
  const pod = () => ({
    env: [
      ...plainEnv({
        ...administrator.env,
        ...options.env,
        CLUSTER_SECRET: names.cluster,
        TOPOLOGY_FILE: inputFilePath(inputFile),
        USERS_FOLDER: usersFolder,
      }),
      fieldEnv('POD_NAMESPACE', 'metadata.namespace'),
    ],
    mounts: [
      { name: 'administrator', path: administrator.secretPath, source: fromSecret(administrator.secretName) },
      usersMount(
        options.topology().users.map(({ name }) => name),
        names.user,
      ),
    ],
  });
  new RunOnce(scope, 'Provision', {
    name: `${cluster.name}-provision`,
    instance: cluster.name,
    part: 'provision',
    bundle: broker,
    programs: ProgramMaps.of(scope),
    input: options.topology,
    inputFile,
    rights,
    pod,
  });
}

/** All users' Secrets as one folder, a folder each. */
function usersMount(users: readonly string[], secretOf: (user: string) => string): Mount {
  const sources = users.map((user) => ({
    secret: { name: secretOf(user), items: ['username', 'password'].map((key) => ({ key, path: `${user}/${key}` })) },
  }));
  return { name: 'users', path: usersFolder, source: { projected: { defaultMode: 0o440, sources } } };
}
