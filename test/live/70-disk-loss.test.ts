import { namespaceOf, podNamed, sample, zoneOf } from './support/deployment';
import { fault } from './support/fault';
import { canBreakMachines, killProcess, killZone, loseDisk, startZone } from './support/faults';
import { kubectl, say, sleep } from './support/kubectl';
import { queues } from './support/rabbitmq';
import { survivingPowerLoss } from './support/variants';

const namespace = namespaceOf(sample());
const secondsToWhole = 240;
// The roll before has brought this.
const of = survivingPowerLoss(sample());

describe('a disk is lost', () => {
  test.each([
    'kafka-broker-1',
    'kafka-broker-0',
    'kafka-controller-1',
    'kafka-controller-0',
    'rabbitmq-1',
    'rabbitmq-0',
  ])('%s comes back to an empty disk, and all is whole again without anybody’s hands', async (pod) => {
    const outcome = await fault({
      name: `${pod} lost its disk`,
      namespace,
      kind: 'loud',
      loss: { loss: 'disk', of },
      secondsToWhole,
      cause: () => loseDisk(namespace, pod),
    });
    expect(outcome.kafka.acknowledged).toBeGreaterThan(0);
    expect(outcome.rabbitmq.acknowledged).toBeGreaterThan(0);
  });

  test.each(['rabbitmq-1', 'rabbitmq-0'])('%s, whole again, starts with what it has when it is killed', async (pod) => {
    const cause = (): Promise<void> => killProcess(namespace, pod);
    const loss = { loss: 'process', of };
    await fault({ name: `${pod} killed after it was healed`, namespace, kind: 'loud', loss, secondsToWhole, cause });
    const log = await kubectl('logs', '-n', namespace, pod);
    expect(log).toContain('Starting RabbitMQ');
    expect(log).not.toMatch(/start: (empty disk|the last join)/);
  });

  if (!canBreakMachines) return;

  test('the seed node’s, while both of its peers are away: it waits, even when it is restarted, and forms no second cluster', async () => {
    const zones = await Promise.all(
      ['rabbitmq-1', 'rabbitmq-2'].map(async (pod) => zoneOf((await podNamed(namespace, pod)).node)),
    );
    const before = (await queues(namespace)).length;
    const cause = async (): Promise<void> => {
      for (const zone of zones) await killZone(zone);
      await loseDisk(namespace, 'rabbitmq-0');
      await sleep(20_000);
      await killProcess(namespace, 'rabbitmq-0');
      await sleep(20_000);
      const log = await kubectl('logs', '-n', namespace, 'rabbitmq-0');
      expect(log).toContain('empty disk in a cluster that has been whole');
      // The server was never started: an empty one would answer, and later fight with the real cluster.
      expect(log).not.toContain('Starting RabbitMQ');
      say(`  rabbitmq-0 waits: ${log.trim().split('\n').at(-1) ?? ''}`);
      for (const zone of zones) await startZone(zone);
    };
    await fault({
      name: 'rabbitmq-0 lost its disk while its peers were away',
      namespace,
      kind: 'silent',
      secondsToWhole: 400,
      cause,
    });
    expect((await queues(namespace)).length).toBe(before);
  });
});
