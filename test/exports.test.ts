import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..');
const { exports, files } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly exports: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>;
  readonly files: readonly string[];
};
const entries = Object.values(exports).flatMap((entry) => (typeof entry === 'string' ? [] : [entry]));

/** What a program prints that imports the package by its name, from what was built: `npm run build` after a change. */
function printed(kind: 'module' | 'commonjs', program: string): unknown {
  const { stdout, stderr } = spawnSync(process.execPath, [`--input-type=${kind}`, '--eval', program], {
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
    'commonjs',
    `const names = Object.keys(require('${name}')).sort();
     const packages = Object.keys(require.cache).map((path) => path.match(/node_modules\\/((?:@[^/]+\\/)?[^/]+)/)?.[1]);
     console.log(JSON.stringify({ names, packages: [...new Set(packages.filter((name) => name))].sort() }));`,
  ) as Required;

/** Not `brokerkit/testing`, which only jest can load. */
const loadable = ['brokerkit', 'brokerkit/charts', 'brokerkit/aws', 'brokerkit/testing/serializer'] as const;

describe('the package', () => {
  const found = Object.fromEntries(loadable.map((name) => [name, required(name)])) as Record<
    (typeof loadable)[number],
    Required
  >;

  test('brokerkit loads neither cdk8s nor aws-cdk-lib', () => {
    expect(found['brokerkit'].packages).toEqual(['yaml', 'zod']);
  });

  test('brokerkit/charts does not load aws-cdk-lib', () => {
    expect(found['brokerkit/charts'].packages).toContain('cdk8s');
    expect(found['brokerkit/charts'].packages).not.toContain('aws-cdk-lib');
  });

  test('brokerkit/aws does not load cdk8s', () => {
    expect(found['brokerkit/aws'].packages).toContain('aws-cdk-lib');
    expect(found['brokerkit/aws'].packages).not.toContain('cdk8s');
  });

  test('an ECMAScript module can import every name that a CommonJS one can require', () => {
    const imported = printed(
      'module',
      `const found = {};
       for (const name of ${JSON.stringify(loadable)}) {
         const { default: _, 'module.exports': __, __esModule, ...names } = await import(name);
         found[name] = Object.keys(names).sort();
       }
       console.log(JSON.stringify(found));`,
    );

    for (const name of loadable) expect(found[name].names).not.toHaveLength(0);
    expect(imported).toEqual(Object.fromEntries(loadable.map((name) => [name, found[name].names])));
  });

  test('every export is built, with its types, and within what is packed', () => {
    const paths = entries.flatMap((entry) => [entry.types, entry.default]);

    expect(paths).toHaveLength(10);
    for (const path of paths) {
      expect(existsSync(join(root, path))).toBe(true);
      expect(files.some((folder) => path.startsWith(`./${folder}/`))).toBe(true);
    }
  });
});
