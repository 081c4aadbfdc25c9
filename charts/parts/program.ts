import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { k8s } from 'cdk8s-plus-27';
import { program } from './files';
import { labels } from './labels';
import { fromConfigMap, type Mount } from './pod';

/** The stock image that the programs of the kit run on, and a user of it that is not root. */
export const nodeImage = 'node:24.21.0-bookworm-slim';
export const nodeUser = 1000;

export type Bundle = 'bootstrap' | 'kafka' | 'rabbitmq';

const folder = '/opt/brokerkit';
const packedFile = (bundle: Bundle): string => `${bundle}.cjs.gz`;

/** Unpacks a bundle in memory and runs one of its programs: nothing is written, so the root can be read-only. */
export function programCommand(bundle: Bundle, name: string): readonly string[] {
  const load = [
    `const source = require('node:zlib').gunzipSync(require('node:fs').readFileSync('${folder}/${packedFile(bundle)}'));`,
    `const module_ = new module.constructor('${bundle}.cjs', module);`,
    `module_.paths = module.paths; module_._compile(source.toString(), '${folder}/${bundle}.cjs');`,
  ];
  // `node -e` has no script in argv: the program's name is its first argument all the same.
  return ['node', '-e', load.join(' '), bundle, name];
}

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
  nameOf(bundle: Bundle): string {
    const { checksum, packed } = program(bundle);
    const name = `program-${bundle}-${checksum}`;
    if (this.node.tryFindChild(bundle) === undefined) {
      new k8s.KubeConfigMap(this, bundle, {
        metadata: { name, labels: labels('programs', bundle) },
        immutable: true,
        binaryData: { [packedFile(bundle)]: packed },
      });
    }
    return name;
  }
}
