import { awsTargets, type AwsTarget } from '../lib/plan/aws-options';
import { soundPlan } from '../lib/plan/check-plan';
import { clustersOf, explainPlan } from '../lib/plan/explain';
import { explainText, type TextOptions } from '../lib/plan/explain-text';
import type { MessagingOptions } from '../lib/plan/options';
import { parseMessaging } from '../lib/plan/parse';
import { readText } from './read-text';
import { parseWords, UsageError } from './usage';

/** Where nobody looks at a terminal. */
const defaultWidth = 100;

const targets = ['kubernetes', ...awsTargets] as const;

function readArguments(argv: readonly string[]) {
  const { values } = parseWords({
    args: [...argv],
    options: { config: { type: 'string' }, target: { type: 'string' }, json: { type: 'boolean' } },
  });
  const target = targets.find((one) => one === (values.target ?? targets[0]));
  if (target === undefined)
    throw new UsageError(`--target is ${values.target}: one of ${targets.join(', ')} is needed`);
  return { config: values.config ?? 'messaging.yaml', json: values.json ?? false, target };
}

interface Explained {
  readonly streams: readonly object[];
  /** Options of the file that mean nothing with the target that was asked for. */
  readonly leftOut?: readonly string[];
  readonly text: (options: TextOptions) => string;
}

function onKubernetes(options: MessagingOptions): Explained {
  const plan = soundPlan(options);
  const streams = explainPlan(plan);
  return { streams, text: (its) => explainText(plan.name, streams, its) };
}

/** The file is judged as by `cdk synth`, as if it named this target itself. */
function onAws(file: MessagingOptions, target: AwsTarget): Explained {
  // Loaded by need, as the other commands do: who asks of Kubernetes does not wait for the rules of AWS.
  const { soundAwsPlan } = require('../lib/aws/plan') as typeof import('../lib/aws/plan');
  const { retargeted } = require('../lib/aws/target-rules') as typeof import('../lib/aws/target-rules');
  const { explainAws } = require('../lib/plan/explain-aws') as typeof import('../lib/plan/explain-aws');
  const { explainAwsText } = require('../lib/plan/explain-aws-text') as typeof import('../lib/plan/explain-aws-text');
  const { options, leftOut } = retargeted(file, target);
  const plan = soundAwsPlan(options);
  const streams = explainAws(clustersOf(plan), plan.aws);
  return { streams, leftOut, text: (its) => explainAwsText(plan.name, streams, its, { target, leftOut }) };
}

/** `brokerkit explain`: what each loss does to each topic and queue; a file that breaks its promise is refused. */
export function explain(argv: readonly string[]): void {
  const { config, json, target } = readArguments(argv);
  const options = parseMessaging(readText(config));
  const { text, ...explained } = target === 'kubernetes' ? onKubernetes(options) : onAws(options, target);
  const { stdout, env } = process;
  const asText = (): string =>
    text({
      width: stdout.isTTY ? stdout.columns : defaultWidth,
      // https://no-color.org: any value but an empty one.
      colour: stdout.isTTY && (env['NO_COLOR'] ?? '') === '',
    });
  stdout.write(`${json ? JSON.stringify({ name: options.name, ...explained }, null, 2) : asText()}\n`);
}
