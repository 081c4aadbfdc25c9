import { namespaceOf, sample } from './support/deployment';
import { fault, streams } from './support/fault';
import { killProcess, loseDisk } from './support/faults';
import { activeController, leaderPod } from './support/kafka';
import { kubectl, say } from './support/kubectl';
import { queueLeaderPod } from './support/rabbitmq';
import { whole } from './support/whole';

const namespace = namespaceOf(sample());
const secondsToWhole = 180;
const loss = { loss: 'process', of: sample() };

/** SIGKILL of the leader of a partition. */
const killLeader = (name: string, partition: number) =>
  fault({
    name,
    namespace,
    kind: 'loud',
    loss,
    secondsToWhole,
    parts: ['replicas'],
    cause: async () => killProcess(namespace, await leaderPod(namespace, streams.kafka, partition)),
  });

const progresses = ({ acknowledged }: { readonly acknowledged: number }): void =>
  expect(acknowledged).toBeGreaterThan(0);

describe('a process is killed', () => {
  test('the leader of a partition, twenty times: producers go on each time, and no promise is rejected', async () => {
    for (let time = 1; time <= 20; time += 1) {
      const { kafka } = await killLeader(`kafka leader killed, ${time} of 20`, time % 12);
      progresses(kafka);
      expect(kafka.rejected).toBe(0);
    }
  });

  test('the leader of a partition, right after a broker came back with an empty disk', async () => {
    for (const ordinal of [2, 1, 0]) {
      await loseDisk(namespace, `kafka-broker-${ordinal}`);
      say(
        `  broker ${ordinal} in sync again, ${await whole(namespace, secondsToWhole, ['kafka'])} s after it lost its disk`,
      );
      const { kafka } = await killLeader(`kafka leader killed after broker ${ordinal} lost its disk`, ordinal);
      progresses(kafka);
      expect(kafka.rejected).toBe(0);
    }
  });

  test('the active controller', async () => {
    const cause = async (): Promise<void> => killProcess(namespace, await activeController(namespace));
    const { kafka } = await fault({
      name: 'active controller killed',
      namespace,
      kind: 'loud',
      loss,
      secondsToWhole,
      parts: ['kafka'],
      cause,
    });
    progresses(kafka);
    expect(kafka.rejected).toBe(0);
  });

  test('the leader of a quorum queue, three times', async () => {
    for (let time = 1; time <= 3; time += 1) {
      const cause = async (): Promise<void> => killProcess(namespace, await queueLeaderPod(namespace, 'payment'));
      const outcome = await fault({
        name: `queue leader killed, ${time} of 3`,
        namespace,
        kind: 'loud',
        loss,
        secondsToWhole,
        parts: ['rabbitmq'],
        cause,
      });
      progresses(outcome.rabbitmq);
      expect(outcome.rabbitmq.rejected).toBe(0);
    }
  });

  test.each(['kafka-broker-1', 'kafka-controller-1', 'rabbitmq-1'])(
    '%s is deleted, and given its time to stop',
    async (pod) => {
      const cause = (): Promise<string> => kubectl('delete', 'pod', '-n', namespace, pod, '--wait=true');
      const { kafka, rabbitmq } = await fault({
        name: `${pod} deleted`,
        namespace,
        kind: 'loud',
        secondsToWhole,
        cause,
      });
      progresses(kafka);
      progresses(rabbitmq);
      expect(kafka.rejected + rabbitmq.rejected).toBe(0);
    },
  );
});
