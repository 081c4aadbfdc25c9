import { readFileSync } from 'node:fs';
import { Stack, type App } from 'aws-cdk-lib/core';
import { planAws } from '../../lib/aws/plan';
import { addMessagingStacks } from '../../lib/aws/stacks/messaging';
import type { AwsOptions } from '../../lib/plan/aws-options';
import type { MessagingOptions } from '../../lib/plan/options';
import { awsApp, propertiesOf, templates } from './aws';
import type { Manifest } from './manifests';

/** A file for EKS. */
export const onTarget = (options: Omit<MessagingOptions, 'name'>, aws: AwsOptions = {}): MessagingOptions => ({
  name: 'shop',
  ...options,
  aws: { target: 'eks', ...aws },
});

/** Copies no layers, which are large: nothing here reads them. */
const noCopies = { 'aws:cdk:disable-asset-staging': true };

/** The custom resource that applies one part. */
export interface Applied {
  readonly Part: string;
  readonly ServiceTimeout: string;
  readonly Key: string;
}

/** The templates of a file, and what each part applies. */
export function synthesized(options: MessagingOptions) {
  const app = awsApp(noCopies);
  addMessagingStacks(app, planAws(options));
  const stacks = templates(app);
  const messaging = stacks.get('ShopMessaging')!;
  const isProtected = Object.fromEntries(
    app.node.children.filter(Stack.isStack).map((its) => [its.stackName, its.terminationProtection]),
  );
  const applied = propertiesOf<Applied>(messaging, 'Custom::KubernetesObjects');
  const files = readAssets(app);
  const parts = Object.values(applied).map(({ Part: part, Key: key }): [string, readonly Manifest[]] => [
    part,
    files(key),
  ]);
  return {
    stacks,
    isProtected,
    messaging,
    applied,
    parts: new Map(parts),
    objects: parts.flatMap(([, objects]) => objects),
  };
}

/** Key → the objects of the file that CDK would upload as this. */
function readAssets(app: App): (key: string) => readonly Manifest[] {
  const { directory } = app.synth();
  const { files } = JSON.parse(readFileSync(`${directory}/ShopMessaging.assets.json`, 'utf8')) as {
    readonly files: Readonly<Record<string, { readonly source: { readonly path: string } }>>;
  };
  return (key) =>
    readFileSync(files[key.replace('.json', '')]!.source.path, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Manifest);
}
