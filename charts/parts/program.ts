import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { k8s } from 'cdk8s-plus-27';
import type { Program } from './files';
import { labels } from './labels';
import { packedFile, programFolder } from './node';
import { fromConfigMap, type Mount } from './pod';

export const programMount = (configMap: string): Mount => ({
  name: 'program',
  path: programFolder,
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
