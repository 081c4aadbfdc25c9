import { App, type Stack } from 'aws-cdk-lib/core';
import { Template } from 'aws-cdk-lib/assertions';
import { featureFlags } from '../../lib/aws/feature-flags';
import { addMessagingStacks } from '../../lib/aws/stacks/messaging';
import { checkAws, planAws } from '../../lib/aws/plan';
import type { MessagingOptions } from '../../lib/plan/options';
import 'aws-cdk-lib/testhelpers/jest-autoclean';

// Where in the code each resource was made: under jest that takes as long as making it.
const noTraces = { 'aws:cdk:disable-creation-stack-traces': true };

/** Those that a file has where it names none. */
export const zones = ['eu-central-1a', 'eu-central-1b', 'eu-central-1c'];

/** An app as bin/aws makes it. */
export const awsApp = (context: Readonly<Record<string, unknown>> = {}): App =>
  new App({ context: { ...featureFlags, ...noTraces, ...context }, autoSynth: false });

/** What is wrong with a file: the rule and the path of each problem. */
export const problemsOf = (options: MessagingOptions): readonly string[] =>
  checkAws(planAws(options)).map(({ rule, path }) => `${rule} ${path}`);

/** The templates of everything in an app, by the names of the stacks. */
export function templates(app: App): ReadonlyMap<string, Template> {
  return new Map(
    app.synth().stacks.map(({ stackName, template }) => [stackName, Template.fromJSON(template as object)]),
  );
}

export function templateOf(stack: Stack): Template {
  const template = templates(stack.node.root as App).get(stack.stackName);
  if (template === undefined) throw new Error(`there is no stack ${stack.stackName}`);
  return template;
}

/** The templates of what a file describes. */
export function messagingTemplates(options: MessagingOptions): ReadonlyMap<string, Template> {
  const app = awsApp();
  addMessagingStacks(app, planAws(options));
  return templates(app);
}

/** Logical id → properties of every resource of a type. */
export function propertiesOf<Properties>(template: Template, type: string): Readonly<Record<string, Properties>> {
  const found = template.findResources(type) as Readonly<Record<string, { readonly Properties: Properties }>>;
  return Object.fromEntries(Object.entries(found).map(([id, its]) => [id, its.Properties]));
}

/** What must be there, however the stack ends: each logical id with its type. */
export function kept(template: Template): Readonly<Record<string, string>> {
  const { Resources: resources } = template.toJSON() as { Resources: Readonly<Record<string, Resource>> };
  return Object.fromEntries(
    Object.entries(resources)
      .filter(([, its]) => its.DeletionPolicy === 'RetainExceptOnCreate' && its.UpdateReplacePolicy === 'Retain')
      .map(([id, its]) => [id, its.Type]),
  );
}

interface Resource {
  readonly Type: string;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}
