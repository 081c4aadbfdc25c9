import { parseArgs } from 'node:util';
import { parsePrices } from '../lib/plan/size/prices';
import { readSizeFlags, sizeFlags } from '../lib/plan/size/flags';
import { size as sizeLoad } from '../lib/plan/size/size';
import { sizeText } from '../lib/plan/size/size-text';
import { readText } from './read-text';
import { UsageError } from './usage';

const help = [
  ...sizeFlags,
  ['--prices FILE', 'what things cost you; nothing is said of money without it'] as const,
  ['--json', 'for programs'] as const,
]
  .map(([flag, meaning]) => `  ${flag.padEnd(22)}${meaning}`)
  .join('\n');

/** What was written, each by its flag; nothing is judged yet. */
function readArguments(argv: readonly string[]) {
  const { values, positionals } = parseArgs({
    args: [...argv],
    strict: false,
    allowPositionals: true,
    options: {
      ...Object.fromEntries(
        sizeFlags.map(([flag]) => [flag.split(' ')[0]?.slice(2) ?? '', { type: 'string' } as const]),
      ),
      prices: { type: 'string' },
      json: { type: 'boolean' },
    },
  });
  const { prices, json, ...others } = values;
  const given = Object.entries(others).map(([name, value]) => [`--${name}`, value] as const);
  // A word without a flag is named like the flags that are not known.
  const words = positionals.map((word) => [word, undefined] as const);
  return { prices, json: json === true, given: Object.fromEntries<unknown>([...given, ...words]) };
}

/** `brokerkit size`: a load → brokers, partitions, disks and network, with one zone missing. */
export function size(argv: readonly string[]): void {
  const { prices, json, given } = readArguments(argv);
  if ('--help' in given) return void process.stdout.write(`${help}\n`);
  if (prices !== undefined && typeof prices !== 'string') throw new UsageError('--prices takes the path of a file');
  if (Object.keys(given).length === 0) throw new UsageError(`say how much is to be carried\n${help}\n`);
  const options = readSizeFlags(given);
  const known = prices === undefined ? undefined : parsePrices(readText(prices, '--prices'));
  const sizing = sizeLoad(options, known);
  process.stdout.write(`${json ? JSON.stringify(sizing, undefined, 2) : sizeText(sizing, known)}\n`);
}
