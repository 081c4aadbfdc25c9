import { copies, zones, type Load } from './load';
import { inWords, left, type Figure } from './sized';

/** How full a volume may become: an alarm stands above it. */
export const diskFill = 0.8;

const gigabitsPerMiB = (1_048_576 * 8) / 1e9;

/** MiB/s that one broker sends while a zone is missing: to readers, and to the copies of what it leads. */
export const sentByBroker = ({ into, readers }: Load, nodes: number): number =>
  (into * (readers + copies - 1)) / left(nodes);

/** What the network must carry. */
export function kafkaTraffic(load: Load, nodes: number): readonly Figure[] {
  const { into, readers, average } = load;
  const sent = sentByBroker(load, nodes);
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
