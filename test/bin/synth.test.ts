import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brokerkit, emptyFolder } from '../support/command-line';

describe('brokerkit synth', () => {
  const folder = emptyFolder();

  const synth = (text: string, ...args: readonly string[]) => {
    writeFileSync(join(folder(), 'messaging.yaml'), text);
    return brokerkit(folder(), 'synth', ...args);
  };
  const files = (): Record<string, string> =>
    Object.fromEntries(
      readdirSync(join(folder(), 'dist/k8s')).map((name) => [
        name,
        readFileSync(join(folder(), 'dist/k8s', name), 'utf8'),
      ]),
    );

  test('writes numbered files, says what they survive and the next command', async () => {
    const { status, stdout } = await synth('name: shop\nkafka: {}\nrabbitmq: {}\n');
    expect(status).toBe(0);
    expect(Object.keys(files())).toEqual([
      '00-namespace.yaml',
      '10-bootstrap.yaml',
      '20-kafka.yaml',
      '30-rabbitmq.yaml',
      '40-provision.yaml',
      'Kustomization',
    ]);
    expect(stdout).toContain('survives-zone-loss: acknowledged messages survive the loss of any one zone');
    expect(stdout).toContain('next: kubectl apply --server-side -f dist/k8s');
  });

  test('writes the same bytes a second time', async () => {
    await synth('name: shop\nkafka: {}\n');
    const first = files();
    await synth('name: shop\nkafka: {}\n');
    expect(files()).toEqual(first);
  });

  test.each([
    ['Kafka', 'kafka: {}', '20-kafka.yaml', '30-rabbitmq.yaml'],
    ['RabbitMQ', 'rabbitmq: {}', '30-rabbitmq.yaml', '20-kafka.yaml'],
  ])('makes %s alone, and takes away what an earlier synthesis left of the other', async (_, text, its, other) => {
    await synth('name: shop\nkafka: {}\nrabbitmq: {}\n');
    for (const name of ['notes.txt', '10-mine.yaml']) writeFileSync(join(folder(), 'dist/k8s', name), 'mine');
    expect((await synth(`name: shop\n${text}\n`)).status).toBe(0);
    expect(Object.keys(files())).toContain(its);
    expect(Object.keys(files())).not.toContain(other);
    expect(files()).toMatchObject({ 'notes.txt': 'mine', '10-mine.yaml': 'mine' });
  });

  test('says which risks were accepted and why, and writes it on the object that runs with them', async () => {
    const { status, stdout } = await synth(
      "name: shop\nkafka: { acceptRisk: [{ rule: kafka-plaintext-clients, reason: a mesh encrypts, until: '2999-12-31' }], clientSecurityProtocol: SASL_PLAINTEXT }\n",
    );
    const accepted = 'kafka: [kafka-plaintext-clients] a mesh encrypts (until 2999-12-31)';
    expect(status).toBe(0);
    expect(stdout).toContain(`  accepted  ${accepted}`);
    expect(files()['20-kafka.yaml']?.split(accepted)).toHaveLength(3);
  });

  test('refuses a wrong file whole: every problem on stderr, exit code 1, no stack, nothing written', async () => {
    mkdirSync(join(folder(), 'dist/k8s'), { recursive: true });
    writeFileSync(join(folder(), 'dist/k8s/20-kafka.yaml'), 'from before');
    const { status, stdout, stderr } = await synth(
      'name: shop\nkafka: { brokers: 2, minInsyncReplicas: 3, topics: { clicks: { replicationFactor: 1 } } }\n',
    );
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toBe(
      [
        '[kafka-copies-too-few] kafka.brokers is 2: a loss that the profile names would take the last copy of',
        '  acknowledged records; use at least 3, or another durability than survives-zone-loss',
        '[kafka-copies-too-few] kafka.topics.clicks.replicationFactor is 1: a loss that the profile names',
        '  would take the last copy of acknowledged records; use at least 3, or another durability than',
        '  survives-zone-loss',
        '[kafka-min-insync-blocks-restart] kafka.minInsyncReplicas is 3: with 3 replicas, one restart of a',
        '  broker stops all acknowledged writes; use 2',
        '3 problems; nothing was written',
        '',
      ].join('\n'),
    );
    expect(files()).toEqual({ '20-kafka.yaml': 'from before' });
  });

  test.each([
    [['synth', '--config', 'nowhere.yaml'], 'there is no file nowhere.yaml'],
    [['synth', '--outt', 'x'], '--outt'],
    [['sinth'], 'there is no command sinth'],
  ])('answers %j with a sentence', async (args, said) => {
    const { status, stderr } = await brokerkit(folder(), ...args);
    expect(status).toBe(1);
    expect(stderr).toContain(said);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});
