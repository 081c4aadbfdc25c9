import { audit, type Verdict } from '../../lib/durability/ledger';
import { producerLedger } from '../../lib/durability/ledger-lines';
import { namespaceOf, sample } from './support/deployment';
import { differencesAfterwards, explained } from './support/explained';
import { fault, streams } from './support/fault';
import { canBreakMachines, powerLoss, powerOn } from './support/faults';
import { readTopic } from './support/kafka';
import { say, sleep } from './support/kubectl';
import { producerLines } from './support/ledger';
import { idsIn } from './support/read-back';
import { controlTopic, survivingPowerLoss } from './support/variants';

const namespace = namespaceOf(sample());
const loss = { loss: 'power', of: survivingPowerLoss(sample()) };

describe('all nodes lose power at once', () => {
  if (!canBreakMachines) {
    test('is not caused here: BROKERKIT_FAULTS names no command', () => expect(canBreakMachines).toBe(false));
    return;
  }

  test('survives-power-loss loses nothing, and a topic that promises less loses what was not on a disk', async () => {
    const cause = async (): Promise<void> => {
      // Long enough for the control topic to hold records, short enough for the system not to have written them by itself.
      await sleep(10_000);
      say('  all nodes lose power');
      await powerLoss();
      await powerOn();
    };
    await fault({ name: 'all nodes without power', namespace, kind: 'silent', loss, secondsToWhole: 300, cause });

    const found = async (topic: string): Promise<Verdict> => {
      // First what was promised: while the topic is read, the producers go on.
      const produced = producerLedger(producerLines('kafka', topic));
      return audit({ ...produced, read: idsIn(await readTopic(namespace, 'kafka-broker-0', topic)) });
    };
    const [promised, control] = [await found(streams.kafka), await found(controlTopic)];
    say(
      `  acknowledged and lost: ${streams.kafka} ${promised.lost.length}, ${controlTopic} (no flush) ${control.lost.length}`,
    );
    const said = [explained(loss, 'kafka', streams.kafka)];
    expect(differencesAfterwards(said, { ...promised, lost: promised.lost.length })).toEqual([]);
    expect(promised.lost).toEqual([]);
    expect(explained(loss, 'kafka', controlTopic).data.is).toBe('lost');
    expect(control.lost.length).toBeGreaterThan(0);
  });
});
