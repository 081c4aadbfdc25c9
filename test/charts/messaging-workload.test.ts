import { Testing } from 'cdk8s';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
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

  test('is told the zone of its node where it reads from Kafka, unless the team has named one', () => {
    const consume = { image: 'audit:1.0', kafka: { consume: ['clicks'] } };
    const rackOf = (env: Record<string, string> = {}, storage?: '1Gi') => {
      const its = { ...consume, env, ...(storage && { storage }) };
      const pods = manifestsOf({ ...options, workloads: { audit: its } });
      const env_ = containerOf(find(pods, storage ? 'StatefulSet' : 'Deployment', 'audit'), 'env');
      return (env_ as { name: string }[]).filter(({ name }) => name === 'KAFKA_CLIENT_RACK');
    };
    const label = "metadata.labels['topology.kubernetes.io/zone']";
    const ofNode = [{ name: 'KAFKA_CLIENT_RACK', valueFrom: { fieldRef: { fieldPath: label } } }];

    expect(rackOf()).toEqual(ofNode);
    expect(rackOf({}, '1Gi')).toEqual(ofNode);
    expect(rackOf({ KAFKA_CLIENT_RACK: 'cellar' })).toEqual([{ name: 'KAFKA_CLIENT_RACK', value: 'cellar' }]);
    expect(envOf(checkout)).not.toHaveProperty('KAFKA_CLIENT_RACK');
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

  test('fails without exactly one of program, entry and image', () => {
    expect(() => new MessagingWorkload(newChart(), 'nothing', {})).toThrow('give it one of program, entry and image');
    expect(() => new MessagingWorkload(newChart(), 'both', { image: 'a:1.0', entry: 'src/both.ts' })).toThrow(
      'give it one of program, entry and image',
    );
  });
});

describe('a workload with a volume, a port and somebody who calls it', () => {
  const manifests = manifestsOf({
    name: 'shop',
    kubernetes: { storageClass: 'fast' },
    kafka: { topics: { clicks: {} } },
    workloads: {
      stock: { image: 'registry.example/stock:2.1', storage: '2Gi', port: 9000, kafka: { produce: ['clicks'] } },
      'web-shop': { image: 'registry.example/web:3.0', calls: ['stock'] },
      other: { image: 'registry.example/other:1.0' },
    },
  });
  const stock = find(manifests, 'StatefulSet', 'stock');

  test('has pods with names that stay, and a disk of its own each, which outlives them', () => {
    expect(at(stock, 'spec.volumeClaimTemplates.0.spec')).toEqual({
      accessModes: ['ReadWriteOnce'],
      storageClassName: 'fast',
      resources: { requests: { storage: '2Gi' } },
    });
    expect(at(stock, 'spec.persistentVolumeClaimRetentionPolicy')).toEqual({
      whenDeleted: 'Retain',
      whenScaled: 'Retain',
    });
    expect(containerOf(stock, 'volumeMounts')).toContainEqual({ name: 'data', mountPath: '/var/lib/brokerkit' });
    expect(envOf(stock)).toMatchObject({
      DATA_FOLDER: '/var/lib/brokerkit',
      PORT: '9000',
      KAFKA_PRODUCE_TOPICS: 'clicks',
    });
  });

  test('is found by its name, on its port', () => {
    const service = find(manifests, 'Service', 'stock');
    expect(at(service, 'spec.ports')).toEqual([{ name: 'http', port: 9000 }]);
    expect(envOf(find(manifests, 'Deployment', 'web-shop'))).toMatchObject({ STOCK_URL: 'http://stock.shop.svc:9000' });
  });

  test('opens the path between the two, and to nobody else', () => {
    const peer = (name: string) => ({
      podSelector: {
        matchLabels: { 'app.kubernetes.io/instance': name, 'app.kubernetes.io/component': 'workload' },
      },
    });
    const ports = [{ protocol: 'TCP', port: 9000 }];
    expect(at(find(manifests, 'NetworkPolicy', 'stock'), 'spec.ingress')).toEqual([
      { from: [peer('web-shop')], ports },
    ]);
    expect(at(find(manifests, 'NetworkPolicy', 'web-shop'), 'spec.egress.1')).toEqual({ to: [peer('stock')], ports });
    expect(at(find(manifests, 'NetworkPolicy', 'other'), 'spec.egress')).toHaveLength(1);
  });
});

describe('what a workload runs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'brokerkit-entry-'));
  const entry = join(folder, 'trends.ts');
  afterAll(() => rmSync(folder, { recursive: true }));
  const trends = (text: string): readonly Manifest[] => {
    writeFileSync(entry, text);
    const chart = newChart();
    new MessagingWorkload(chart, 'trends', { entry });
    return Testing.synth(chart) as readonly Manifest[];
  };
  const mapOf = (manifests: readonly Manifest[]): Manifest =>
    manifests.find(({ kind }) => kind === 'ConfigMap') as Manifest;

  test('may be a file of its own, which is bundled with what it imports and runs from a ConfigMap', () => {
    writeFileSync(join(folder, 'words.ts'), "export const words: string = 'from another file';");
    const map = mapOf(trends("import { words } from './words.ts';\nconsole.log(words);"));
    const packed = (map as unknown as { binaryData: Record<string, string> }).binaryData['trends.cjs.gz'] ?? '';
    expect(gunzipSync(Buffer.from(packed, 'base64')).toString()).toContain('from another file');
  });

  test('rolls when the file has changed, and only then', () => {
    const named = (text: string): string => mapOf(trends(text)).metadata.name;
    expect(named('console.log(1);')).toBe(named('console.log( 1 ); // the same'));
    expect(named('console.log(1);')).not.toBe(named('console.log(2);'));
  });

  test('is its own, even where a program of the kit has its name', () => {
    writeFileSync(entry, 'console.log(1);');
    const chart = newChart();
    new MessagingWorkload(chart, 'reader', { program: 'kafka-consumer' });
    new MessagingWorkload(chart, 'kafka', { entry });
    const maps = (Testing.synth(chart) as readonly Manifest[]).filter(({ kind }) => kind === 'ConfigMap');
    expect(maps.map(({ metadata }) => metadata.name.replace(/-\w{8}$/, ''))).toEqual([
      'program-kafka',
      'program-kafka',
    ]);
  });

  test('is told by name when it can not be bundled', () => {
    expect(() => trends('const = ;')).toThrow(/trends\.ts:1:6: ERROR/);
  });

  test('may be a program of the kit in an image of its Dockerfile', () => {
    const chart = newChart();
    new MessagingWorkload(chart, 'clicks', { program: 'kafka-consumer', image: 'registry.example/programs:0.1' });
    const [deployment] = (Testing.synth(chart) as readonly Manifest[]).filter(({ kind }) => kind === 'Deployment');
    expect(containerOf(deployment as Manifest, 'command')).toEqual([
      'node',
      '--max-semi-space-size=16',
      '/opt/brokerkit/kafka.cjs',
      'consumer',
    ]);
    expect(Testing.synth(chart).some(({ kind }) => kind === 'ConfigMap')).toBe(false);
  });
});
