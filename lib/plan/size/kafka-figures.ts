import { copies, diskFill, gigabitsPerMiB, zones, type Load } from './load';
import { inEveryZone, inWords, left, up, type Figure, type Limit } from './sized';
import type { Source } from './sources';

/** GiB of all volumes together: every copy of what is kept, and the room above it. */
export const volumes = ({ kept }: Load): number => (kept * copies) / diskFill;

/** Brokers whose volumes hold all of it. */
export function storageLimit(load: Load, largest: number, source: Source): Limit {
  const formula = `${inWords(volumes(load))} GiB <= ${inWords(largest)} on each broker`;
  return { name: 'storage', nodes: inEveryZone(volumes(load), largest), formula, source };
}

export const volumeFigure = (load: Load, nodes: number): Figure => ({
  name: 'volume',
  amount: up(volumes(load) / nodes),
  unit: 'GiB each',
  formula: `${inWords(load.average)} MiB/s on average x ${load.retention} x ${copies} copies / ${nodes} brokers / ${diskFill} full`,
  source: 'diskAlarm',
});

/** What the network must carry. */
export function kafkaTraffic(load: Load, nodes: number): readonly Figure[] {
  const { into, readers, average } = load;
  // While a zone is missing: to readers, and to the copies of what a broker leads.
  const sent = (into * (readers + copies - 1)) / left(nodes);
  const crossing = (zones - 1) / zones;
  return [
    {
      name: 'sent',
      amount: sent * gigabitsPerMiB,
      unit: 'Gbit/s each',
      formula: `${inWords(into)} MiB/s x (${readers} readers + ${copies - 1} copies) / ${left(nodes)} brokers of two zones`,
      source: 'network',
    },
    {
      name: 'clients across zones',
      amount: average * (1 + readers) * crossing,
      unit: 'MiB/s',
      formula: `${inWords(average)} MiB/s on average x (1 + ${readers} readers) x ${zones - 1}/${zones}; readers that ask in their own zone send none`,
    },
  ];
}

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
  const nodes = inEveryZone(count, perBroker - copies);
  const formula = `${inWords(count)} replicas <= ${inWords(perBroker)} on each broker`;
  return { name: 'replicas', nodes, formula, source };
}
