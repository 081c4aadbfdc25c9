import { gzipSync } from 'node:zlib';
import { checksum, type Program } from './files';

const nodeTarget = 'node24';

/**
 * A team's own file and all that it imports, as one program for a ConfigMap.
 *
 * @throws Error when esbuild is not installed, and with its words when the file can't be bundled
 */
export function bundleEntry(name: string, path: string): Program {
  const { buildSync } = esbuild(path);
  const { outputFiles } = buildSync({
    entryPoints: [path],
    write: false,
    bundle: true,
    minify: true,
    keepNames: true,
    platform: 'node',
    target: nodeTarget,
    format: 'cjs',
    legalComments: 'none',
    // An uncaught error prints the line it stands on.
    lineLimit: 200,
    logLevel: 'silent',
    // Modules that ask where they are: here, in one CommonJS file.
    define: { 'import.meta.url': 'importMetaUrl' },
    banner: { js: "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
    // The same package with its WebAssembly inside, so that a program is one file.
    alias: { '@platformatic/wasm-utils': '@platformatic/wasm-utils/bundled' },
  });
  const packed = gzipSync(outputFiles[0]?.contents ?? '', { level: 9 });
  // Of what is packed: another version of Node packs otherwise, and the ConfigMap of this name can't be changed.
  return { name, checksum: checksum(packed), packed: packed.toString('base64') };
}

/** Loaded by need, and not a dependency: only who has an entry needs it. */
function esbuild(path: string): typeof import('esbuild') {
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- at this moment, and only where it is needed
    return require('esbuild') as typeof import('esbuild');
  } catch (error) {
    throw new Error(`${path} is bundled by esbuild, which is missing: npm install --save-dev esbuild`, {
      cause: error,
    });
  }
}
