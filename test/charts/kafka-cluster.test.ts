import { DurabilityError } from '../../lib/durability/problem';
import { KafkaCluster, MessagingWorkload } from '../../charts';
import { at, find, manifestsOf, newChart, synthesized, type Manifest } from '../support/manifests';

const kafka = { topics: { clicks: {} } };
const podOf = (set: Manifest, path: string): unknown => at(set, `spec.template.spec.${path}`);

describe('KafkaCluster', () => {
  const manifests = manifestsOf({ name: 'shop', kafka });
  const broker = find(manifests, 'StatefulSet', 'kafka-broker');
  const controller = find(manifests, 'StatefulSet', 'kafka-controller');

  test('has three brokers and three controllers of their own, started side by side', () => {
    for (const set of [broker, controller]) {
      expect(at(set, 'spec.replicas')).toBe(3);
      expect(at(set, 'spec.podManagementPolicy')).toBe('Parallel');
    }
  });

  test('requires a zone and a node of its own for each broker and each controller', () => {
    for (const set of [broker, controller]) {
      const [spread] = podOf(set, 'topologySpreadConstraints') as Record<string, unknown>[];
      expect(spread).toMatchObject({
        topologyKey: 'topology.kubernetes.io/zone',
        maxSkew: 1,
        minDomains: 3,
        whenUnsatisfiable: 'DoNotSchedule',
      });
      expect(podOf(set, 'affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution.0.topologyKey')).toBe(
        'kubernetes.io/hostname',
      );
    }
  });

  test('has a name for its quorum that leads to controllers which are ready, and new brokers wait for it', () => {
    const quorum = find(manifests, 'Service', 'kafka-quorum');
    expect(at(quorum, 'spec.clusterIP')).toBe('None');
    expect(at(quorum, 'spec.publishNotReadyAddresses')).toBeUndefined();
    expect(at(quorum, 'spec.selector')).toEqual(at(controller, 'spec.selector.matchLabels'));
    expect(podOf(broker, 'containers.0.env')).toContainEqual({ name: 'QUORUM', value: 'kafka-quorum' });
    expect(JSON.stringify(controller)).not.toContain('QUORUM');
  });

  test('keeps its claims when it is deleted or scaled down', () => {
    expect(at(broker, 'spec.persistentVolumeClaimRetentionPolicy')).toEqual({
      whenDeleted: 'Retain',
      whenScaled: 'Retain',
    });
  });

  test('lets one pod of each role be away at a time', () => {
    for (const name of ['kafka-broker', 'kafka-controller']) {
      const budget = find(manifests, 'PodDisruptionBudget', name);
      expect(at(budget, 'spec.maxUnavailable')).toBe(1);
      expect(at(budget, 'spec.unhealthyPodEvictionPolicy')).toBe('AlwaysAllow');
    }
  });

  test('is started when it holds every replica, has hours for that, and nothing kills it while it recovers', () => {
    const probe = podOf(broker, 'containers.0.startupProbe') as {
      exec: unknown;
      periodSeconds: number;
      failureThreshold: number;
    };
    expect(probe.exec).toEqual({ command: ['test', '-f', '/tmp/ready'] });
    expect(probe.periodSeconds * probe.failureThreshold).toBeGreaterThanOrEqual(4 * 3_600);
    expect(podOf(broker, 'containers.0.livenessProbe')).toBeUndefined();
    expect(podOf(broker, 'terminationGracePeriodSeconds')).toBe(120);
  });

  test('gives the permission to form a cluster to controllers alone, and does without it when it is used up', () => {
    const seed = { name: 'SEED', valueFrom: { secretKeyRef: { name: 'kafka-cluster', key: 'seed', optional: true } } };
    expect(podOf(controller, 'containers.0.env')).toContainEqual(seed);
    expect(podOf(broker, 'containers.0.env')).not.toContainEqual(seed);
  });

  test('does not restart controllers for a setting of the brokers', () => {
    const changed = manifestsOf({ name: 'shop', kafka: { ...kafka, replicaLagTimeMaxMs: 20_000 } });
    const checksum = (list: readonly Manifest[], name: string): unknown =>
      at(find(list, 'StatefulSet', name), 'spec.template.metadata.annotations');
    expect(checksum(changed, 'kafka-controller')).toEqual(checksum(manifests, 'kafka-controller'));
    expect(checksum(changed, 'kafka-broker')).not.toEqual(checksum(manifests, 'kafka-broker'));
  });

  test('runs combined on one node in development', () => {
    const small = manifestsOf({ name: 'shop', durability: 'development', kafka });
    expect(small.filter(({ kind }) => kind === 'StatefulSet').map(({ metadata }) => metadata.name)).toEqual([
      'kafka-broker',
    ]);
    const config = at(find(small, 'ConfigMap', 'kafka-broker-config'), 'data') as Record<string, string>;
    expect(config['server.properties']).toContain('process.roles=broker,controller\n');
  });

  test('reports every problem of every cluster at once when it is synthesized', () => {
    const chart = newChart();
    new KafkaCluster(chart, 'one', { brokers: 2 });
    new KafkaCluster(chart, 'two', { uncleanLeaderElectionEnable: true });
    expect(() => synthesized(chart)).toThrow(
      /kafka-copies-too-few\] one\.brokers is 2[\s\S]*kafka-unclean-election\] two\.unclean/,
    );
  });

  test('refuses options that can not be read at once, with the path the user wrote', () => {
    const wrong = { minInsyncReplica: 2 } as never;
    expect(() => new KafkaCluster(newChart(), 'kafka', wrong)).toThrow(DurabilityError);
    expect(() => new KafkaCluster(newChart(), 'kafka', wrong)).toThrow('kafka.minInsyncReplica is 2');
  });
});

describe('KafkaCluster.topic', () => {
  test('fails for a topic that nobody declared', () => {
    const cluster = new KafkaCluster(newChart(), 'kafka', kafka);
    // @ts-expect-error a topic that nobody declared does not compile
    expect(() => cluster.topic('cliks')).toThrow('shop/kafka has no topic cliks: declare it in topics');
  });

  test('gives a producer its user, the right to write, and no other', () => {
    const chart = newChart();
    const cluster = new KafkaCluster(chart, 'kafka', kafka);
    cluster.topic('clicks').grantProduce(new MessagingWorkload(chart, 'checkout', { image: 'checkout:1.4' }));
    const topology = at(find(synthesized(chart), 'ConfigMap', 'kafka-provision'), 'data') as Record<string, string>;
    expect(topology['topology.yaml']).toContain(
      [
        'users:',
        '  - name: checkout',
        '    acls:',
        '      - resource: topic',
        '        name: clicks',
        '        operations:',
        '          - describe',
        '          - write',
        '',
      ].join('\n'),
    );
  });
});
