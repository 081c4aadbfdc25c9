import { copies, type Load } from './load';
import { inWords, up, type Figure, type Limit } from './sized';
import type { Source } from './sources';

/** MiB/s that one partition is sure to take: the least of "tens", and within what Express brokers allow. */
const partitionRate = 10;

/** Partitions that the load needs, before they are spread over brokers. */
const needed = ({ into, messages, perReader }: Load): number =>
  Math.max(1, up(into / partitionRate), perReader === undefined ? 1 : up(messages / perReader));

/** So many on each broker that all have as much to do. */
export function partitionFigure(load: Load, brokers: number): Figure {
  const { into, messages, perReader } = load;
  const byReader =
    perReader === undefined ? '' : `, ${inWords(messages)} messages/s / ${inWords(perReader)} for each reader`;
  return {
    name: 'partitions',
    amount: brokers * up(needed(load) / brokers),
    unit: '',
    formula: `the most of ${inWords(into)} MiB/s / ${partitionRate} for each partition${byReader}; rounded up to as many on each broker`,
    source: 'partitions',
  };
}

/** Brokers that hold all replicas, rounding included. */
export function partitionLimit(load: Load, perBroker: number, source: Source): Limit {
  const count = needed(load) * copies;
  // Rounding up adds less than one partition for each broker, so less than its copies.
  const nodes = 3 * Math.max(1, up(count / (perBroker - copies) / 3));
  const formula = `${inWords(count)} replicas <= ${inWords(perBroker)} on each broker`;
  return { name: 'replicas', nodes, formula, source };
}
