import { MessagingWorkload } from '../../charts';
import type { MessagingOptions } from '../../lib/plan/options';
import { at, find, manifestsOf, newChart, type Manifest } from '../support/manifests';

const options: MessagingOptions = {
  name: 'shop',
  kafka: { topics: { clicks: {}, alerts: {} } },
  rabbitmq: { exchanges: { orders: {} }, queues: { payment: {} } },
  workloads: {
    checkout: {
      image: 'registry.example/checkout:1.4',
      kafka: { produce: ['clicks'] },
      rabbitmq: { publish: ['orders'] },
    },
  },
};

const containerOf = (deployment: Manifest, path: string): unknown =>
  at(deployment, `spec.template.spec.containers.0.${path}`);
const envOf = (deployment: Manifest): Record<string, string | undefined> =>
  Object.fromEntries(
    (containerOf(deployment, 'env') as { name: string; value?: string }[]).map(({ name, value }) => [name, value]),
  );

describe('MessagingWorkload', () => {
  const manifests = manifestsOf(options);
  const checkout = find(manifests, 'Deployment', 'checkout');

  test('gets address, user and files of every broker it was granted something on', () => {
    expect(envOf(checkout)).toMatchObject({
      KAFKA_BOOTSTRAP_SERVERS: 'kafka-bootstrap.shop.svc:9092',
      KAFKA_SECURITY_PROTOCOL: 'SASL_SSL',
      KAFKA_SASL_USERNAME: 'checkout',
      KAFKA_SASL_PASSWORD_FILE: '/etc/brokerkit/kafka/password',
      KAFKA_PRODUCE_TOPICS: 'clicks',
      RABBITMQ_HOST: 'rabbitmq.shop.svc',
      RABBITMQ_PORT: '5671',
      RABBITMQ_PUBLISH_EXCHANGES: 'orders',
    });
    const mounts = containerOf(checkout, 'volumeMounts') as { mountPath: string }[];
    expect(mounts.map(({ mountPath }) => mountPath)).toEqual(
      expect.arrayContaining(['/etc/brokerkit/kafka', '/etc/brokerkit/rabbitmq']),
    );
  });

  test('has the network path to those brokers, the name service, and to nothing else', () => {
    const policy = find(manifests, 'NetworkPolicy', 'checkout');
    expect(at(policy, 'spec.policyTypes')).toEqual(['Ingress', 'Egress']);
    expect(at(policy, 'spec.ingress')).toBeUndefined();
    const egress = at(policy, 'spec.egress') as { ports: { port: number }[] }[];
    expect(egress.map(({ ports }) => ports.map(({ port }) => port))).toEqual([[53, 53], [9_092], [5_671]]);
    expect(at(checkout, 'spec.template.metadata.labels')).toMatchObject({
      'brokerkit/client-of-kafka': 'true',
      'brokerkit/client-of-rabbitmq': 'true',
    });
  });

  test('stays byte for byte as it is when somebody else is granted something', () => {
    const more = manifestsOf({
      ...options,
      workloads: { ...options.workloads, audit: { image: 'audit:1.0', kafka: { consume: ['clicks'] } } },
    });
    for (const kind of ['Deployment', 'NetworkPolicy'])
      expect(find(more, kind, 'checkout')).toEqual(find(manifests, kind, 'checkout'));
  });

  test('fits the restricted profile, like every pod of the kit', () => {
    const pods = manifests.filter(({ kind }) => ['Deployment', 'StatefulSet', 'Job'].includes(kind));
    expect(pods.length).toBeGreaterThan(6);
    for (const pod of pods) {
      const spec = at(pod, 'spec.template.spec') as Record<string, unknown>;
      expect(spec['securityContext']).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
      expect(spec['automountServiceAccountToken']).toBe(pod.kind === 'Job');
      expect(spec['enableServiceLinks']).toBe(false);
      expect(containerOf(pod, 'securityContext')).toEqual({
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'] },
        readOnlyRootFilesystem: true,
      });
      expect(containerOf(pod, 'resources.limits.memory')).toBe(containerOf(pod, 'resources.requests.memory'));
    }
  });

  test('fails without exactly one of program and image', () => {
    expect(() => new MessagingWorkload(newChart(), 'nothing', {})).toThrow('give it either a program or an image');
    expect(() => new MessagingWorkload(newChart(), 'both', { image: 'a:1.0', program: 'kafka-producer' })).toThrow(
      'either a program or an image',
    );
  });
});
