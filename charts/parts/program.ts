import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { k8s } from 'cdk8s-plus-27';
import type { Program } from './files';
import { labels } from './labels';
import { fromConfigMap, type Mount } from './pod';

/** The stock image that the programs of the kit run on, and a user of it that is not root. */
export const nodeImage = 'node:24.21.0-bookworm-slim';
export const nodeUser = 1000;

const folder = '/opt/brokerkit';
const packedFile = (bundle: string): string => `${bundle}.cjs.gz`;

/**
 * In a container of 256 MiB, Node gives young objects 1 MiB, and a client at full rate spends a third of its time on collecting them.
 * Costs 20 to 30 MiB of memory.
 */
const youngObjects = '--max-semi-space-size=16';

/** Unpacks a bundle in memory and runs one of its programs: nothing is written, so the root can be read-only. */
export function programCommand(bundle: string, name: string): readonly string[] {
  const load = [
    `const source = require('node:zlib').gunzipSync(require('node:fs').readFileSync('${folder}/${packedFile(bundle)}'));`,
    `const module_ = new module.constructor('${bundle}.cjs', module);`,
    `module_.paths = module.paths; module_._compile(source.toString(), '${folder}/${bundle}.cjs');`,
  ];
  // `node -e` has no script in argv: the program's name is its first argument all the same.
  return ['node', youngObjects, '-e', load.join(' '), bundle, name];
}

/** The same program where an image of the kit's Dockerfile has it. */
export const imageCommand = (bundle: string, name: string): readonly string[] => [
  'node',
  youngObjects,
  `${folder}/${bundle}.cjs`,
  name,
];

export const programMount = (configMap: string): Mount => ({
  name: 'program',
  path: folder,
  source: fromConfigMap(configMap),
});

/** The ConfigMaps with the programs: one for each bundle that a chart needs, named by its content. */
export class ProgramMaps extends Construct {
  /** The one of a chart. */
  static of(scope: Construct): ProgramMaps {
    const chart = Chart.of(scope);
    const known = chart.node.tryFindChild('Programs');
    return known instanceof ProgramMaps ? known : new ProgramMaps(chart, 'Programs');
  }

  /** The ConfigMap of a bundle, made when it is first asked for. */
  nameOf({ name: bundle, checksum, packed }: Program): string {
    const name = `program-${bundle}-${checksum}`;
    if (this.node.tryFindChild(name) === undefined) {
      new k8s.KubeConfigMap(this, name, {
        metadata: { name, labels: labels('programs', bundle) },
        immutable: true,
        binaryData: { [packedFile(bundle)]: packed },
      });
    }
    return name;
  }
}
