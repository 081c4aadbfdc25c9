import fc from 'fast-check';
import { masked } from '../../../lib/testing/mask';

const digest = 'ab'.repeat(32);

describe('masked', () => {
  test.each([
    ['node:24.21.0-bookworm-slim', 'node:VERSION'],
    ['apache/kafka:4.3.1', 'apache/kafka:VERSION'],
    ['registry.example:5000/team/checkout:1.4', 'registry.example:5000/team/checkout:VERSION'],
    ['registry.example:5000/team/checkout', 'registry.example:5000/team/checkout:VERSION'],
    [`registry.example/checkout:1.4@sha256:${digest}`, 'registry.example/checkout:VERSION'],
    [`registry.example/checkout@sha256:${digest}`, 'registry.example/checkout:VERSION'],
  ])('the image %s is %s', (image, expected) => {
    expect(masked({ containers: [{ image }] })).toEqual({ containers: [{ image: expected }] });
  });

  test('a name that ends in a checksum keeps what stands before it, wherever it is written', () => {
    expect(
      masked({ name: 'kafka-provision-0a1b2c3d', volumes: [{ configMap: { name: 'program-kafka-12345678' } }] }),
    ).toEqual({
      name: 'kafka-provision-CHECKSUM',
      volumes: [{ configMap: { name: 'program-kafka-CHECKSUM' } }],
    });
  });

  test('the label that says which version runs', () => {
    expect(masked({ labels: { 'app.kubernetes.io/version': '1.4', 'app.kubernetes.io/name': 'brokerkit' } })).toEqual({
      labels: { 'app.kubernetes.io/version': 'VERSION', 'app.kubernetes.io/name': 'brokerkit' },
    });
  });

  test('checksums on pods, also those of digits alone, and packed programs', () => {
    expect(masked({ 'brokerkit/checksum': '12345678', binaryData: { 'kafka.cjs.gz': 'H4sI'.repeat(50) } })).toEqual({
      'brokerkit/checksum': 'CHECKSUM',
      binaryData: { 'kafka.cjs.gz': 'PACKED' },
    });
  });

  test('assets, runtimes and engines in templates of CDK', () => {
    expect(
      masked({
        Code: { S3Key: `${digest}.zip` },
        Runtime: 'nodejs24.x',
        KafkaVersion: '3.9.x.kraft',
        EngineVersion: '4.2',
      }),
    ).toEqual({ Code: { S3Key: 'DIGEST.zip' }, Runtime: 'RUNTIME', KafkaVersion: 'VERSION', EngineVersion: 'VERSION' });
  });

  test('what somebody decided is left as it is', () => {
    const decided = {
      apiVersion: 'apps/v1',
      data: { 'server.properties': 'min.insync.replicas=2\nlog.retention.ms=604800000' },
      spec: { replicas: 3, storage: '100Gi', paused: false, selector: undefined, clusterIP: null },
      id: 'kafka-broker-2',
      longer: 'kafka-0123456789abcdef',
    };

    expect(masked(decided)).toEqual(decided);
  });

  test('what is masked stays so, and the value that was given is not changed', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const before = JSON.stringify(value);
        const once = masked(value);
        expect(masked(once)).toEqual(once);
        expect(JSON.stringify(value)).toBe(before);
      }),
    );
  });
});
