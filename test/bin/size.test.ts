import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brokerkit, emptyFolder } from '../support/command-line';

const folder = emptyFolder();
const size = (...args: readonly string[]) => brokerkit(folder(), 'size', ...args);
const million = ['--rate', '1000000', '--size', '1Ki', '--readers', '2', '--retention', '1d'] as const;

describe('brokerkit size', () => {
  test('answers flags with what each broker needs', async () => {
    const { status, stdout, stderr } = await size(...million);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout.split('\n').filter((line) => /^(Kafka|RabbitMQ)/.test(line))).toEqual([
      'Kafka by Amazon MSK, express brokers: 24 x express.m7g.2xlarge',
      'Kafka by Amazon MSK, standard brokers: 21 x kafka.m7g.8xlarge',
      'Kafka on Kubernetes or EKS: 21 brokers',
      'RabbitMQ by Amazon MQ: the wrong broker',
      'RabbitMQ on Kubernetes or EKS: the wrong broker',
    ]);
  });

  test('writes JSON for programs, with costs where prices are known', async () => {
    writeFileSync(join(folder(), 'prices.yaml'), 'currency: USD\nperHour: { express.m7g.2xlarge: 1 }\n');
    const { stdout } = await size(...million, '--prices', 'prices.yaml', '--json');
    const { load, answers } = JSON.parse(stdout) as { load: object; answers: readonly object[] };
    expect(load).toMatchObject({ rate: 1_000_000, into: 976.5625, readers: 2 });
    // 24 brokers x 730 hours.
    expect(answers[0]).toMatchObject({ on: 'msk-express', nodes: 24, cost: { perMonth: 17_520 } });
  });

  test('names every wrong flag at once, and the one that was probably meant', async () => {
    const { status, stdout, stderr } = await size('--rate', 'many', '--siez=1Ki', '--peak', '0');
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr.replaceAll(/\s+/g, ' ')).toBe(
      '[wrong-type] --rate is many: this value can not be used; write a whole number from 1 to 1000000 ' +
        '[missing-key] --size: it is missing; write bytes from 1 to 16Mi: 900, 1Ki or 2Mi ' +
        "[wrong-type] --peak is '0': this value can not be used; write a number from 1 to 100 " +
        '[unknown-key] --siez is 1Ki: nothing reads this key, so what it promises would not hold; did you mean --size? ' +
        '4 problems; nothing was written ',
    );
  });

  test.each([
    [[], 'say how much is to be carried'],
    [[...million, '--prices'], '--prices takes the path of a file'],
    [[...million, '--prices', 'nowhere.yaml'], 'there is no file nowhere.yaml; name one with --prices'],
  ])('answers %j with a sentence', async (args, said) => {
    const { status, stdout, stderr } = await size(...args);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain(said);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  test('lists the flags, each with its default', async () => {
    const { status, stdout } = await size('--help');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^ {2}--retention TIME +that Kafka keeps them: 12h, 7d \(7d\)$/m);
    expect(stdout).toMatch(/^ {2}--prices FILE/m);
  });
});
