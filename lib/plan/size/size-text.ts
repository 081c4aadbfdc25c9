import { wrap } from '../../durability/wrap';
import type { Prices } from './prices';
import type { Answer, Sizing } from './size';
import { inWords } from './sized';
import { sources, type Source } from './sources';

/** What terminals, mails and reviews show without breaking lines. */
const columns = 100;
const labelWidth = 24;

/** The first line begins with the label, the others stand below its text. */
const row = (label: string, text: string): readonly string[] =>
  wrap(text, columns - labelWidth).map(
    (line, index) => `${(index === 0 ? `  ${label}` : '').padEnd(labelWidth)}${line}`,
  );

const byteWords = (bytes: number): string => (bytes % 1_024 === 0 ? `${inWords(bytes / 1_024)} KiB` : `${bytes} bytes`);

function loadLines({ load }: Sizing): readonly string[] {
  const { rate, size, peak, retention, readers, compression, into, outOf } = load;
  const said = [
    `${inWords(rate)} messages a second of ${byteWords(size)}`,
    ...(peak === 1 ? [] : [`${inWords(peak)} times as many in the busiest minute`]),
    ...(compression === 1 ? [] : [`compressed to 1/${inWords(compression)}`]),
    `kept for ${retention}`,
    `read ${readers} time${readers === 1 ? '' : 's'}`,
  ].join(', ');
  return wrap(
    `${said}: ${inWords(into)} MiB/s in and ${inWords(outOf)} MiB/s out at most. Every answer carries it with one of three zones missing.`,
    columns,
  );
}

/** Numbers of the sources, in the order that they are first named. */
class Notes {
  readonly named: Source[] = [];

  mark(source: Source | undefined): string {
    if (source === undefined) return '';
    if (!this.named.includes(source)) this.named.push(source);
    return ` [${this.named.indexOf(source) + 1}]`;
  }
}

function costLines({ cost }: Answer, currency: string): readonly string[] {
  if (cost === undefined) return [];
  const { perMonth, parts, missing } = cost;
  const without = missing.length === 0 ? '' : `, without what the file has no price for: ${missing.join(', ')}`;
  return [
    ...parts.flatMap(({ name, perMonth: its, formula }) =>
      row(`cost: ${name}`, `${currency} ${inWords(its)} a month: ${formula}`),
    ),
    ...row('cost', `${currency} ${inWords(perMonth)} a month${without}`),
  ];
}

function answerLines(answer: Answer, notes: Notes, currency: string): readonly string[] {
  const { title, verdict, why, nodes, instanceType, limits, figures, instead, notes: said } = answer;
  if (verdict === 'wrong-broker') return [...wrap(`${title}: the wrong broker`, columns), ...row('why', why ?? '')];
  const what = `${nodes} ${instanceType === undefined ? (answer.broker === 'kafka' ? 'brokers' : 'nodes') : `x ${instanceType}`}`;
  const [decided, ...others] = limits;
  return [
    `${title}: ${verdict === 'fits' ? what : 'too much'}`,
    ...(why === undefined ? [] : row('why', why)),
    ...(decided === undefined
      ? []
      : row('decided by', `${decided.name}: ${decided.formula}${notes.mark(decided.source)}`)),
    ...others.flatMap(({ name, nodes: its, formula, source }) =>
      row(name, `${its} would do: ${formula}${notes.mark(source)}`),
    ),
    ...figures.flatMap(({ name, amount, unit, formula, source }) =>
      row(name, `${[inWords(amount), unit].join(' ').trim()}: ${formula}${notes.mark(source)}`),
    ),
    ...(instead.length === 0 ? [] : row('also', instead.join(', '))),
    ...said.flatMap((note) => row('note', note)),
    ...costLines(answer, currency),
  ];
}

/** A sizing as a person reads it in a terminal. */
export function sizeText(sizing: Sizing, prices?: Prices): string {
  const notes = new Notes();
  const blocks = sizing.answers.map((answer) => answerLines(answer, notes, prices?.currency ?? '').join('\n'));
  const named = notes.named.flatMap((source, index) => wrap(`[${index + 1}] ${sources[source]}`, columns, '    '));
  const last =
    'These are starting points from published figures: measure with your own messages before you rely on them.';
  return [loadLines(sizing).join('\n'), ...blocks, named.join('\n'), wrap(last, columns).join('\n')].join('\n\n');
}
