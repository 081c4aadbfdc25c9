import { manifests } from '../charts/manifests';
import { advise } from '../lib/plan/advice';
import { soundPlan } from '../lib/plan/check-plan';
import { parseMessaging } from '../lib/plan/parse';
import { describePlan } from '../lib/plan/describe';
import { readText } from './read-text';
import { warningText } from './report';
import { parseWords } from './usage';
import { writeFiles } from './write-files';

const defaults = { config: 'messaging.yaml', out: 'dist/k8s' };

function readArguments(argv: readonly string[]): typeof defaults {
  const { values } = parseWords({ args: [...argv], options: { config: { type: 'string' }, out: { type: 'string' } } });
  // cdk8s names the folder that it looks into afterwards.
  return { config: values.config ?? defaults.config, out: values.out ?? process.env['CDK8S_OUTDIR'] ?? defaults.out };
}

/** `brokerkit synth`: everything is read and judged before the first file is written. */
export function synth(argv: readonly string[]): void {
  const { config, out } = readArguments(argv);
  const options = parseMessaging(readText(config));
  const plan = soundPlan(options);
  const files = manifests(options);
  writeFiles(out, files);
  for (const warning of advise(plan)) process.stderr.write(`${warningText(warning)}\n`);
  const folder = out.includes(' ') ? `'${out}'` : out;
  process.stdout.write(
    `${[
      describePlan(plan),
      '',
      `${files.size} files in ${out}; brokerkit explain says what each loss does to them`,
      `next: kubectl apply --server-side -f ${folder}`,
      `then: kubectl wait -n ${plan.namespace} --for=condition=complete job -l brokerkit/part=provision --timeout=10m`,
    ].join('\n')}\n`,
  );
}
