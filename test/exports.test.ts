import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..');
const { exports, files } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly exports: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>;
  readonly files: readonly string[];
};
const entries = Object.values(exports).flatMap((entry) => (typeof entry === 'string' ? [] : [entry]));

/** The runtime of programs: what they import need not run on an older one. */
const node24 = join(root, 'node_modules', 'node', 'bin', 'node');
const runtimeOf = (name: string): string => (name.startsWith('brokerkit/clients') ? node24 : process.execPath);

/** What a program prints that imports the package by its name, from what was built: `npm run build` after a change. */
function printed(node: string, kind: 'module' | 'commonjs', program: string): unknown {
  const { stdout, stderr } = spawnSync(node, [`--input-type=${kind}`, '--eval', program], {
    cwd: root,
    encoding: 'utf8',
  });
  if (stderr !== '') throw new Error(stderr);
  return JSON.parse(stdout);
}

interface Required {
  readonly names: readonly string[];
  /** Packages of which something was loaded. */
  readonly packages: readonly string[];
}

const required = (name: string) =>
  printed(
    runtimeOf(name),
    'commonjs',
    `const names = Object.keys(require('${name}')).sort();
     const packages = Object.keys(require.cache).map((path) => path.match(/node_modules\\/((?:@[^/]+\\/)?[^/]+)/)?.[1]);
     console.log(JSON.stringify({ names, packages: [...new Set(packages.filter((name) => name))].sort() }));`,
  ) as Required;

/** Not `brokerkit/testing`, which only jest can load. */
const loadable = [
  'brokerkit',
  'brokerkit/charts',
  'brokerkit/clients',
  'brokerkit/clients/kafka',
  'brokerkit/clients/rabbitmq',
  'brokerkit/aws',
  'brokerkit/testing/serializer',
] as const;

describe('the package', () => {
  const found = Object.fromEntries(loadable.map((name) => [name, required(name)])) as Record<
    (typeof loadable)[number],
    Required
  >;

  test('brokerkit loads neither cdk8s nor aws-cdk-lib', () => {
    expect(found['brokerkit'].packages).toEqual(['yaml', 'zod']);
  });

  test('brokerkit/charts loads neither aws-cdk-lib, nor a client of a broker, nor what bundles entries', () => {
    expect(found['brokerkit/charts'].packages).toContain('cdk8s');
    for (const name of ['aws-cdk-lib', '@platformatic/kafka', 'amqplib', 'esbuild'])
      expect(found['brokerkit/charts'].packages).not.toContain(name);
  });

  test('brokerkit/clients/kafka needs no amqplib, brokerkit/clients/rabbitmq nothing else', () => {
    expect(found['brokerkit/clients/kafka'].packages).toContain('@platformatic/kafka');
    expect(found['brokerkit/clients/kafka'].packages).not.toContain('amqplib');
    expect(found['brokerkit/clients/rabbitmq'].packages).toEqual(['amqplib']);
  });

  test('brokerkit/clients is both', () => {
    expect(found['brokerkit/clients'].names).toEqual([
      'KafkaConsumer',
      'KafkaPublisher',
      'NotRoutedError',
      'PoisonError',
      'RabbitMqConsumer',
      'RabbitMqPublisher',
      'UnknownError',
      'deadLetterHeaders',
      'deadLetterTopicOf',
      'kafkaClientFromEnv',
      'onStop',
      'rabbitMqClientFromEnv',
      'withDeadLetters',
    ]);
  });

  test('brokerkit/aws does not load cdk8s', () => {
    expect(found['brokerkit/aws'].packages).toContain('aws-cdk-lib');
    expect(found['brokerkit/aws'].packages).not.toContain('cdk8s');
  });

  test('the app of cdk.json loads nothing of EKS before a file asks for it', () => {
    const loaded = printed(
      process.execPath,
      'commonjs',
      "require('./dist/bin/aws.js'); console.log(JSON.stringify(Object.keys(require.cache)));",
    ) as readonly string[];

    expect(loaded).toContain(join(root, 'dist/lib/aws/stacks/messaging.js'));
    expect(loaded.filter((path) => /aws-eks|cdk8s/.test(path))).toEqual([]);
  });

  test('an ECMAScript module can import every name that a CommonJS one can require', () => {
    const imported = [process.execPath, node24].map((node) =>
      printed(
        node,
        'module',
        `const found = {};
         for (const name of ${JSON.stringify(loadable.filter((name) => runtimeOf(name) === node))}) {
           const { default: _, 'module.exports': __, __esModule, ...names } = await import(name);
           found[name] = Object.keys(names).sort();
         }
         console.log(JSON.stringify(found));`,
      ),
    );

    for (const name of loadable) expect(found[name].names).not.toHaveLength(0);
    expect(Object.assign({}, ...imported)).toEqual(
      Object.fromEntries(loadable.map((name) => [name, found[name].names])),
    );
  });

  test('every export is built, with its types, and within what is packed', () => {
    const paths = entries.flatMap((entry) => [entry.types, entry.default]);

    expect(paths).toHaveLength(16);
    for (const path of paths) {
      expect(existsSync(join(root, path))).toBe(true);
      expect(files.some((folder) => path.startsWith(`./${folder}/`))).toBe(true);
    }
  });
});

/** A program of a team's own, from both brokers. */
const program = `
import { KafkaConsumer, kafkaClientFromEnv, onStop, rabbitMqClientFromEnv, withDeadLetters } from 'brokerkit/clients';
import { KafkaPublisher, PoisonError, type KafkaRecord } from 'brokerkit/clients/kafka';
import { RabbitMqPublisher, type RabbitMqMessage } from 'brokerkit/clients/rabbitmq';

const settings = kafkaClientFromEnv(process.env);
const consumer = new KafkaConsumer(settings, ['clicks'], 1);
const letters = new KafkaPublisher(settings);
const publisher = new RabbitMqPublisher(rabbitMqClientFromEnv(process.env), 'trends');
const work = async ({ key, value }: KafkaRecord): Promise<void> => {
  if (value.length === 0) throw new PoisonError('empty');
  const message: RabbitMqMessage = { exchange: 'trends', routingKey: key, content: value };
  await publisher.publish(message);
};
onStop(() => consumer.drain());
export const running: Promise<void> = consumer.run(withDeadLetters(letters, settings.groupId, work));
export const wrong: string = settings.requestTimeoutMs;
`;

describe('the declarations of brokerkit/clients', () => {
  // Within the package, so that its name is found.
  const folder = mkdtempSync(join(root, 'dist', 'consumer-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('say the same to an ECMAScript module and to a CommonJS one, and are checked themselves', () => {
    for (const kind of ['mts', 'cts']) writeFileSync(join(folder, `program.${kind}`), program);
    const compilerOptions = {
      module: 'NodeNext',
      target: 'ES2023',
      types: ['node'],
      strict: true,
      noEmit: true,
      skipDefaultLibCheck: true,
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.mts', '*.cts'] }));
    const tsc = join(root, 'node_modules', '@typescript', 'native', 'bin', 'tsc');
    const { stdout } = spawnSync(process.execPath, [tsc, '-p', folder, '--pretty', 'false'], {
      cwd: folder,
      encoding: 'utf8',
    });

    const mistake = "(17,14): error TS2322: Type 'number' is not assignable to type 'string'.";
    expect(stdout.trim().split('\n').sort()).toEqual([`program.cts${mistake}`, `program.mts${mistake}`]);
  });
});
