import { wrap } from '../durability/wrap';
import type { LossRow, StreamExplained } from './explain';
import { configured } from './proofs';

export interface TextOptions {
  /** Columns of the terminal. */
  readonly width: number;
  readonly colour: boolean;
}

const mostNames = 12;
const gap = '  ';
/** Narrower than this, a cause gets lines of its own. */
const narrowestCause = 24;
const outcomes = ['data', 'writes', 'reads', 'duplicates', 'order'] as const;

/** Codes of a terminal's colours; what is good stands as it is. */
const colours: Readonly<Record<string, number>> = { lost: 31, refused: 33, stall: 33 };

/** Streams that fare alike, as tables a person reads in a terminal. */
export function explainText(name: string, streams: readonly StreamExplained[], options: TextOptions): string {
  if (streams.length === 0) return `${name}: no topic and no queue is declared, so there is nothing to lose`;
  const blocks = alike(streams).map((block) => blockLines(block, options).join('\n'));
  const intro = wrap(
    `${name}: what becomes of acknowledged messages when something is lost, at its worst`,
    options.width,
  );
  return [intro.join('\n'), ...blocks, footer(options.width)].join('\n\n');
}

/** Those that share one list of losses stand together. */
function alike(streams: readonly StreamExplained[]): readonly (readonly StreamExplained[])[] {
  const blocks = new Map<readonly LossRow[], StreamExplained[]>();
  for (const stream of streams) {
    const block = blocks.get(stream.losses);
    if (block) block.push(stream);
    else blocks.set(stream.losses, [stream]);
  }
  return [...blocks.values()];
}

function blockLines(block: readonly StreamExplained[], options: TextOptions): readonly string[] {
  const [first] = block;
  if (first === undefined) return [];
  const { broker, profile, losses } = first;
  const what = { kafka: ['Kafka topic', 'replica'], rabbitmq: ['RabbitMQ queue', 'member'] }[broker];
  const title = `${what[0] ?? ''}${block.length === 1 ? '' : 's'} ${namesInWords(block.map(({ name }) => name))}`;
  const promised = losses.filter((row) => row.promised);
  const beyond = losses.filter((row) => !row.promised);
  const indented = (text: string): readonly string[] => within(text, options.width, gap);
  return [
    ...wrap(title, options.width, gap),
    ...indented(`${profile}: ${storedWords(first, what[1] ?? '')}`),
    ...constant(losses).flatMap((text) => indented(text)),
    ...endsInWords(block).flatMap((text) => indented(text)),
    '',
    ...tableLines(promised, beyond, `not promised by ${profile}:`, options),
  ];
}

const storedWords = ({ copies, copiesBeforeAck, syncBeforeAck }: StreamExplained, copy: string): string =>
  `${copies} ${copy}${copies === 1 ? '' : 's'}, ${copiesBeforeAck} ${syncBeforeAck ? 'on the disk' : 'in memory or on the disk'} before "stored"`;

/** What the columns `duplicates` and `order` say as long as nothing is lost, once. */
function constant(losses: readonly LossRow[]): readonly string[] {
  const row = losses.find(({ data }) => data.is === 'kept');
  if (row === undefined) return [];
  return [
    `duplicates in the stream ${row.duplicates.is}: ${row.duplicates.because}`,
    `order ${row.order.is}: ${row.order.because}`,
  ];
}

/** Where the promise ends, each sentence once with the streams it is about. */
export function endsInWords(block: readonly Pick<StreamExplained, 'name' | 'ends'>[]): readonly string[] {
  const about = new Map<string, string[]>();
  for (const { name, ends: its } of block) for (const end of its) about.set(end, [...(about.get(end) ?? []), name]);
  return [...about].map(
    ([end, names]) => `the promise ends: ${end}${names.length === block.length ? '' : ` (${namesInWords(names)})`}`,
  );
}

