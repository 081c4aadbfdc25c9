import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, relative, sep } from 'node:path';
import { soundPlan } from '../lib/plan/check-plan';
import { describePlan } from '../lib/plan/describe';
import { parseMessaging } from '../lib/plan/parse';
import { starter, starterBrokers, type StarterBrokers } from '../lib/plan/starter';
import { parseWords, UsageError } from './usage';

const schema = 'node_modules/brokerkit/messaging.schema.json';
const usualFile = 'messaging.yaml';

interface Arguments {
  readonly brokers: StarterBrokers;
  readonly out: string;
  readonly name: string;
}

function readArguments(argv: readonly string[]): Arguments {
  const options = { out: { type: 'string' }, name: { type: 'string' } } as const;
  const { values, positionals } = parseWords({ args: [...argv], options, allowPositionals: true });
  const [word = 'both', ...others] = positionals;
  const brokers = starterBrokers.find((one) => one === word);
  if (brokers === undefined || others.length > 0)
    throw new UsageError(`${positionals.join(' ')} is none of ${starterBrokers.join(', ')}`);
  return { brokers, out: values.out ?? usualFile, name: values.name ?? 'shop' };
}

/** What an editor takes for a path, not for a package. */
function schemaFrom(out: string): string {
  const path = relative(dirname(out), schema).split(sep).join('/');
  return path.startsWith('.') ? path : `./${path}`;
}

/** Never over a file that is there: it may be the only one that says what was promised. */
function writeNew(path: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text, { flag: 'wx' });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST')
      throw new Error(`${path} is there already and was left as it is; name another file with --out`, { cause: error });
    throw new Error(`${path} can not be written: ${message}`, { cause: error });
  }
}

/** `brokerkit init`: a first file, judged like any other before it is written. */
export function init(argv: readonly string[]): void {
  const { brokers, out, name } = readArguments(argv);
  const text = starter({ brokers, name, schema: schemaFrom(out) });
  const plan = soundPlan(parseMessaging(text));
  writeNew(out, text);
  const config = out === usualFile ? '' : ` --config ${out}`;
  process.stdout.write(
    `${describePlan(plan)}\n\nwrote ${out}: its comments say what each part promises\nnext: npx brokerkit synth${config}\n`,
  );
}
