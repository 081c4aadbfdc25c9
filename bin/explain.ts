import { awsTargets, awsDefaults } from '../lib/plan/aws-options';
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
type Target = (typeof targets)[number];

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
  readonly text: (options: TextOptions) => string;
}

function onKubernetes(options: MessagingOptions): Explained {
  const plan = soundPlan(options);
  const streams = explainPlan(plan);
  return { streams, text: (its) => explainText(plan.name, streams, its) };
}

/** The file is judged as by `cdk synth` where services run the brokers, and as by `synth` where the manifests do. */
function onAws(options: MessagingOptions, target: Exclude<Target, 'kubernetes'>): Explained {
  // Loaded by need, as the other commands do: who asks of Kubernetes does not wait for the rules of AWS.
  const { soundAwsPlan } = require('../lib/aws/plan') as typeof import('../lib/aws/plan');
  const { explainAws } = require('../lib/plan/explain-aws') as typeof import('../lib/plan/explain-aws');
  const { explainAwsText } = require('../lib/plan/explain-aws-text') as typeof import('../lib/plan/explain-aws-text');
  const plan = target === 'managed' ? soundAwsPlan(options) : soundPlan(options);
  const kafkaTier = options.aws?.kafkaTier ?? awsDefaults.kafkaTier;
  const streams = explainAws(clustersOf(plan), { target, kafkaTier });
  return { streams, text: (its) => explainAwsText(plan.name, streams, its) };
}

/** `brokerkit explain`: what each loss does to each topic and queue; a file that breaks its promise is refused. */
export function explain(argv: readonly string[]): void {
  const { config, json, target } = readArguments(argv);
  const options = parseMessaging(readText(config));
  const { streams, text } = target === 'kubernetes' ? onKubernetes(options) : onAws(options, target);
  const { stdout, env } = process;
  const asText = (): string =>
    text({
      width: stdout.isTTY ? stdout.columns : defaultWidth,
      // https://no-color.org: any value but an empty one.
      colour: stdout.isTTY && (env['NO_COLOR'] ?? '') === '',
    });
  stdout.write(`${json ? JSON.stringify({ name: options.name, streams }, null, 2) : asText()}\n`);
}
