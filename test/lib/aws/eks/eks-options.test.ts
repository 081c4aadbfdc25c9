import { onEks } from '../../../../lib/aws/eks/eks-options';
import type { KafkaOptions } from '../../../../lib/kafka/options';
import { at, find, manifestsOf } from '../../../support/manifests';
import { zones } from '../../../support/aws';

describe('onEks', () => {
  const filesOf = (kafka: KafkaOptions): string =>
    JSON.stringify(
      at(find(manifestsOf(onEks({ name: 'shop', kafka }, zones)), 'ConfigMap', 'kafka-broker-config'), 'data'),
    );

  test('lets consumers read from a copy in their own zone, unless the leader was asked for', () => {
    const line = 'replica.selector.class=org.apache.kafka.common.replica.RackAwareReplicaSelector';

    expect(filesOf({})).toContain(`\\n${line}\\n`);
    expect(filesOf({ replicaSelectorClass: 'LeaderSelector' })).not.toContain('replica.selector.class');
  });

  test('makes no Kafka where there is none', () => {
    expect(onEks({ name: 'shop', rabbitmq: {} }, zones)).not.toHaveProperty('kafka');
  });
});
