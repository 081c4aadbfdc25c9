import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brokerkit, emptyFolder } from '../support/command-line';

describe('brokerkit init', () => {
  const folder = emptyFolder();
  const run = (...args: readonly string[]) => brokerkit(folder(), ...args);
  const read = (path: string): string => readFileSync(join(folder(), path), 'utf8');

  test('writes a file with both brokers, and says what it promises and the next command', async () => {
    const { status, stdout, stderr } = await run('init');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain('survives-zone-loss: acknowledged messages survive the loss of any one zone');
    expect(stdout).toContain('\nwrote messaging.yaml: its comments say what each part promises\n');
    expect(stdout.split('\n').at(-2)).toBe('next: npx brokerkit synth');
    expect(read('messaging.yaml')).toMatch(/^kafka:$[^]*^rabbitmq:$/m);
  });

  test('writes one broker, another name and another file; schema and next command follow the file', async () => {
    const { stdout } = await run('init', 'kafka', '--name', 'bakery', '--out', 'deploy/bakery.yaml');
    expect(stdout.split('\n').at(-2)).toBe('next: npx brokerkit synth --config deploy/bakery.yaml');
    expect(read('deploy/bakery.yaml')).toMatch(/\$schema=\.\.\/node_modules\/brokerkit\/messaging\.schema\.json$/m);
    expect(read('deploy/bakery.yaml')).toMatch(/^name: bakery$/m);
    expect(read('deploy/bakery.yaml')).not.toMatch(/rabbitmq/i);
  });

  test('leaves a file alone that is there', async () => {
    writeFileSync(join(folder(), 'messaging.yaml'), 'name: mine\n');
    const { status, stdout, stderr } = await run('init');
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toBe(
      'brokerkit: messaging.yaml is there already and was left as it is; name another file with --out\n',
    );
    expect(read('messaging.yaml')).toBe('name: mine\n');
  });

  test.each([
    [['pulsar'], 'pulsar is none of kafka, rabbitmq, both'],
    [['kafka', 'rabbitmq'], 'kafka rabbitmq is none of kafka, rabbitmq, both'],
    [['--name', 'My Shop'], 'name is My Shop'],
    [['--force'], '--force'],
  ])('answers %j with a sentence, and writes nothing', async (args, said) => {
    const { status, stderr } = await run('init', ...args);
    expect(status).toBe(1);
    expect(stderr).toContain(said);
    expect(readdirSync(folder())).toEqual([]);
  });

  test('is what synth and explain name where there is no file', async () => {
    for (const other of ['synth', 'explain'])
      expect((await run(other)).stderr).toBe(
        'brokerkit: there is no file messaging.yaml; name one with --config, or write a first one with `npx brokerkit init`\n',
      );
  });
});