/** As many as a person reads. */
export function namesInWords(names: readonly string[]): string {
  if (names.length <= mostNames) return names.join(', ');
  return `${names.slice(0, mostNames).join(', ')} and ${names.length - mostNames} more`;
}

function tableLines(
  promised: readonly LossRow[],
  beyond: readonly LossRow[],
  between: string,
  options: TextOptions,
): readonly string[] {
  const longest = Math.max('lost'.length, ...[...promised, ...beyond].map(({ title }) => title.length));
  const sizes = [longest, ...outcomes.map((key) => Math.max(key.length, ...widest[key].map((word) => word.length)))];
  const cells = (texts: readonly string[]): string =>
    gap + texts.map((text, index) => text.padEnd(sizes[index] ?? 0)).join(gap);
  const head = cells(['lost', ...outcomes]);
  const room = options.width - head.length - gap.length;
  const row = (same: readonly LossRow[]): readonly string[] => {
    const [its] = same;
    if (its === undefined) return [];
    const plain = cells([its.title, ...outcomes.map((key) => its[key].is)]);
    const first = options.colour ? coloured(plain) : plain;
    const titles = same.slice(1).map(({ title }) => gap + title);
    if (room < narrowestCause) return [first, ...titles, ...within(cause(its), options.width, gap.repeat(3))];
    const [because = '', ...more] = wrap(cause(its), room);
    const below = Array.from({ length: Math.max(titles.length, more.length) }, (_, index) =>
      [(titles[index] ?? '').padEnd(head.length), more[index] ?? ''].join(gap),
    );
    return [`${first}${gap}${because}`, ...below];
  };
  const lines = [
    `${head}${room < narrowestCause ? '' : `${gap}because`}`,
    ...alikeRows(promised).flatMap(row),
    ...(beyond.length === 0 ? [] : [`${gap}${between}`, ...alikeRows(beyond).flatMap(row)]),
  ];
  return lines.map((line) => line.trimEnd());
}

/** Losses that end alike for the same cause stand under each other. */
function alikeRows(rows: readonly LossRow[]): readonly (readonly LossRow[])[] {
  const same = new Map<string, LossRow[]>();
  for (const row of rows) {
    const key = [...outcomes.map((outcome) => row[outcome].is), cause(row)].join();
    same.set(key, [...(same.get(key) ?? []), row]);
  }
  return [...same.values()];
}

/** Lines that all stand to the right; those after the first a little more. */
const within = (text: string, width: number, indent: string): readonly string[] =>
  wrap(text, width - indent.length, gap).map((line) => indent + line);

/** The longest word of each column that a table may hold. */
const widest: Readonly<Record<(typeof outcomes)[number], readonly string[]>> = {
  data: ['kept', 'lost'],
  writes: ['continue', 'refused'],
  reads: ['continue', 'stall'],
  duplicates: ['none', 'possible'],
  order: ['kept', 'not kept'],
};

const painted = (word: string): string => `\u001B[${colours[word] ?? 0}m${word}\u001B[0m`;

/** A line of a table, with what is bad in colour. */
export const coloured = (line: string): string => line.replaceAll(/\b(lost|refused|stall)\b/g, painted);

/** Causes that say the same are said once. */
function cause({ data, writes, reads, provenBy }: LossRow): string {
  const causes = [...new Set([data.because, writes.because, reads.because])].join('; ');
  return provenBy === configured ? causes : `${causes} (${provenBy.replace(/^.*\/|\.test\.ts$/g, '')})`;
}

function footer(width: number): string {
  return [
    'A name in brackets is the live test in test/live that caused this loss on a real cluster; the other rows are configured: they follow from the settings.',
    'A loss is a disk, node or zone gone for good; off: away for a while, its disk comes back. Writes and reads are meant while it lasts, once others have taken over.',
    'Readers of both brokers may be given a message again: effects happen once where your consumer remembers what it has done.',
  ]
    .flatMap((text) => wrap(text, width, gap))
    .join('\n');
}
