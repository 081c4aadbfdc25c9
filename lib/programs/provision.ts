import { setTimeout as wait } from 'node:timers/promises';
import type { Change, Provisioner } from '../plan/change';

/** A provisioner that knows when the cluster is all there. */
export interface WholeProvisioner<Topology> extends Provisioner<Topology> {
  /** Whether all of it is there; or, in words, what is not. Throws while nobody answers. */
  whole(topology: Topology): Promise<boolean | string>;
}

export interface ProvisionOptions {
  /** The cluster is whole: from now on a member without data joins it, and never founds another one. */
  readonly useUpSeed: () => Promise<void>;
  readonly say?: (line: string) => void;
  readonly pollMs?: number;
  readonly patienceMs?: number;
  /** How long what was applied may take until it is seen. */
  readonly settleMs?: number;
  /** Errors that no waiting mends: they end it at once. */
  readonly hopeless?: (error: Error) => boolean;
}

/**
 * Waits until the cluster is whole, uses up its seed, brings it to the topology and looks whether it is there.
 *
 * @throws Error when something is refused (and then nothing is applied), is left over, or the cluster does not become whole
 */
export async function provision<Topology>(
  provisioner: WholeProvisioner<Topology>,
  topology: Topology,
  options: ProvisionOptions,
): Promise<void> {
  const say = options.say ?? ((line) => void process.stdout.write(`${line}\n`));
  await untilWhole(provisioner, topology, options, say);
  say('the cluster is whole');
  await options.useUpSeed();
  const changes = await provisioner.plan(topology);
  const refused = changes.filter(({ action }) => action === 'refuse');
  if (refused.length > 0) {
    throw new Error(['nothing was applied, because this is refused:', ...refused.map(changeText)].join('\n'));
  }
  if (changes.length > 0) await provisioner.apply(topology, changes);
  for (const change of changes) say(changeText(change));
  const left = await untilEmpty(provisioner, topology, options);
  if (left.length > 0) throw new Error(['this is left after applying:', ...left.map(changeText)].join('\n'));
  say(changes.length === 0 ? 'nothing to change' : `${changes.length} changes, nothing left to change`);
}

async function untilWhole<Topology>(
  provisioner: WholeProvisioner<Topology>,
  topology: Topology,
  { pollMs = 2_000, patienceMs = 15 * 60_000, hopeless = () => false }: ProvisionOptions,
  say: (line: string) => void,
): Promise<void> {
  const deadline = Date.now() + patienceMs;
  let said = '';
  for (;;) {
    const whole = await provisioner.whole(topology).catch((error: Error) => {
      if (hopeless(error)) throw error;
      return `no answer: ${error.message}`;
    });
    if (whole === true) return;
    const text = whole === false ? 'the cluster is not whole' : whole;
    if (text !== said) say(`waiting: ${text}`);
    said = text;
    if (Date.now() > deadline) throw new Error(`not whole after ${Math.round(patienceMs / 60_000)} minutes: ${text}`);
    await wait(pollMs);
  }
}

/** Brokers hear of a change a moment after it was accepted. */
async function untilEmpty<Topology>(
  provisioner: WholeProvisioner<Topology>,
  topology: Topology,
  { settleMs = 20_000 }: ProvisionOptions,
): Promise<readonly Change[]> {
  const deadline = Date.now() + settleMs;
  for (;;) {
    const left = await provisioner.plan(topology);
    if (left.length === 0 || Date.now() > deadline) return left;
    await wait(Math.min(1_000, settleMs));
  }
}

const shown = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing'));

/** `grow topics.clicks.partitions: 3 → 6` */
export function changeText({ path, is, wanted, action, why }: Change): string {
  return `${action} ${path}: ${shown(is)} → ${shown(wanted)}${why === undefined ? '' : ` (${why})`}`;
}
