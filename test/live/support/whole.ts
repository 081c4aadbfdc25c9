import { kafkaFlaw, replicaFlaw } from './kafka';
import { say, until } from './kubectl';
import { rabbitMqFlaw } from './rabbitmq';

/** What can be looked at. A look at all costs ten seconds of a core: after the loss of one broker its replicas are enough. */
const flaws = { replicas: replicaFlaw, kafka: kafkaFlaw, rabbitmq: rabbitMqFlaw } as const;
export type Part = keyof typeof flaws;
export const everything: readonly Part[] = ['kafka', 'rabbitmq'];

async function flawOf(namespace: string, parts: readonly Part[]): Promise<string | undefined> {
  for (const part of parts) {
    const flaw = await flaws[part](namespace);
    if (flaw !== undefined) return flaw;
  }
  return undefined;
}

/** Voters, in-sync replicas, online members: all of them back. Never a count of running pods. */
export async function whole(namespace: string, seconds: number, parts: readonly Part[] = everything): Promise<number> {
  const started = Date.now();
  let last = '';
  const look = async (): Promise<true> => {
    const flaw = await flawOf(namespace, parts);
    if (flaw === undefined) return true;
    if (flaw !== last) say(`    not whole: ${flaw}`);
    last = flaw;
    throw new Error(flaw);
  };
  await until(`${namespace} is whole`, seconds, look, 2_000);
  return Math.round((Date.now() - started) / 1_000);
}
