import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aws } from '../../bin/aws';
import { featureFlags } from '../../lib/aws/feature-flags';

const root = join(__dirname, '..', '..');

/** Runs the app of cdk.json as the command line of CDK does. */
function runApp(config: string): {
  readonly stderr: string;
  readonly exitCode: unknown;
  readonly files: readonly string[];
} {
  const folder = mkdtempSync(join(tmpdir(), 'brokerkit-aws-'));
  const file = join(folder, 'messaging.yaml');
  writeFileSync(file, config);
  const { exitCode } = process;
  const given = { CDK_OUTDIR: join(folder, 'out'), CDK_CONTEXT_JSON: JSON.stringify({ config: file }) };
  const stderr: string[] = [];
  const write = jest.spyOn(process.stderr, 'write').mockImplementation((text) => stderr.push(String(text)) > 0);
  try {
    Object.assign(process.env, given);
    aws();
    return { stderr: stderr.join(''), exitCode: process.exitCode, files: readdirSync(given.CDK_OUTDIR).sort() };
  } finally {
    write.mockRestore();
    for (const name of Object.keys(given)) delete process.env[name];
    process.exitCode = exitCode;
    rmSync(folder, { recursive: true });
  }
}

describe('the app of cdk.json', () => {
  test('writes the templates of the file that it is given', () => {
    const { stderr, exitCode, files } = runApp('{ name: shop, kafka: {}, rabbitmq: {} }');

    expect(stderr).toBe('');
    expect(exitCode).toBeUndefined();
    expect(files.filter((name) => name.endsWith('.template.json'))).toEqual([
      'ShopKafka.template.json',
      'ShopNetwork.template.json',
      'ShopRabbitMq.template.json',
      'ShopWatch.template.json',
    ]);
  });

  test('tells every problem of a bad file in a line of its own, and writes nothing', () => {
    const { stderr, exitCode, files } = runApp('{ name: shop, kafka: { brokers: 4, minInsyncReplicas: 3 } }');

    expect(stderr.match(/^\[[\w-]+\]/gm)).toEqual(['[kafka-min-insync-blocks-restart]', '[msk-uneven-brokers]']);
    expect(stderr).toMatch(/2 problems; nothing was written\n$/);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(exitCode).toBe(1);
    expect(files).toEqual([]);
  });

  test('is compiled, strict, and has every flag that is recommended', () => {
    const { app, context } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')) as {
      readonly app: string;
      readonly context: Readonly<Record<string, unknown>>;
    };
    const recommended = JSON.parse(
      readFileSync(require.resolve('aws-cdk-lib/recommended-feature-flags.json'), 'utf8'),
    ) as Readonly<Record<string, unknown>>;

    expect(app).toBe('node dist/bin/aws.js');
    // Where the two differ, the kit's own say why.
    expect(context).toEqual({ ...recommended, ...featureFlags });
  });
});
