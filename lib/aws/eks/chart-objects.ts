import type { Problem } from '../../durability/problem';
import type { MessagingOptions } from '../../plan/options';
import { clusterObjects, type KubernetesObject } from './cluster-objects';

/** Objects that are applied together. */
export interface Part {
  /** The file that `brokerkit synth` writes them to, without its ending: `20-kafka`. */
  readonly name: string;
  readonly objects: readonly KubernetesObject[];
}

/** Before every file of the charts. */
const clusterPart = '00-cluster';

/** All that is applied, in the order in which it is: what the cluster needs, then the files of `brokerkit synth`. */
export function chartObjects(options: MessagingOptions): readonly Part[] {
  // Loaded by need: an app with managed brokers alone starts without cdk8s.
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- at this moment, and only where it is needed
  const { manifestObjects } = require('../../../charts/manifests') as typeof import('../../../charts/manifests');
  const parts = [...manifestObjects(options)].map(([file, objects]) => ({
    name: file.replace(/\.yaml$/, ''),
    objects: objects as readonly KubernetesObject[],
  }));
  return [{ name: clusterPart, objects: clusterObjects(options) }, ...parts];
}

/** Secrets among objects: they are kept as a file in S3 and in `cdk.out`, where everybody who may deploy reads them. */
export const secretsAmong = (parts: readonly Part[]): readonly Problem[] =>
  parts.flatMap(({ objects }) =>
    objects
      .filter(({ kind }) => kind === 'Secret')
      .map(({ metadata: { name } }) => ({
        rule: 'secret-in-manifest',
        path: `Secret/${name}`,
        value: undefined,
        why: 'everybody who may deploy, or read what was deployed, reads it too',
        fix: 'let the bootstrap Job make it, or make it yourself and name it under existingSecrets',
      })),
  );
