import type { MessagingOptions } from '../../../lib/plan/options';
import { accountResources, handlerLines, openAccount, type HandlerLine, type Reach } from './account';
import { DeployedApp } from './app';

/** What holds data, by type. */
const stateful = /^AWS::(MSK::(Cluster|Topic)|AmazonMQ::Broker)$/;
const statefulResources = () => accountResources().filter(({ type }) => stateful.test(type));

/** Types of what holds data. */
export const kept = (): readonly string[] =>
  statefulResources()
    .map(({ type }) => type)
    .sort();

export const ids = (): readonly string[] =>
  statefulResources()
    .map(({ id }) => id)
    .sort();

/** Handlers that could not do what they were asked for. */
export const failures = (): readonly HandlerLine[] =>
  handlerLines().filter(({ response }) => response?.Status === 'FAILED');

/** An app in an account that is empty but for what every account of CDK has. */
export async function opened(options: MessagingOptions, reach: Reach, authority?: string): Promise<DeployedApp> {
  const app = new DeployedApp(openAccount(reach), options, authority);
  expect(await app.bootstrap()).toMatchObject({ code: 0 });
  return app;
}

/** @throws Error with the end of what CDK said, where it failed */
export async function deployed(app: DeployedApp, ...words: readonly string[]): Promise<string> {
  const { code, text } = await app.deploy(...words);
  if (code !== 0) throw new Error(text.slice(-5_000));
  return text;
}

/** @throws Error with the end of what CDK said, where it failed */
export async function destroyed(app: DeployedApp): Promise<void> {
  const { code, text } = await app.destroy();
  if (code !== 0) throw new Error(text.slice(-5_000));
}

/** How many of the stacks that were deployed were left as they are, and how many there are. */
export const unchanged = (text: string): readonly [number, number] => [
  text.match(/\(no changes\)/g)?.length ?? 0,
  text.match(/^✅/gm)?.length ?? 0,
];
