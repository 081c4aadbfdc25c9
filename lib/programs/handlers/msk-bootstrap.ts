import { setTimeout as wait } from 'node:timers/promises';
import { GetBootstrapBrokersCommand, KafkaClient, type GetBootstrapBrokersResponse } from '@aws-sdk/client-kafka';
import { lookUpHandler, type LookUp } from './custom-resource';

/** MSK, as far as it is asked here. */
export type Ask = (clusterArn: string, signal: AbortSignal) => Promise<GetBootstrapBrokersResponse>;

/** Where MSK says each list of addresses. */
const answers = {
  Iam: 'BootstrapBrokerStringSaslIam',
  Scram: 'BootstrapBrokerStringSaslScram',
} as const satisfies Record<string, keyof GetBootstrapBrokersResponse>;

type Login = keyof typeof answers;
const isLogin = (value: unknown): value is Login => typeof value === 'string' && value in answers;

/** Both lists together must fit into one answer, and any address that answers leads to all brokers. */
const longestList = 1_400;

/** As many whole addresses as fit, always in the same order: MSK says them in any, and another order would be a change. */
function fitting(list: string): string {
  const sorted = list.split(',').sort().join(',');
  return sorted.length <= longestList ? sorted : sorted.slice(0, sorted.lastIndexOf(',', longestList));
}

function read(properties: Readonly<Record<string, unknown>>): { clusterArn: string; logins: readonly Login[] } {
  const { ClusterArn: clusterArn, Logins: logins } = properties;
  if (typeof clusterArn !== 'string') throw new Error('ClusterArn is missing');
  if (!Array.isArray(logins) || !logins.every(isLogin)) {
    throw new Error(`Logins is ${JSON.stringify(logins)}: use a list of ${Object.keys(answers).join(' and ')}`);
  }
  return { clusterArn, logins };
}

/** @throws Error when MSK does not name a list that was asked for: it may do so soon, while a cluster changes. */
function chosen(logins: readonly Login[], response: GetBootstrapBrokersResponse): Readonly<Record<string, string>> {
  return Object.fromEntries(
    logins.map((login) => {
      const list = response[answers[login]];
      if (list === undefined || list === '') throw new Error(`MSK does not say ${answers[login]}`);
      return [login, fitting(list)];
    }),
  );
}

/**
 * The addresses of a cluster. Whatever goes wrong is tried again until time is over: a failure would roll back the very change of the
 * cluster that made MSK slow to answer, and rights that were just given count only after a while.
 */
export const bootstrapBrokers = (ask: Ask, pauseMs = 5_000): LookUp => ({
  id: ({ ClusterArn }) => `bootstrap of ${String(ClusterArn)}`,
  attributes: async (properties, signal) => {
    const { clusterArn, logins } = read(properties);
    let why: unknown = new Error('MSK did not answer in time');
    while (!signal.aborted) {
      try {
        return chosen(logins, await ask(clusterArn, signal));
      } catch (error) {
        // That time is over says nothing of what stood in the way.
        if (!signal.aborted) why = error;
      }
      await wait(pauseMs, undefined, { signal }).catch(() => undefined);
    }
    throw why;
  },
});

const client = new KafkaClient({});

export const handler = lookUpHandler(
  bootstrapBrokers((ClusterArn, abortSignal) =>
    client.send(new GetBootstrapBrokersCommand({ ClusterArn }), { abortSignal }),
  ),
);
