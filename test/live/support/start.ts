import { rmSync, mkdirSync } from 'node:fs';
import { Collector } from './collector';
import { clear, namespaceOf, sample } from './deployment';
import { canBreakMachines } from './faults';
import { outputFolder, say } from './kubectl';

let collector: Collector | undefined;

/** Before all live tests: a clean place, and somebody who writes down what the workloads print. */
export default async function start(): Promise<void> {
  const namespace = namespaceOf(sample());
  rmSync(outputFolder, { recursive: true, force: true });
  mkdirSync(outputFolder, { recursive: true });
  say(
    canBreakMachines
      ? 'zones and power will be lost too'
      : 'BROKERKIT_FAULTS is not set: no zone and no power will be lost',
  );
  // For whoever writes these tests: what an earlier run deployed stays.
  if (process.env['BROKERKIT_LIVE_KEEP'] === undefined) await clear(namespace);
  collector = new Collector(namespace);
  (globalThis as { stopCollector?: () => void }).stopCollector = () => collector?.stop();
}
