import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { KubernetesApi } from '../clients/kubernetes';
import { required, type Environment } from '../durability/environment';
import { provision, type WholeProvisioner } from './provision';

/**
 * What the provision Job of either broker does: the topology file, the users' Secrets, and the seed that is used up.
 *
 * @param make the broker's provisioner; `passwordOf` reads what is mounted of a user's Secret
 */
export async function provisionJob<Topology>(
  env: Environment,
  make: (passwordOf: (user: string) => string) => WholeProvisioner<Topology>,
): Promise<void> {
  const namespace = required(env, 'POD_NAMESPACE');
  const secret = required(env, 'CLUSTER_SECRET');
  const users = required(env, 'USERS_FOLDER');
  const topology = parse(readFileSync(required(env, 'TOPOLOGY_FILE'), 'utf8')) as Topology;
  const passwordOf = (user: string): string => readFileSync(join(users, user, 'password'), 'utf8').trim();
  await provision(make(passwordOf), topology, {
    useUpSeed: () => KubernetesApi.inCluster().removeSecretKey(namespace, secret, 'seed'),
  });
}
