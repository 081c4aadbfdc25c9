/** The stock image that the programs of the kit run on, and a user of it that is not root. */
export const nodeImage = 'node:24.21.0-bookworm-slim';
export const nodeUser = 1000;

/** Where a program is found. */
export const programFolder = '/opt/brokerkit';

export const packedFile = (bundle: string): string => `${bundle}.cjs.gz`;

/**
 * In a container of 256 MiB, Node gives young objects 1 MiB, and a client at full rate spends a third of its time on collecting them.
 * Costs 20 to 30 MiB of memory.
 */
const youngObjects = '--max-semi-space-size=16';

/** Unpacks a bundle in memory and runs one of its programs: nothing is written, so the root can be read-only. */
export function programCommand(bundle: string, name: string): readonly string[] {
  const load = [
    `const source = require('node:zlib').gunzipSync(require('node:fs').readFileSync('${programFolder}/${packedFile(bundle)}'));`,
    `const module_ = new module.constructor('${bundle}.cjs', module);`,
    `module_.paths = module.paths; module_._compile(source.toString(), '${programFolder}/${bundle}.cjs');`,
  ];
  // `node -e` has no script in argv: the program's name is its first argument all the same.
  return ['node', youngObjects, '-e', load.join(' '), bundle, name];
}

/** The same program where an image of the kit's Dockerfile has it. */
export const imageCommand = (bundle: string, name: string): readonly string[] => [
  'node',
  youngObjects,
  `${programFolder}/${bundle}.cjs`,
  name,
];
