import { dirname, posix } from 'node:path';
import * as ts from 'typescript';

const pure = ['lib/durability', 'lib/kafka', 'lib/rabbitmq', 'lib/plan'];

/** What each folder may import, beside itself. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  'lib/durability': [],
  'lib/kafka': ['lib/durability'],
  'lib/rabbitmq': ['lib/durability'],
  'lib/plan': ['lib/durability', 'lib/kafka', 'lib/rabbitmq'],
  'lib/clients': pure,
  'lib/programs': [...pure, 'lib/clients'],
  'lib/drill': [...pure, 'lib/clients'],
  'lib/testing': pure,
  'lib/index.ts': pure,
  'lib/aws': [...pure, 'charts'],
  charts: pure,
  bin: [...pure, 'lib/clients', 'lib/programs', 'lib/drill', 'lib/aws', 'charts'],
};

/** The only folders that may import each package. */
const homes: Readonly<Record<string, readonly string[]>> = {
  zod: [...pure, 'lib/programs'],
  yaml: ['lib/plan', 'lib/programs', 'bin'],
  constructs: ['charts', 'lib/aws', 'bin'],
  cdk8s: ['charts', 'lib/aws', 'bin'],
  'cdk8s-plus-27': ['charts'],
  'aws-cdk-lib': ['lib/aws', 'bin'],
  // Lambda brings it.
  '@aws-sdk/client-kafka': ['lib/programs'],
  // Brings kubectl to the function that applies manifests.
  '@aws-cdk/lambda-layer-kubectl-v36': ['lib/aws'],
  '@platformatic/kafka': ['lib/clients'],
  amqplib: ['lib/clients'],
  // Lambda brings it.
  '@aws-sdk/client-secrets-manager': ['lib/clients'],
  '@peculiar/x509': ['lib/programs'],
  '@jest/globals': ['lib/testing'],
  'prom-client': ['lib/programs'],
  // Bundles a team's own file at synthesis.
  esbuild: ['charts'],
  // What @peculiar/x509 must find loaded.
  'reflect-metadata': ['lib/programs'],
};

const longestFile = 300;

/** Every module a file names: imports, re-exports, `import()`, `require()` and types. */
function imports(path: string, text: string): readonly string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const named =
      ts.isImportDeclaration(node) || ts.isExportDeclaration(node)
        ? node.moduleSpecifier
        : ts.isExternalModuleReference(node)
          ? node.expression
          : ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)
            ? node.argument.literal
            : ts.isCallExpression(node) && /^(import|require|require\.resolve)$/.test(node.expression.getText())
              ? node.arguments[0]
              : undefined;
    if (named !== undefined && ts.isStringLiteralLike(named)) found.push(named.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
  return found;
}

const isRelative = (name: string): boolean => name.startsWith('.');
const folderOf = (path: string): string | undefined =>
  Object.keys(arrows).find((folder) => path === folder || path.startsWith(`${folder}/`));
const packageOf = (name: string): string => name.split('/', name.startsWith('@') ? 2 : 1).join('/');
const resolved = (from: string, name: string): string => posix.join(dirname(from), name).replace(/\.js$/, '');

function wrongArrow(path: string, folder: string, name: string): string | undefined {
  if (isRelative(name)) {
    const target = folderOf(resolved(path, name));
    const allowed = target !== undefined && (target === folder || arrows[folder]?.includes(target));
    return allowed ? undefined : `${path} must not import ${name}`;
  }
  if (name.startsWith('node:')) return undefined;
  return homes[packageOf(name)]?.includes(folder)
    ? undefined
    : `${path} must not import the package ${packageOf(name)}`;
}

/** The files of each import cycle, beginning with the one that was found first. */
function cycles(graph: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) found.push(`cycle: ${[...trail.slice(trail.indexOf(path)), path].join(' -> ')}`);
    if (done.has(path)) return;
    done.add(path);
    for (const next of graph.get(path) ?? []) visit(next, [...trail, path]);
  };
  for (const path of graph.keys()) visit(path, []);
  return found;
}

/**
 * What is wrong with the house.
 *
 * @param files path → text of every source file
 */
export function architectureProblems(files: ReadonlyMap<string, string>): readonly string[] {
  const named = new Map([...files].map(([path, text]) => [path, imports(path, text)]));
  const graph = new Map(
    [...named].map(([path, names]) => [
      path,
      names
        .filter(isRelative)
        .map((name) => resolved(path, name))
        .flatMap((target) => [`${target}.ts`, `${target}/index.ts`])
        .filter((target) => files.has(target)),
    ]),
  );
  return [
    ...[...named].flatMap(([path, names]) => {
      const folder = folderOf(path);
      if (folder === undefined) return [`${path} is in no folder of the design`];
      return names.map((name) => wrongArrow(path, folder, name)).filter((text) => text !== undefined);
    }),
    ...cycles(graph),
    ...[...files]
      .filter(([, text]) => text.trimEnd().split('\n').length > longestFile)
      .map(([path]) => `${path} has more than ${longestFile} lines`),
  ];
}
