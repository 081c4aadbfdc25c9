import { podNamed } from './deployment';
import { kubectl, run, sleep, until } from './kubectl';

/**
 * What breaks machines: a command with the verbs `kill-process NAMESPACE/POD`, `lose-volume NAMESPACE/CLAIM`,
 * `kill-zone ZONE`, `start-zone ZONE`, `power-loss` and `power-on`. Without one, only what kubectl can break is broken.
 */
const command = process.env['BROKERKIT_FAULTS'];

/** Whether zones and power can be lost here. */
export const canBreakMachines = command !== undefined && command !== '';

async function cause(verb: string, ...args: readonly string[]): Promise<void> {
  if (command === undefined) throw new Error(`BROKERKIT_FAULTS names no command, so ${verb} can not be caused`);
  const { code, out, err } = await run(command, [verb, ...args], { timeoutMs: 300_000 });
  if (code !== 0) throw new Error(`${command} ${verb} ${args.join(' ')} exited ${code}: ${err}${out}`);
}

/** While others take over, these tests leave the machine alone: their own questions cost as much as the brokers' work. */
export const quietMs = 6_000;

const forceDelete = (namespace: string, pod: string): Promise<string> =>
  kubectl('delete', 'pod', '-n', namespace, pod, '--force', '--grace-period=0');

/** SIGKILL of the pod's process. */
export async function killProcess(namespace: string, pod: string): Promise<void> {
  if (!canBreakMachines) {
    await forceDelete(namespace, pod);
    return;
  }
  const before = await podNamed(namespace, pod);
  await cause('kill-process', `${namespace}/${pod}`);
  await sleep(quietMs);
  // Kubernetes waits longer before each restart of a container, up to minutes: a new pod starts at once.
  await until(`${pod} is started again, or waits`, 60, async () => {
    const { running, containerId } = await podNamed(namespace, pod);
    if (!running) return forceDelete(namespace, pod);
    return containerId === before.containerId ? undefined : containerId;
  });
}

/** The pod comes back to an empty disk. */
export async function loseDisk(namespace: string, pod: string): Promise<void> {
  if (canBreakMachines) {
    await cause('lose-volume', `${namespace}/data-${pod}`);
    return;
  }
  await kubectl('delete', 'pvc', '-n', namespace, `data-${pod}`, '--wait=false');
  await forceDelete(namespace, pod);
}

export const killZone = (zone: string): Promise<void> => cause('kill-zone', zone);
export const startZone = (zone: string): Promise<void> => cause('start-zone', zone);
export const powerLoss = (): Promise<void> => cause('power-loss');
export const powerOn = (): Promise<void> => cause('power-on');
