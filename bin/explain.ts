import { soundPlan } from '../lib/plan/check-plan';
import { explainPlan } from '../lib/plan/explain';
import { explainText } from '../lib/plan/explain-text';
import { parseMessaging } from '../lib/plan/parse';
import { readText } from './read-text';
import { parseWords } from './usage';

/** Where nobody looks at a terminal. */
const defaultWidth = 100;

function readArguments(argv: readonly string[]): { readonly config: string; readonly json: boolean } {
  const { values } = parseWords({
    args: [...argv],
    options: { config: { type: 'string' }, json: { type: 'boolean' } },
  });
  return { config: values.config ?? 'messaging.yaml', json: values.json ?? false };
}

/** `brokerkit explain`: what each loss does to each topic and queue; a file that breaks its promise is refused as by synth. */
export function explain(argv: readonly string[]): void {
  const { config, json } = readArguments(argv);
  const plan = soundPlan(parseMessaging(readText(config)));
  const streams = explainPlan(plan);
  const { stdout, env } = process;
  const options = {
    width: stdout.isTTY ? stdout.columns : defaultWidth,
    // https://no-color.org: any value but an empty one.
    colour: stdout.isTTY && (env['NO_COLOR'] ?? '') === '',
  };
  stdout.write(
    `${json ? JSON.stringify({ name: plan.name, streams }, null, 2) : explainText(plan.name, streams, options)}\n`,
  );
}
