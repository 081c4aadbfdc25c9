// Writes every file that comes from the source, below the folder it is called in; with --check it only says which are stale.
//   npm run docs [-- --check]
import { build } from 'esbuild';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileFunction } from 'node:vm';
import { format, resolveConfig } from 'prettier';

const root = fileURLToPath(new URL('..', import.meta.url));

/** From the source as it stands: dist/ may be of an earlier one. */
async function generated() {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['scripts/generated.ts'],
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'cjs',
    write: false,
  });
  const module = { exports: {} };
  const run = compileFunction(outputFiles[0].text, ['require', 'module', 'exports']);
  run(createRequire(import.meta.url), module, module.exports);
  return Object.entries(module.exports.generatedFiles(root));
}

const style = await resolveConfig(`${root}package.json`);
const checks = process.argv.includes('--check');
for (const [path, text] of await generated()) {
  const formatted = await format(text, { ...style, filepath: path });
  if (existsSync(path) && readFileSync(path, 'utf8') === formatted) continue;
  if (checks) {
    console.error(`${path} is not what the source says; write it with: npm run docs`);
    process.exitCode = 1;
  } else {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, formatted);
    console.log(`wrote ${path}`);
  }
}
