import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { manifests } from '../../../charts/manifests';
import { soundPlan } from '../../../lib/plan/check-plan';
import type { MessagingOptions } from '../../../lib/plan/options';
import { parseMessaging } from '../../../lib/plan/parse';
import { kubectl, kubectlJson, outputFolder, run, until } from './kubectl';

/** The sample with small resources. */
export const sample = (): MessagingOptions => parseMessaging(readFileSync('test/live/messaging.yaml', 'utf8'));

export const namespaceOf = (options: MessagingOptions): string => soundPlan(options).namespace;

/** The manifests of these options in a folder, as `brokerkit synth` writes them. */
export function synthesize(options: MessagingOptions): string {
  soundPlan(options);
  const folder = join(outputFolder, 'k8s', options.name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of manifests(options)) writeFileSync(join(folder, name), text);
  return folder;
}

/** What a user does with them. */
export const apply = (folder: string): Promise<string> => kubectl('apply', '--server-side', '-f', folder);

/** What another apply would change: nothing, or a diff. */
export async function difference(folder: string): Promise<string> {
  const { code, out, err } = await run('kubectl', ['diff', '--server-side', '-f', folder]);
  if (code > 1) throw new Error(`kubectl diff exited ${code}: ${err}`);
  return out;
}

interface Pods {
  readonly items: readonly {
    readonly metadata: {
      readonly name: string;
      readonly uid: string;
      readonly labels: Readonly<Record<string, string>>;
    };
    readonly spec: { readonly nodeName?: string };
    readonly status: {
      readonly containerStatuses?: readonly {
        readonly restartCount: number;
        readonly containerID?: string;
        readonly state?: { readonly running?: object };
      }[];
    };
  }[];
}

export interface Pod {
  readonly name: string;
  readonly uid: string;
  readonly node: string;
  readonly component: string;
  readonly instance: string;
  readonly restarts: number;
  readonly running: boolean;
  readonly containerId: string;
}

export async function pods(namespace: string): Promise<readonly Pod[]> {
  const { items } = await kubectlJson<Pods>('get', 'pods', '-n', namespace);
  return items.map(({ metadata, spec, status }) => ({
    name: metadata.name,
    uid: metadata.uid,
    node: spec.nodeName ?? '',
    component: metadata.labels['app.kubernetes.io/component'] ?? '',
    instance: metadata.labels['app.kubernetes.io/instance'] ?? '',
    restarts: status.containerStatuses?.[0]?.restartCount ?? 0,
    running: status.containerStatuses?.[0]?.state?.running !== undefined,
    containerId: status.containerStatuses?.[0]?.containerID ?? '',
  }));
}

export async function podNamed(namespace: string, name: string): Promise<Pod> {
  const found = (await pods(namespace)).find((pod) => pod.name === name);
  if (found === undefined) throw new Error(`there is no pod ${namespace}/${name}`);
  return found;
}

export async function zoneOf(node: string): Promise<string> {
  return kubectl('get', 'node', node, '-o', String.raw`jsonpath={.metadata.labels.topology\.kubernetes\.io/zone}`);
}

/** Takes an earlier run away, whatever state it was left in. */
export async function clear(namespace: string): Promise<void> {
  await run('kubectl', ['delete', 'namespace', namespace, '--ignore-not-found', '--wait=false']);
  await until(`the namespace ${namespace} is gone`, 180, async () => {
    // Nodes that wait for each other before they stop have nobody to wait for here.
    await run('kubectl', ['delete', 'pods', '--all', '-n', namespace, '--force', '--grace-period=0']);
    const { code } = await run('kubectl', ['get', 'namespace', namespace]);
    return code === 0 ? undefined : true;
  });
}

/** All Jobs of the current manifests have ended well. */
export async function provisioned(folder: string, seconds: number): Promise<void> {
  const names = (await kubectl('get', '-f', folder, '-o', 'name'))
    .split('\n')
    .filter((name) => name.startsWith('job.'));
  const namespace = folder.split('/').at(-1) ?? '';
  for (const name of names)
    await kubectl('wait', '-n', namespace, '--for=condition=complete', name, `--timeout=${seconds}s`);
}
