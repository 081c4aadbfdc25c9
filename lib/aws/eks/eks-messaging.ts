import { Construct } from 'constructs';
import type { MessagingOptions } from '../../plan/options';
import { mustBeKnown } from '../known-options';
import { refuse } from '../refuse';
import { Applied } from './applied';
import { chartObjects, secretsAmong } from './chart-objects';
import type { EksCluster } from './eks-cluster';
import { Kubectl } from './kubectl';

export interface EksMessagingProps {
  readonly cluster: EksCluster;
  /** What the charts are made from: as `onEks` gives it. */
  readonly messaging: MessagingOptions;
}

/**
 * The charts on a cluster of EKS: the very objects that `brokerkit synth` writes, and what the cluster needs for them.
 *
 * They are applied part by part, in the order of the files. Nobody waits for a part to be ready: pods wait for their Secrets, Jobs
 * for their brokers. Nothing that was once applied is removed, whether a later file names it or not.
 *
 * @throws DurabilityError for a token among the options (`aws-value-unknown`): the objects are a file, where nobody puts a value in
 */
export class EksMessaging extends Construct {
  constructor(scope: Construct, id: string, { cluster, messaging }: EksMessagingProps) {
    super(scope, id);
    mustBeKnown('', messaging);
    const parts = chartObjects(messaging);
    refuse(this, secretsAmong(parts));
    const { vpc, subnets } = cluster;
    const kubectl = new Kubectl(this, 'Kubectl', { cluster: cluster.cluster, vpc, subnets });
    let before: Applied | undefined;
    for (const part of parts) {
      // Named by the file: neither the number nor the names of its objects are in the logical id.
      const applied = new Applied(this, part.name.replace(/^\d+-/, ''), {
        part,
        clusterName: cluster.cluster.clusterName,
        kubectl,
      });
      if (before !== undefined) applied.node.addDependency(before);
      before = applied;
    }
  }
}
