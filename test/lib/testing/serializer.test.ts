import { Stack } from 'aws-cdk-lib/core';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { KafkaCluster } from '../../../charts/kafka-cluster';
import { snapshotSerializer } from '../../../lib/testing';
import { awsApp, templateOf } from '../../support/aws';
import { newChart, synthesized } from '../../support/manifests';

expect.addSnapshotSerializer(snapshotSerializer);

const job = (version: string, checksum: string) => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: `kafka-provision-${checksum}` },
  spec: { containers: [{ image: `node:${version}` }] },
});

describe('the snapshot serializer', () => {
  test('prints a manifest as jest prints an object, without versions and checksums', () => {
    expect(job('24.21.0', '0a1b2c3d')).toMatchInlineSnapshot(`
{
  "apiVersion": "batch/v1",
  "kind": "Job",
  "metadata": {
    "name": "kafka-provision-CHECKSUM",
  },
  "spec": {
    "containers": [
      {
        "image": "node:VERSION",
      },
    ],
  },
}
`);
  });

  test('prints the manifests of a whole chart, which has no checksum left', () => {
    const chart = newChart();
    new KafkaCluster(chart, 'kafka', { topics: { clicks: {} } });
    const manifests = synthesized(chart);

    expect(snapshotSerializer.test(manifests)).toBe(true);
    const printed = snapshotSerializer.serialize(manifests, {}, '', 0, [], (value) => JSON.stringify(value));
    expect(printed).toContain('"name":"kafka-provision-CHECKSUM"');
    expect(printed).toContain('"kafka.cjs.gz":"PACKED"');
    expect(printed).not.toMatch(/-[0-9a-f]{8}"|"image":"[^"]*:(?!VERSION")/);
  });

  test('prints a template of CDK without the hashes of its assets', () => {
    const stack = new Stack(awsApp(), 'Stack');
    new Function(stack, 'Function', {
      code: Code.fromAsset('charts/scripts'),
      handler: 'a.b',
      runtime: Runtime.NODEJS_22_X,
    });
    const template = templateOf(stack).toJSON();

    expect(snapshotSerializer.test(template)).toBe(true);
    const printed = snapshotSerializer.serialize(template, {}, '', 0, [], (value) => JSON.stringify(value));
    expect(printed).toContain('"S3Key":"DIGEST.zip"');
    expect(printed).toContain('"Runtime":"RUNTIME"');
  });

  test('leaves everything else to jest', () => {
    for (const value of [[], [job('1', '2'), 'text'], { kind: 'Job' }, { Resources: 3 }, 'text', null, undefined])
      expect(snapshotSerializer.test(value)).toBe(false);
  });
});
