import type { StreamModel } from '../durability/loss-model';

/** What a live test has caused on a real cluster, and seen come out as the loss model says. */
export interface Proof {
  readonly loss: string;
  readonly broker: 'kafka' | 'rabbitmq';
  /** File in the repository. */
  readonly test: string;
  /** Whether it shows this for messages that were on the disk before "stored"; both where it makes no difference. */
  readonly syncBeforeAck?: boolean;
}

const file = (name: string): string => `test/live/${name}.test.ts`;

/** A live test proves a row only for what it runs: the promise of `test/live/messaging.yaml`. */
export const proofs: readonly Proof[] = [
  { loss: 'process', broker: 'kafka', test: file('30-process-loss') },
  { loss: 'process', broker: 'rabbitmq', test: file('30-process-loss') },
  { loss: 'disk', broker: 'kafka', test: file('70-disk-loss') },
  { loss: 'disk', broker: 'rabbitmq', test: file('70-disk-loss') },
  // A zone without power: it comes back with its disks.
  { loss: 'zone-off', broker: 'kafka', test: file('40-zone-loss') },
  { loss: 'zone-off', broker: 'rabbitmq', test: file('40-zone-loss') },
  // With flush nothing is lost, and the control topic without it loses.
  { loss: 'power', broker: 'kafka', test: file('60-power-loss') },
  { loss: 'power', broker: 'rabbitmq', test: file('60-power-loss'), syncBeforeAck: true },
];

export const configured = 'configured';

/** What every live test runs on: three copies, two before "stored", a copy in each of three zones. */
function isProvenShape({ pods, copiesBeforeAck, uncleanElection }: StreamModel, broker: Proof['broker']): boolean {
  return (
    pods.copies === 3 &&
    copiesBeforeAck === 2 &&
    !uncleanElection &&
    pods.brokers === 3 &&
    pods.zones === 3 &&
    pods.spread === 'zone' &&
    pods.deciders === (broker === 'kafka' ? 3 : 'brokers')
  );
}

/** The live test that caused this loss to such a stream, or `configured` where the settings alone speak. */
export function provenBy(broker: Proof['broker'], loss: string, model: StreamModel): string {
  const found = proofs.find(
    (proof) =>
      proof.broker === broker &&
      proof.loss === loss &&
      (proof.syncBeforeAck === undefined || proof.syncBeforeAck === model.syncBeforeAck),
  );
  return found !== undefined && isProvenShape(model, broker) ? found.test : configured;
}
