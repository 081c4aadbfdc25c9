import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brokerkit, emptyFolder } from '../support/command-line';
import { changed, soundTemplate } from '../support/guarded-template';

describe('brokerkit guard', () => {
  const folder = emptyFolder();
  const guard = (...args: readonly string[]) => brokerkit(folder(), 'guard', ...args);
  const synthesized = (template: unknown): void => {
    mkdirSync(join(folder(), 'cdk.out'), { recursive: true });
    writeFileSync(join(folder(), 'cdk.out', 'Shop.template.json'), JSON.stringify(template));
  };

  test('records what later syntheses are compared with, and finds nothing in the same', async () => {
    synthesized(soundTemplate);

    expect(await guard('recorded', 'cdk.out', '--record')).toMatchObject({
      status: 0,
      stdout: 'recorded 1 stack in recorded: Shop\n',
    });
    expect(await guard('recorded', 'cdk.out')).toMatchObject({
      status: 0,
      stdout: 'nothing that holds data is replaced, removed or let go\n',
    });
  });

  test('ends with 1 and every problem, each with resource and property', async () => {
    synthesized(soundTemplate);
    await guard('recorded', 'cdk.out', '--record');
    synthesized(changed(['Kafka.Properties.BrokerNodeGroupInfo.SecurityGroups', ['sg-2']], ['Rabbit', undefined]));
    const { status, stdout, stderr } = await guard('recorded', 'cdk.out');

    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr.match(/^\[[\w-]+\] \S+/gm)).toEqual([
      '[aws-replaced] Shop.Kafka.Properties.BrokerNodeGroupInfo.SecurityGroups',
      '[aws-replaced] Shop.Clicks.Properties.ClusterArn',
      '[aws-removed] Shop.Rabbit:',
    ]);
  });

  test.each([
    ['too few words', [], /takes two folders/],
    ['too many', ['a', 'b', 'c'], /takes two folders/],
    ['a flag that it has not', ['recorded', 'cdk.out', '--force'], /Unknown option '--force'/],
    ['no synthesis', ['recorded', 'out'], /there is no folder out; npx cdk synth writes it/],
    ['no record', ['recorded', 'cdk.out'], /write it with: brokerkit guard recorded cdk\.out --record/],
  ])('ends with 2 when it is called with %s: nothing was compared', async (_, args, words) => {
    synthesized(soundTemplate);
    const { status, stderr } = await guard(...args);

    expect(status).toBe(2);
    expect(stderr).toMatch(words);
  });

  test('says what is missing in one line, where it was called well', async () => {
    synthesized(soundTemplate);

    expect((await guard('recorded', 'cdk.out')).stderr).toBe(
      'brokerkit: there is no folder recorded; write it with: brokerkit guard recorded cdk.out --record\n',
    );
    expect((await guard('recorded', 'out')).stderr).toBe(
      'brokerkit: there is no folder out; npx cdk synth writes it\n',
    );
    expect((await guard()).stderr).toContain('brokerkit guard <recorded folder> <cdk.out> [--record]');
  });
});
