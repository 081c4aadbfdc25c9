import { RabbitMqCluster, MessagingWorkload } from '../../charts';
import { at, find, manifestsOf, newChart, synthesized, type Manifest } from '../support/manifests';

const rabbitmq = {
  exchanges: { orders: {} },
  queues: { payment: { bindings: [{ exchange: 'orders', routingKey: '#' }] } },
};
const podOf = (set: Manifest, path: string): unknown => at(set, `spec.template.spec.${path}`);

describe('RabbitMqCluster', () => {
  const manifests = manifestsOf({ name: 'shop', rabbitmq });
  const set = find(manifests, 'StatefulSet', 'rabbitmq');

  test('has three nodes, one in each zone, started side by side', () => {
    expect(at(set, 'spec.replicas')).toBe(3);
    expect(at(set, 'spec.podManagementPolicy')).toBe('Parallel');
    expect(podOf(set, 'topologySpreadConstraints.0')).toMatchObject({
      topologyKey: 'topology.kubernetes.io/zone',
      minDomains: 3,
    });
  });

  test('is started as part of the whole cluster alone, and nothing kills a node that recovers', () => {
    expect(podOf(set, 'containers.0.startupProbe.httpGet')).toEqual({
      path: '/api/health/checks/reached-target-cluster-size',
      port: 15_671,
      scheme: 'HTTPS',
    });
    expect(podOf(set, 'containers.0.livenessProbe')).toBeUndefined();
  });

  test('waits before it stops until no queue needs the node, for up to an hour', () => {
    expect(podOf(set, 'containers.0.lifecycle.preStop.exec.command')).toEqual([
      '/etc/brokerkit/scripts/rabbitmq-stop.sh',
    ]);
    expect(podOf(set, 'terminationGracePeriodSeconds')).toBe(3_600);
  });

  test('speaks TLS among its nodes, with the command line tools too', () => {
    const env = podOf(set, 'containers.0.env') as { name: string; value?: string }[];
    const valueOf = (name: string): string | undefined => env.find((entry) => entry.name === name)?.value;
    expect(valueOf('RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS')).toBe(
      '-proto_dist inet_tls -ssl_dist_optfile /etc/brokerkit/config/inter-node-tls.config',
    );
    expect(valueOf('RABBITMQ_CTL_ERL_ARGS')).toBe(valueOf('RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS'));
  });

  test('names no cluster domain in what is part of its data', () => {
    const env = podOf(set, 'containers.0.env') as { name: string; value?: string }[];
    expect(env.find(({ name }) => name === 'RABBITMQ_NODENAME')?.value).toBe(
      'rabbit@$(POD_NAME).rabbitmq-nodes.shop.svc',
    );
  });

  test('lets only nodes, clients with a grant and the provisioner in', () => {
    const policy = find(manifests, 'NetworkPolicy', 'rabbitmq');
    expect(at(policy, 'spec.ingress')).toEqual([
      {
        from: [
          {
            podSelector: {
              matchLabels: { 'app.kubernetes.io/component': 'node', 'app.kubernetes.io/instance': 'rabbitmq' },
            },
          },
        ],
        ports: [
          { port: 4_369, protocol: 'TCP' },
          { port: 25_672, protocol: 'TCP' },
          // What a command line tool asks other nodes for comes back here.
          { port: 35_672, endPort: 35_682, protocol: 'TCP' },
        ],
      },
      {
        from: [{ podSelector: { matchLabels: { 'brokerkit/client-of-rabbitmq': 'true' } } }],
        ports: [{ port: 5_671, protocol: 'TCP' }],
      },
      {
        from: [
          {
            podSelector: {
              matchLabels: { 'app.kubernetes.io/component': 'provision', 'app.kubernetes.io/instance': 'rabbitmq' },
            },
          },
        ],
        ports: [{ port: 15_671, protocol: 'TCP' }],
      },
    ]);
  });

  test('fails for an exchange or a queue that nobody declared', () => {
    const cluster = new RabbitMqCluster(newChart(), 'rabbitmq', rabbitmq);
    // @ts-expect-error an exchange that nobody declared does not compile
    expect(() => cluster.exchange('order')).toThrow('has no exchange order');
    // @ts-expect-error a queue that nobody declared does not compile
    expect(() => cluster.queue('payments')).toThrow('has no queue payments');
  });

  test('gives a consumer of dead letters its user and the right to read them', () => {
    const chart = newChart();
    const cluster = new RabbitMqCluster(chart, 'rabbitmq', rabbitmq);
    cluster
      .queue('payment.dead-letters')
      .grantConsume(new MessagingWorkload(chart, 'undertaker', { image: 'undertaker:1.0' }));
    const topology = at(find(synthesized(chart), 'ConfigMap', 'rabbitmq-provision'), 'data') as Record<string, string>;
    expect(topology['topology.yaml']).toContain(String.raw`read: ^(payment\.dead-letters)$`);
  });
});
