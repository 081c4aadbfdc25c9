import { replayPod } from '../../charts/replay-pod';
import type { MessagingOptions } from '../../lib/plan/options';
import { at, manifestsOf, type Manifest } from '../support/manifests';

const options: MessagingOptions = {
  name: 'shop',
  kafka: { topics: { clicks: {}, 'clicks.dead-letters': {} } },
  rabbitmq: { exchanges: { orders: {} }, queues: { payment: {} } },
};
const request = { name: 'replay-1', putBack: true, rate: 5, limit: 20 } as const;
const made = {
  kafka: replayPod(options, { ...request, broker: 'kafka', source: 'clicks', letters: 'clicks.dead-letters' }),
  rabbitmq: replayPod(options, { ...request, broker: 'rabbitmq', source: 'payment', letters: 'payment.dead-letters' }),
};

describe.each(['kafka', 'rabbitmq'] as const)('the pod that puts dead letters of %s back', (broker) => {
  const { manifest, programMap, namespace } = made[broker];
  const pod = manifest as Manifest;

  test('runs the program that the manifests have already brought, in their namespace', () => {
    expect(namespace).toBe('shop');
    const maps = manifestsOf(options).filter(({ kind }) => kind === 'ConfigMap');
    expect(maps.map(({ metadata }) => metadata.name)).toContain(programMap);
    expect(at(pod, 'spec.containers.0.command')).toContain('replay');
  });

  test('runs once, without a token, and may be stopped at any time', () => {
    expect(at(pod, 'spec.restartPolicy')).toBe('Never');
    expect(at(pod, 'spec.automountServiceAccountToken')).toBe(false);
  });

  test('is let in by the broker, as the provisioner and as a client', () => {
    expect(pod.metadata.labels).toMatchObject({
      'app.kubernetes.io/instance': broker,
      'app.kubernetes.io/component': 'provision',
      [`brokerkit/client-of-${broker}`]: 'true',
    });
    // `kubectl wait job -l brokerkit/part=provision` does not mean it.
    expect(pod.metadata.labels).not.toHaveProperty('brokerkit/part');
  });
});

test('how far dead letters of a topic were put back is remembered for each topic', () => {
  const env = at(made.kafka.manifest, 'spec.containers.0.env') as { name: string; value: string }[];
  expect(env.find(({ name }) => name === 'KAFKA_GROUP_ID')?.value).toBe('brokerkit-replay.clicks.dead-letters');
});
