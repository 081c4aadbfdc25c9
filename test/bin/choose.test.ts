import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { askTraits } from '../../bin/ask';
import { traitRows } from '../../lib/plan/choose';
import { brokerkit, emptyFolder } from '../support/command-line';

const folder = emptyFolder();

const run = (...args: readonly string[]) => brokerkit(folder(), ...args);
const file = (text: string): string => {
  writeFileSync(join(folder(), 'events.yaml'), text);
  return 'events.yaml';
};

describe('brokerkit choose', () => {
  test('answers flags with the broker, why and at what cost', async () => {
    const { status, stdout, stderr } = await run('choose', '--replay', '--order-per-key', '--rate', '200000');
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(stdout.split('\n')[0]).toBe('Kafka');
    expect(stdout).toContain('all of it fits a topic: replay, order-per-key, high-rate');
    expect(stdout).toContain('costs   disks for everything within retention');
  });

  test('answers a file with one choice for each event', async () => {
    const events = file('page-view: { traits: [replay], messagesPerSecond: 80000 }\norder: { traits: [delay] }\n');
    const { status, stdout } = await run('choose', '--file', events);
    expect(status).toBe(0);
    expect(stdout.split('\n').filter((line) => /^\S/.test(line))).toEqual(['page-view: Kafka', 'order: RabbitMQ']);
  });

  test('writes JSON for programs: one choice for flags, a mapping for a file', async () => {
    expect(JSON.parse((await run('choose', '--json', '--priority')).stdout)).toMatchObject({ broker: 'rabbitmq' });
    const events = file('a: { traits: [replay] }\nb: { traits: [replay, delay] }\n');
    expect(JSON.parse((await run('choose', '--json', '--file', events)).stdout)).toMatchObject({
      a: { broker: 'kafka' },
      b: { broker: 'both', because: [{ trait: 'replay' }, { trait: 'delay' }] },
    });
  });

  test('names every wrong flag at once, and the one that was probably meant', async () => {
    const { status, stdout, stderr } = await run('choose', '--replya', '--rate', 'many', 'delay');
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr.replaceAll(/\s+/g, ' ')).toBe(
      '[wrong-type] --rate is many: this value can not be used; write messages a second as a whole number, such as --rate 200000 ' +
        '[unknown-key] --replya is true: nothing reads this key, so what it promises would not hold; did you mean --replay? ' +
        '[unknown-key] delay: nothing reads this key, so what it promises would not hold; did you mean --delay? ' +
        '3 problems; nothing was written ',
    );
  });

  test('names every wrong line of a file at once', async () => {
    const events = file('page-view: { traits: [ordr-per-key] }\norder: { trait: [delay], messagesPerSecond: -1 }\n');
    const { status, stderr } = await run('choose', '--file', events);
    expect(status).toBe(1);
    expect(stderr).toContain('page-view.traits.0 is ordr-per-key');
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain('did you mean order-per-key?');
    expect(stderr).toContain('order.messagesPerSecond is -1');
    expect(stderr).toContain('did you mean traits?');
    expect(stderr).toContain('3 problems');
  });

  test.each([
    [[], 'say what the event needs'],
    [['--file'], '--file takes the path of a file'],
    [['--file', 'events.yaml', '--replay'], '--file takes the path of a file, and stands without traits'],
    [['--file', 'nowhere.yaml'], 'there is no file nowhere.yaml; name one with --file'],
  ])('answers %j with a sentence where nobody can be asked', async (args, said) => {
    const { status, stdout, stderr } = await run('choose', ...args);
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain(said);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  test('lists the flags, each with its question', async () => {
    const { status, stdout } = await run('choose', '--help');
    expect(status).toBe(0);
    for (const { trait, question } of traitRows) expect(stdout).toMatch(`  --${trait}`.padEnd(24) + question);
  });
});

describe('on a terminal', () => {
  const answering = (answers: string) => {
    const input = new PassThrough();
    const output = new PassThrough({ encoding: 'utf8' });
    const traits = askTraits(input, output);
    input.end(answers);
    return { traits, asked: () => String(output.read() ?? '') };
  };

  test('asks every question; yes is a trait, Enter is no, also for answers that were typed ahead', async () => {
    const { traits, asked } = answering(`y\n\nYES\n${'\n'.repeat(traitRows.length - 3)}`);
    expect(await traits).toEqual(['replay', 'order-per-key']);
    expect(asked().split(' [y/N] ').slice(0, -1)).toEqual(traitRows.map(({ question }) => question));
  });

  test('asks again where an answer is neither', async () => {
    const { traits, asked } = answering(`perhaps\ny\n${'\n'.repeat(traitRows.length - 1)}`);
    expect(await traits).toEqual(['replay']);
    expect(asked()).toContain('y or n, please');
  });

  test('chooses nothing when the answers end early', async () => {
    await expect(answering('y\nn\n').traits).rejects.toThrow('nothing was chosen');
  });
});

test('a synthesis warns on stderr, and still writes', async () => {
  writeFileSync(
    join(folder(), 'messaging.yaml'),
    'name: shop\nkafka: { topics: { mail: { traits: [delay] } } }\nrabbitmq: { resources: { cpu: 1, memory: 4Gi } }\n',
  );
  const { status, stdout, stderr } = await run('synth');
  expect(status).toBe(0);
  expect(stdout).toContain('next: kubectl apply');
  expect(stderr.split('\n').filter((line) => line.startsWith('warning: '))).toEqual([
    expect.stringMatching(/^warning: \[stream-fits-other-broker\] kafka\.topics\.mail\.traits is \["delay"\]: /),
    expect.stringMatching(/^warning: \[rabbitmq-resources-below-recommended\] rabbitmq\.resources is /),
  ]);
});
