import { parsePrices } from '../lib/plan/size/prices';
import { readSizeFlags, sizeFlags } from '../lib/plan/size/flags';
import { size as sizeLoad } from '../lib/plan/size/size';
import { sizeText } from '../lib/plan/size/size-text';
import { readText } from './read-text';
import { readGiven, UsageError } from './usage';

const help = [
  ...sizeFlags,
  ['--prices FILE', 'what things cost you; nothing is said of money without it'] as const,
  ['--json', 'for programs'] as const,
]
  .map(([flag, meaning]) => `  ${flag.padEnd(22)}${meaning}`)
  .join('\n');

/** Every flag of the table takes a value. */
const names = sizeFlags.map(([flag]) => flag.split(' ')[0]?.slice(2) ?? '');

/** `brokerkit size`: a load → brokers, partitions, disks and network, with one zone missing. */
export function size(argv: readonly string[]): void {
  const { own, given } = readGiven(argv, { prices: 'string', json: 'boolean' }, names);
  const { prices, json } = own;
  if ('--help' in given) return void process.stdout.write(`${help}\n`);
  if (prices !== undefined && typeof prices !== 'string') throw new UsageError('--prices takes the path of a file');
  if (Object.keys(given).length === 0) throw new UsageError(`say how much is to be carried\n${help}\n`);
  const options = readSizeFlags(given);
  const known = prices === undefined ? undefined : parsePrices(readText(prices, '--prices'));
  const sizing = sizeLoad(options, known);
  process.stdout.write(`${json === true ? JSON.stringify(sizing, undefined, 2) : sizeText(sizing, known)}\n`);
}
