import { kafkaTiers } from '../aws-options';
import { sizeKafkaOnKubernetes } from './kafka-kubernetes';
import { loadOf, type Load } from './load';
import { sizeAmazonMq } from './amazon-mq';
import { sizeMsk } from './msk';
import type { SizeOptions } from './options';
import { costOf, type Cost, type Prices } from './prices';
import { sizeRabbitMqOnKubernetes } from './rabbitmq';
import type { Sized } from './sized';

/** One answer, and what it costs where prices are known. */
export interface Answer extends Sized {
  readonly cost?: Cost;
}

export interface Sizing {
  readonly load: Load;
  /** Kafka's first. */
  readonly answers: readonly Answer[];
}

/**
 * A load → what each broker needs to carry it with one of three zones missing, wherever it may run.
 *
 * @param prices what things cost you; without them nothing is said of money
 */
export function size(options: SizeOptions, prices?: Prices): Sizing {
  const load = loadOf(options);
  const sized = [
    ...kafkaTiers.map((tier) => sizeMsk(load, tier)),
    sizeKafkaOnKubernetes(load),
    sizeAmazonMq(load),
    sizeRabbitMqOnKubernetes(load),
  ];
  const answers = sized.map((its): Answer =>
    // What does not carry the load has no price.
    prices === undefined || its.verdict !== 'fits' ? its : { ...its, cost: costOf(its, load.average, prices) },
  );
  return { load, answers };
}
