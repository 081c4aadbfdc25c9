// Builds dist/: the library and command line as CommonJS, the programs as one bundle for each broker client, the handlers of
// CloudFormation's custom resources as a folder each.
//   node scripts/build.mjs [lib] [programs] [handlers]      all when none is named
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const root = fileURLToPath(new URL('..', import.meta.url));
const parts = process.argv.slice(2);
const wanted = (part) => parts.length === 0 || parts.includes(part);

// The package `node` brings the runtime of the programs. Its link would also become the `node` of every npm script.
rmSync(`${root}node_modules/.bin/node`, { force: true });

if (wanted('lib')) {
  for (const folder of ['bin', 'lib', 'charts']) rmSync(`${root}dist/${folder}`, { recursive: true, force: true });
  execFileSync(
    process.execPath,
    [`${root}node_modules/@typescript/native/bin/tsc`, '-p', `${root}tsconfig.build.json`],
    { stdio: 'inherit' },
  );
}

/** What a bundle is, wherever it runs. */
const bundle = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  keepNames: true,
  platform: 'node',
  format: 'cjs',
  legalComments: 'none',
  // An uncaught error prints the line it stands on.
  lineLimit: 200,
  logLevel: 'warning',
};

if (wanted('programs')) {
  const { build } = await import('esbuild');
  const names = readdirSync(`${root}bin/programs`).map((file) => file.replace('.ts', ''));
  await build({
    ...bundle,
    entryPoints: Object.fromEntries(names.map((name) => [name, `bin/programs/${name}.ts`])),
    outdir: 'dist/programs',
    outExtension: { '.js': '.cjs' },
    target: 'node24',
    // Modules that ask where they are: here, in one CommonJS file.
    define: { 'import.meta.url': 'importMetaUrl' },
    banner: { js: "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
    // The same package with its WebAssembly inside, so that a program is one file.
    alias: { '@platformatic/wasm-utils': '@platformatic/wasm-utils/bundled' },
    // A page of a program is a file of its own.
    loader: { '.html': 'text' },
  });
  // Packed here, not at synth: the same bytes whichever Node synthesizes.
  for (const name of names)
    writeFileSync(
      `${root}dist/programs/${name}.cjs.gz`,
      gzipSync(readFileSync(`${root}dist/programs/${name}.cjs`), { level: 9 }),
    );
}

if (wanted('handlers')) {
  const { build } = await import('esbuild');
  const names = readdirSync(`${root}bin/handlers`).map((file) => file.replace('.ts', ''));
  rmSync(`${root}dist/handlers`, { recursive: true, force: true });
  await build({
    ...bundle,
    entryPoints: Object.fromEntries(names.map((name) => [`${name}/index`, `bin/handlers/${name}.ts`])),
    outdir: 'dist/handlers',
    target: 'node22',
    // Lambda brings it.
    external: ['@aws-sdk/*'],
  });
}
