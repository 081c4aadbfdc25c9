import { choiceText } from '../lib/plan/choice-text';
import { choose as chooseBroker, traitRows, type Choice } from '../lib/plan/choose';
import { parseEvents, readFlags, traitsOf } from '../lib/plan/event';
import { askTraits } from './ask';
import { readText } from './read-text';
import { readGiven, UsageError } from './usage';

const flags = [
  ...traitRows.map(({ trait, question }) => [`--${trait}`, question] as const),
  ['--rate N', 'Messages a second at the busiest hour.'] as const,
]
  .map(([flag, meaning]) => `  ${flag.padEnd(22)}${meaning}`)
  .join('\n');

function choicesIn(path: string): Readonly<Record<string, Choice>> {
  const events = parseEvents(readText(path, '--file'));
  return Object.fromEntries(Object.entries(events).map(([name, event]) => [name, chooseBroker(traitsOf(event))]));
}

async function choiceOf(given: Readonly<Record<string, unknown>>): Promise<Choice> {
  if (Object.keys(given).length > 0) return chooseBroker(traitsOf(readFlags(given)));
  if (!process.stdin.isTTY)
    throw new UsageError(`say what the event needs, or name a file with --file events.yaml\n${flags}`);
  // Questions go to stderr: stdout may be a file that takes the answer.
  return chooseBroker(await askTraits(process.stdin, process.stderr));
}

/** `brokerkit choose`: what an event needs → which broker has it. */
export async function choose(argv: readonly string[]): Promise<void> {
  const { own, given } = readGiven(argv, { file: 'string', json: 'boolean' }, ['rate']);
  const { file, json } = own;
  const print = (value: unknown, text: string): void => {
    process.stdout.write(`${json === true ? JSON.stringify(value, undefined, 2) : text}\n`);
  };
  if ('--help' in given) return print(traitRows, flags);
  if (file === undefined) {
    const choice = await choiceOf(given);
    return print(choice, choiceText(choice));
  }
  if (typeof file !== 'string' || Object.keys(given).length > 0)
    throw new UsageError('--file takes the path of a file, and stands without traits');
  const choices = choicesIn(file);
  const texts = Object.entries(choices).map(([event, choice]) => choiceText(choice, event));
  print(choices, texts.join('\n\n'));
}
