import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brokerkit, emptyFolder } from '../support/command-line';

describe('brokerkit explain', () => {
  const folder = emptyFolder();

  const explain = (text: string, ...args: readonly string[]) => {
    writeFileSync(join(folder(), 'messaging.yaml'), text);
    return brokerkit(folder(), 'explain', ...args);
  };

  test('prints a table of a hundred columns without colours where nobody looks at a terminal', async () => {
    const { status, stdout } = await explain('name: shop\nkafka: { topics: { clicks: {} } }\n');
    expect(status).toBe(0);
    expect(stdout).toContain('Kafka topic clicks');
    expect(stdout).not.toContain('\u001B');
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  test('prints the same as JSON', async () => {
    const { stdout } = await explain('name: shop\nrabbitmq: { queues: { payment: {} } }\n', '--json');
    const { name, streams } = JSON.parse(stdout) as { name: string; streams: { name: string; losses: object[] }[] };
    expect([name, streams[0]?.name]).toEqual(['shop', 'payment']);
    expect(streams[0]?.losses[0]).toMatchObject({
      loss: 'process',
      data: { is: 'kept' },
      provenBy: 'test/live/30-process-loss.test.ts',
    });
  });

  test('refuses what breaks its promise, as synth does', async () => {
    const { status, stdout, stderr } = await explain('name: shop\nkafka: { minInsyncReplicas: 1 }\n');
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain('[kafka-min-insync-too-low] kafka.minInsyncReplicas is 1');
  });

  test('says what holds on AWS, and what AWS does not state', async () => {
    const file = 'name: shop\nkafka: { topics: { clicks: {} } }\nrabbitmq: { queues: { payment: {} } }\n';
    const { status, stdout } = await explain(file, '--target', 'managed');
    expect(status).toBe(0);
    expect(stdout).toContain('Kafka topic clicks on Amazon MSK, express brokers');
    expect(stdout).toContain('RabbitMQ queue payment on Amazon MQ for RabbitMQ');
    expect(stdout).toMatch(/all power +not stated +not stated +not stated/);
    expect((await explain(file, '--target', 'eks')).stdout).toContain('Kafka topic clicks on Amazon EKS');
  });

  test('loads none of the framework of AWS for it', () => {
    const loaded =
      'require(process.argv[1]); console.log(Object.keys(require.cache).filter((path) => /aws-cdk-lib|constructs/.test(path)).length)';
    const { stdout } = spawnSync(process.execPath, ['-e', loaded, join(__dirname, '../../dist/lib/aws/plan.js')], {
      encoding: 'utf8',
    });
    expect(stdout).toBe('0\n');
  });

  test('refuses what the services can not keep, as cdk synth does', async () => {
    const { status, stdout, stderr } = await explain('name: shop\nkafka: { brokers: 4 }\n', '--target', 'managed');
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain('[msk-uneven-brokers] kafka.brokers is 4');
  });

  test('asks for the target of --target, whatever the file names: of each it says and refuses what cdk synth would', async () => {
    const uneven = 'name: shop\nkafka: { brokers: 4 }\n';
    const onEks = `${uneven}aws: { target: eks }\n`;
    expect((await explain(onEks, '--target', 'managed')).stderr).toContain('[msk-uneven-brokers] kafka.brokers is 4');
    expect((await explain(onEks, '--target', 'eks')).status).toBe(0);
    expect((await explain(uneven, '--target', 'eks')).status).toBe(0);
  });

  test('judges EKS by the zones and the version that EKS gives, not by those of another cluster of Kubernetes', async () => {
    const elsewhere = 'name: shop\nkafka: {}\nkubernetes: { zones: [a, b] }\n';
    expect((await explain(elsewhere)).stderr).toContain('[kafka-zones-too-few]');
    expect((await explain(elsewhere, '--target', 'eks')).status).toBe(0);
    const oneZone = `${elsewhere}aws: { availabilityZones: [eu-central-1a, eu-central-1a, eu-central-1b] }\n`;
    expect((await explain(oneZone, '--target', 'eks')).stderr).toContain('[aws-zones-not-three]');
  });

  test('names what only the other target reads, and refuses it where the file itself names the target', async () => {
    const file = `name: shop
kafka: { topics: { alerts: { durability: survives-power-loss } } }
aws: { kafkaTier: standard, kafkaDurability: survives-zone-loss }
`;
    const eks = (await explain(file, '--target', 'eks')).stdout;
    expect(eks).toContain('With target: eks nothing reads aws.kafkaTier, aws.kafkaDurability\n');
    expect(eks).toContain('survives-power-loss: 3 copies');
    expect(JSON.parse((await explain(file, '--target', 'eks', '--json')).stdout)).toMatchObject({
      leftOut: ['aws.kafkaTier', 'aws.kafkaDurability'],
    });
    const managed = (await explain(file, '--target', 'managed')).stdout;
    expect(managed).not.toContain('nothing reads');
    expect(managed).toContain('survives-zone-loss: 3 copies');
    const own = await explain(file.replace('aws: {', 'aws: { target: eks,'), '--target', 'eks');
    expect(own.stderr).toContain('[aws-option-of-other-target] aws.kafkaTier is standard');
  });

  test('answers another target with the ones there are', async () => {
    const { status, stderr } = await explain('name: shop\n', '--target', 'gcp');
    expect(status).toBe(1);
    expect(stderr).toContain('--target is gcp: one of kubernetes, managed, eks is needed');
  });

  test('answers a wrong flag with a sentence', async () => {
    const { status, stderr } = await explain('name: shop\n', '--jsonn');
    expect(status).toBe(1);
    expect(stderr).toContain('--jsonn');
  });
});
