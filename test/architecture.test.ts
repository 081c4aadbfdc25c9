import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { architectureProblems } from './support/architecture';

const root = join(__dirname, '..');

function sources(): ReadonlyMap<string, string> {
  const paths = ['bin', 'lib', 'charts'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) => `${folder}/${path}`),
  );
  return new Map(
    paths.filter((path) => path.endsWith('.ts')).map((path) => [path, readFileSync(join(root, path), 'utf8')]),
  );
}

const problemsOf = (files: Readonly<Record<string, string>>): readonly string[] =>
  architectureProblems(new Map(Object.entries(files)));

describe('architecture', () => {
  test('every import of the source follows the arrows', () => {
    const files = sources();

    expect(files.size).toBeGreaterThan(30);
    expect(architectureProblems(files)).toEqual([]);
  });

  test.each([
    ['lib/durability/rule.ts', '../kafka/settings'],
    ['lib/kafka/settings.ts', '../rabbitmq/settings'],
    ['lib/rabbitmq/settings.ts', '../plan/plan'],
    ['lib/plan/plan.ts', '../../charts/messaging'],
    ['lib/clients/kafka-publisher.ts', '../programs/counter'],
    ['charts/messaging.ts', '../lib/clients/drain'],
    ['charts/parts/pod.ts', '../../lib/aws/msk-cluster'],
    ['lib/plan/plan.ts', '../../dist/lib/clients/drain.js'],
  ])('catches that %s imports %s', (path, name) => {
    expect(problemsOf({ [path]: `import type { X } from '${name}';` })).toEqual([`${path} must not import ${name}`]);
  });

  test.each([
    "export { x } from '../kafka/settings';",
    "const x = await import('../kafka/settings');",
    "const x = require('../kafka/settings');",
    "import x = require('../kafka/settings');",
    "type X = import('../kafka/settings').X;",
  ])('catches an arrow written as %s', (text) => {
    expect(problemsOf({ 'lib/durability/rule.ts': text })).toEqual([
      'lib/durability/rule.ts must not import ../kafka/settings',
    ]);
  });

  test.each([
    ['lib/plan/plan.ts', 'cdk8s', 'cdk8s'],
    ['bin/brokerkit.ts', 'cdk8s-plus-27', 'cdk8s-plus-27'],
    ['charts/messaging.ts', 'aws-cdk-lib/aws-msk', 'aws-cdk-lib'],
    ['lib/programs/counter.ts', '@platformatic/kafka', '@platformatic/kafka'],
    ['lib/programs/counter.ts', 'amqplib', 'amqplib'],
    ['charts/messaging.ts', 'zod', 'zod'],
    ['charts/messaging.ts', 'yaml', 'yaml'],
    ['lib/clients/https.ts', '@peculiar/x509', '@peculiar/x509'],
    ['lib/plan/plan.ts', 'lodash', 'lodash'],
  ])('catches that %s imports the foreign package %s', (path, name, reported) => {
    expect(problemsOf({ [path]: `import { x } from '${name}';` })).toEqual([
      `${path} must not import the package ${reported}`,
    ]);
  });

  test('catches a cycle, also one of types', () => {
    const files = {
      'lib/kafka/a.ts': "import { b } from './b';",
      'lib/kafka/b.ts': "import type { C } from './c';",
      'lib/kafka/c.ts': "import { a } from './a';",
      'lib/kafka/d.ts': "import { a } from './a';",
    };

    expect(problemsOf(files)).toEqual(['cycle: lib/kafka/a.ts -> lib/kafka/b.ts -> lib/kafka/c.ts -> lib/kafka/a.ts']);
  });

  test('catches a file that is too long, and one in no folder of the design', () => {
    const long = 'export const x = 1;\n'.repeat(301);

    expect(problemsOf({ 'lib/kafka/a.ts': long, 'lib/utils/b.ts': '' })).toEqual([
      'lib/utils/b.ts is in no folder of the design',
      'lib/kafka/a.ts has more than 300 lines',
    ]);
    expect(problemsOf({ 'lib/kafka/a.ts': long.slice(20) })).toEqual([]);
  });
});
