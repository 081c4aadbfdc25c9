import { z } from 'zod';
import { bytesFormat, bytesPattern, durationFormat, durationPattern } from '../../durability/quantity';
import { readOptions } from '../../durability/read';
import { sizeDefaults, type SizeOptions } from './options';

const units = { '': 1, Ki: 1_024, Mi: 1_048_576 } as const;
const largestMessage = 16_777_216;

/** `1Ki` → 1024; what is no size is none. */
function messageBytes(text: string): number {
  const [, count, unit = ''] = /^(\d{1,8})(Ki|Mi)?$/.exec(text) ?? [];
  return Number(count) * units[unit as keyof typeof units];
}

/** On the command line everything is text, and is judged as text: `error` says what would be right. */
const text = (isRight: (value: string) => boolean, error: string) =>
  z.custom<string>((value) => typeof value === 'string' && isRight(value), { error });

const within = (pattern: RegExp, kind: string, min: number, max: number) =>
  text((value) => pattern.test(value) && Number(value) >= min && Number(value) <= max, `${kind} from ${min} to ${max}`);
const whole = (min: number, max: number) => within(/^\d{1,9}$/, 'a whole number', min, max);
const decimal = (min: number, max: number) => within(/^\d{1,9}(\.\d{1,3})?$/, 'a number', min, max);
const isNone = /^0+\D/;
const duration = text((value) => durationPattern.test(value) && !isNone.test(value), `${durationFormat}; not 0`);
const bytes = text((value) => bytesPattern.test(value) && !isNone.test(value), `${bytesFormat}; not 0`);
const message = text((value) => {
  const size = messageBytes(value);
  return size >= 1 && size <= largestMessage;
}, 'bytes from 1 to 16Mi: 900, 1Ki or 2Mi');

interface Flag {
  readonly option: keyof SizeOptions;
  readonly takes: string;
  readonly meaning: string;
  readonly schema: z.ZodType<string>;
  readonly value: (text: string) => number | string;
}

const flag = (
  option: keyof SizeOptions,
  takes: string,
  schema: z.ZodType<string>,
  meaning: string,
  value: Flag['value'] = Number,
): Flag => ({ option, takes, meaning, schema, value });

const asItIs = (value: string): string => value;

/** The flags; a new option is a row here, and its docstring in `SizeOptions`. */
const flags = {
  '--rate': flag('rate', 'N', whole(1, 1_000_000), 'messages a second, on average'),
  '--size': flag('size', 'BYTES', message, 'of one message: 900, 1Ki or 2Mi', messageBytes),
  '--peak': flag('peak', 'N', decimal(1, 100), 'the busiest minute is so many times the average'),
  '--retention': flag('retention', 'TIME', duration, 'that Kafka keeps them: 12h, 7d', asItIs),
  '--readers': flag('readers', 'N', whole(0, 100), 'that read all of it, each for itself'),
  '--compression': flag('compression', 'N', decimal(1, 20), "Kafka's batches become so many times smaller"),
  '--per-reader': flag('perReader', 'N', whole(1, 1_000_000), 'messages a second that one member of a group works on'),
  '--backlog': flag('backlog', 'TIME', duration, 'that readers of RabbitMQ may be away', asItIs),
  '--node-cpu': flag('nodeCpu', 'N', whole(1, 128), 'cores of a Kafka broker on Kubernetes'),
  '--node-network': flag('nodeNetwork', 'N', decimal(0.1, 400), 'Gbit/s of a node on Kubernetes'),
  '--node-disk': flag('nodeDisk', 'N', whole(1, 10_000), 'MiB/s that a volume on Kubernetes writes'),
  '--node-storage': flag('nodeStorage', 'BYTES', bytes, 'the largest volume on Kubernetes', asItIs),
} as const satisfies Readonly<Record<`--${string}`, Flag>>;

const defaults: Readonly<Record<string, number | string>> = sizeDefaults;
const isNeeded = (name: string): boolean => name === '--rate' || name === '--size';

/** How to write each flag, and what it says; the default in brackets. */
export const sizeFlags: readonly (readonly [flag: string, meaning: string])[] = Object.entries(flags).map(
  ([name, { option, takes, meaning }]) => {
    const otherwise = defaults[option];
    const brackets = otherwise === undefined ? (isNeeded(name) ? ' (needed)' : '') : ` (${otherwise})`;
    return [`${name} ${takes}`, `${meaning}${brackets}`];
  },
);

const schema = z.strictObject(
  Object.fromEntries(
    Object.entries(flags).map(([name, its]) => [name, isNeeded(name) ? its.schema : its.schema.optional()]),
  ),
) as z.ZodType as z.ZodType<Readonly<Record<string, string | undefined>>>;

/**
 * What stands on the command line, by flag: `{ '--rate': '200000', '--size': '1Ki' }` → options.
 *
 * @throws DurabilityError with every problem.
 */
export function readSizeFlags(given: Readonly<Record<string, unknown>>): SizeOptions {
  const read = readOptions(schema, given, '');
  const entries = Object.entries(flags).flatMap(([name, { option, value }]) => {
    const said = read[name];
    return said === undefined ? [] : [[option, value(said)] as const];
  });
  return Object.fromEntries(entries) as unknown as SizeOptions;
}
