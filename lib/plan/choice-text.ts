import { wrap } from '../durability/wrap';
import type { Choice } from './choose';

/** What terminals, mails and reviews show without breaking lines. */
const columns = 100;
const labelWidth = 10;

const headings = { kafka: 'Kafka', rabbitmq: 'RabbitMQ', both: 'both brokers' } as const;

/** The first line begins with the label, the others stand below its text. */
const paragraph = (label: string, text: string): readonly string[] =>
  wrap(text, columns - labelWidth).map((line, index) => (index === 0 ? label : '').padEnd(labelWidth) + line);

/** The label stands before the first only. */
const paragraphs = (label: string, texts: readonly string[]): readonly string[] =>
  texts.flatMap((text, index) => paragraph(index === 0 ? label : '', text));

/** A choice as a person reads it in a terminal. */
export function choiceText(choice: Choice, event?: string): string {
  const { broker, because, reason, joinedBy, costs } = choice;
  return [
    `${event === undefined ? '' : `${event}: `}${headings[broker]}`,
    ...paragraph('  for', reason),
    ...paragraphs(
      '  because',
      because.map((row) => `${row.trait}: ${row.reason}`),
    ),
    ...(joinedBy === undefined ? [] : paragraph('  joined', joinedBy)),
    ...paragraphs('  costs', costs),
  ].join('\n');
}
