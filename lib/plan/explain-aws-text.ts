import { wrap } from '../durability/wrap';
import type { AwsTarget } from './aws-options';
import { serviceFacts, type Statement } from './aws-services';
import type { AwsLossRow, AwsStreamExplained } from './explain-aws';
import { coloured, endsInWords, namesInWords, type TextOptions } from './explain-text';
import { configured } from './proofs';

const gap = '  ';
const answers = ['data', 'writes', 'reads'] as const;
/** The longest word of each column is `not stated`. */
const answerWidth = 'not stated'.length;
const titleWidth = 'one process'.length;

/** Numbers of the pages, in the order that they are first named. */
function footnotes() {
  const pages: string[] = [];
  const mark = (page: string): string => {
    if (!pages.includes(page)) pages.push(page);
    return `[${pages.indexOf(page) + 1}]`;
  };
  return { pages, mark };
}

/** Streams that fare alike stand together. */
function alike(streams: readonly AwsStreamExplained[]): readonly (readonly AwsStreamExplained[])[] {
  const blocks = new Map<readonly AwsLossRow[], AwsStreamExplained[]>();
  for (const stream of streams) blocks.set(stream.losses, [...(blocks.get(stream.losses) ?? []), stream]);
  return [...blocks.values()];
}

/** What AWS says, and apart from it what that means. */
const saidLines = ({ says, so, see }: Statement, mark: (page: string) => string): readonly string[] => [
  `AWS: ${says} ${mark(see)}`,
  ...(so === undefined ? [] : [`so ${so}`]),
];

/** Why it is so; then what AWS says, or that it says nothing. */
function causeOf(
  { data, writes, reads, said, provenBy }: AwsLossRow,
  mark: (page: string) => string,
): readonly string[] {
  const causes = [...new Set([data.because, writes.because, reads.because])].join('; ');
  const proof = provenBy === configured ? '' : ` (${provenBy.replace(/^.*\/|\.test\.ts$/g, '')})`;
  return [`${causes}${proof}`, ...(said === undefined ? ['AWS: not stated by the service'] : saidLines(said, mark))];
}

function rowLines(row: AwsLossRow, mark: (page: string) => string, { width, colour }: TextOptions): readonly string[] {
  const cells = [row.title.padEnd(titleWidth), ...answers.map((key) => row[key].is.padEnd(answerWidth))];
  const head = gap + cells.join(gap) + gap;
  const [first = '', ...more] = causeOf(row, mark).flatMap((text) => wrap(text, width - head.length, gap));
  const plain = colour ? coloured(head) : head;
  return [plain + first, ...more.map((line) => ' '.repeat(head.length) + line)];
}

function blockLines(
  block: readonly AwsStreamExplained[],
  mark: (page: string) => string,
  options: TextOptions,
): readonly string[] {
  const [first] = block;
  if (first === undefined) return [];
  const { broker, service, profile, copies, copiesBeforeAck, losses } = first;
  const { title, facts } = serviceFacts[service];
  const what = `${broker === 'kafka' ? 'Kafka topic' : 'RabbitMQ queue'}${block.length === 1 ? '' : 's'}`;
  const indented = (text: string): readonly string[] =>
    wrap(text, options.width - gap.length, gap).map((line) => gap + line);
  const promised = losses.filter((row) => row.promised);
  const beyond = losses.filter((row) => !row.promised);
  return [
    ...wrap(`${what} ${namesInWords(block.map(({ name }) => name))} on ${title}`, options.width, gap),
    ...indented(`${profile}: ${copies} copies, ${copiesBeforeAck} before "stored"`),
    ...facts.flatMap((fact) => saidLines(fact, mark).flatMap((text) => indented(text))),
    ...endsInWords(block).flatMap((text) => indented(text)),
    '',
    gap + ['lost'.padEnd(titleWidth), ...answers.map((key) => key.padEnd(answerWidth)), 'because'].join(gap),
    ...promised.flatMap((row) => rowLines(row, mark, options)),
    ...(beyond.length === 0 ? [] : [`${gap}not promised by ${profile}:`]),
    ...beyond.flatMap((row) => rowLines(row, mark, options)),
  ];
}

/** What was asked for, and which options of the file mean nothing there. */
interface Asked {
  readonly target: AwsTarget;
  readonly leftOut: readonly string[];
}

/** What each loss does on AWS, as a person reads it in a terminal. */
export function explainAwsText(
  name: string,
  streams: readonly AwsStreamExplained[],
  options: TextOptions,
  { target, leftOut }: Asked,
): string {
  if (streams.length === 0) return `${name}: no topic and no queue is declared, so there is nothing to lose`;
  const { pages, mark } = footnotes();
  const blocks = alike(streams).map((block) => blockLines(block, mark, options).join('\n'));
  const paragraph = (text: string): string => wrap(text, options.width, gap).join('\n');
  return [
    paragraph(`${name} on AWS: what becomes of acknowledged messages when something is lost, at its worst`),
    ...(leftOut.length === 0 ? [] : [paragraph(`With target: ${target} nothing reads ${leftOut.join(', ')}`)]),
    ...blocks,
    pages.map((page, index) => paragraph(`[${index + 1}] ${page}`)).join('\n'),
    [
      'Rows follow from what the brokers do with these settings; AWS: is what the service says of itself. "Not stated" is no promise: count on nothing there.',
      'None of it has been caused on an account: a name in brackets is the live test that caused it on Kubernetes, with the same manifests.',
    ]
      .map(paragraph)
      .join('\n'),
  ].join('\n\n');
}
