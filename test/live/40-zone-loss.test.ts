import { namespaceOf, podNamed, sample, zoneOf } from './support/deployment';
import { fault } from './support/fault';
import { canBreakMachines, killZone, startZone } from './support/faults';
import { activeController } from './support/kafka';
import { say, sleep } from './support/kubectl';
import { producedSince } from './support/ledger';

const namespace = namespaceOf(sample());
const outageMs = 40_000;

describe('a zone loses power', () => {
  if (!canBreakMachines) {
    test('is not caused here: BROKERKIT_FAULTS names no command', () => expect(canBreakMachines).toBe(false));
    return;
  }

  test('that of the active controller: both brokers go on without it, and are whole again once it is back', async () => {
    const { node } = await podNamed(namespace, await activeController(namespace));
    const zone = await zoneOf(node);
    let duringOutage = { kafka: 0, rabbitmq: 0 };
    const cause = async (): Promise<void> => {
      say(`  ${zone} loses power`);
      await killZone(zone);
      await sleep(outageMs / 2);
      const half = Date.now();
      await sleep(outageMs / 2);
      duringOutage = {
        kafka: producedSince('kafka', 'clicks', half).acknowledged,
        rabbitmq: producedSince('rabbitmq', 'orders', half).acknowledged,
      };
      await startZone(zone);
    };
    await fault({
      name: `${zone} without power for ${outageMs / 1_000} s`,
      namespace,
      kind: 'silent',
      loss: { loss: 'zone-off', of: sample() },
      secondsToWhole: 300,
      cause,
    });
    expect(duringOutage.kafka).toBeGreaterThan(0);
    expect(duringOutage.rabbitmq).toBeGreaterThan(0);
  });
});
