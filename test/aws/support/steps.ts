import type { MessagingOptions } from '../../../lib/plan/options';
import { accountResources, handlerLines, openAccount, type HandlerLine, type Reach } from './account';
import { DeployedApp, type Ended } from './app';

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

/** Those of the region that the account is in. */
export const availabilityZones = ['us-east-1a', 'us-east-1b', 'us-east-1c'];

/** An app in an account that is empty but for what every account of CDK has. */
export async function opened(options: MessagingOptions, reach: Reach, authority?: string): Promise<DeployedApp> {
  const app = new DeployedApp(openAccount(reach), options, authority);
  expect(await app.bootstrap()).toMatchObject({ code: 0 });
  return app;
}

/** What CDK said. @throws Error with the end of it, where it failed */
function wellEnded({ code, text }: Ended): string {
  if (code !== 0) throw new Error(text.slice(-5_000));
  return text;
}

export const deployed = async (app: DeployedApp, ...words: readonly string[]): Promise<string> =>
  wellEnded(await app.deploy(...words));

export const destroyed = async (app: DeployedApp): Promise<string> => wellEnded(await app.destroy());

/** A deployment that must fail, and be rolled back. */
export async function takenBack(app: DeployedApp): Promise<void> {
  const { code, text } = await app.deploy();
  expect([code, text.match(/UPDATE_ROLLBACK_COMPLETE|UPDATE_FAILED/)?.[0]]).toEqual([1, expect.any(String)]);
}

/** A topic that keeps less, and one more queue. */
export const changed = ({ kafka, rabbitmq, ...rest }: MessagingOptions): MessagingOptions => ({
  ...rest,
  ...(kafka && {
    kafka: { ...kafka, topics: { ...kafka.topics, clicks: { ...kafka.topics?.['clicks'], retention: '3d' } } },
  }),
  ...(rabbitmq && { rabbitmq: { ...rabbitmq, queues: { ...rabbitmq.queues, refund: {} } } }),
});

/** How many of the stacks that were deployed were left as they are, and how many there are. */
export const unchanged = (text: string): readonly [number, number] => [
  text.match(/\(no changes\)/g)?.length ?? 0,
  text.match(/^✅/gm)?.length ?? 0,
];
