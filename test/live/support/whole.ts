import { kafkaFlaw } from './kafka';
import { say, until } from './kubectl';
import { rabbitMqFlaw } from './rabbitmq';

/** Voters, in-sync replicas, online members: all of them back. Never a count of running pods. */
export async function whole(
  namespace: string,
  seconds: number,
  brokers: readonly ('kafka' | 'rabbitmq')[] = ['kafka', 'rabbitmq'],
): Promise<number> {
  const started = Date.now();
  let last = '';
  await until(
    `${namespace} is whole`,
    seconds,
    async () => {
      const flaw =
        (brokers.includes('kafka') ? await kafkaFlaw(namespace) : undefined) ??
        (brokers.includes('rabbitmq') ? await rabbitMqFlaw(namespace) : undefined);
      if (flaw === undefined) return true;
      if (flaw !== last) say(`    not whole: ${flaw}`);
      last = flaw;
      throw new Error(flaw);
    },
    3_000,
  );
  return Math.round((Date.now() - started) / 1_000);
}
