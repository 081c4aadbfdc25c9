import { App } from 'aws-cdk-lib/core';
import { featureFlags } from '../lib/aws/feature-flags';
import { addMessagingStacks } from '../lib/aws/stacks/messaging';
import { soundAwsPlan } from '../lib/aws/plan';
import { parseMessaging } from '../lib/plan/parse';
import { readText } from './read-text';
import { report } from './report';

function synth(): void {
  // The command line of CDK names the folder; `node` alone does not. What goes wrong must be caught here, so synthesis begins here.
  const outdir = process.env['CDK_OUTDIR'] ?? 'cdk.out';
  const app = new App({ context: featureFlags, outdir, autoSynth: false });
  const config: unknown = app.node.tryGetContext('config');
  const plan = soundAwsPlan(parseMessaging(readText(typeof config === 'string' ? config : 'messaging.yaml')));
  addMessagingStacks(app, plan);
  app.synth();
}

/** The app of cdk.json: the file is read and judged whole before the first construct is made. */
export function aws(): void {
  try {
    synth();
  } catch (error) {
    report(error, 'aws');
  }
}

if (require.main === module) aws();
