import { apply, namespaceOf, pods, provisioned, sample, synthesize } from './support/deployment';
import { fault } from './support/fault';
import { kubectl } from './support/kubectl';
import { survivingPowerLoss } from './support/variants';

const namespace = namespaceOf(sample());
const rolled = ['kafka-broker', 'rabbitmq'];

describe('a setting is changed', () => {
  test('rolls the brokers one by one, without a rejected promise, and leaves the controllers alone', async () => {
    const folder = synthesize(survivingPowerLoss(sample()));
    const before = await pods(namespace);
    const { kafka, rabbitmq } = await fault({
      name: 'brokers roll to survives-power-loss',
      namespace,
      kind: 'loud',
      secondsToWhole: 120,
      cause: async () => {
        await apply(folder);
        for (const name of rolled)
          await kubectl('rollout', 'status', '-n', namespace, `statefulset/${name}`, '--timeout=400s');
        await provisioned(folder, 120);
      },
    });
    expect(kafka.rejected + rabbitmq.rejected).toBe(0);

    const after = await pods(namespace);
    const uids = (list: typeof before, prefix: string): readonly string[] =>
      list
        .filter(({ name }) => new RegExp(String.raw`^${prefix}-\d$`).test(name))
        .map(({ uid }) => uid)
        .sort();
    for (const name of rolled) for (const uid of uids(before, name)) expect(uids(after, name)).not.toContain(uid);
    expect(uids(after, 'kafka-controller')).toEqual(uids(before, 'kafka-controller'));
  });
});
