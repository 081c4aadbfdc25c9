import { readFileSync } from 'node:fs';
import type { MessagingOptions, WorkloadOptions } from '../../../lib/plan/options';
import { parseMessaging } from '../../../lib/plan/parse';
import { apply, provisioned, sample, synthesize } from './deployment';
import { kubectl, run } from './kubectl';

type Env = Readonly<Record<string, string>>;

/** Those that make the load. */
export const generators = ['customers', 'visitors', 'callers'] as const;

/** All that read from a broker. */
export const consumers = [
  ...['payment', 'inventory', 'shipping', 'mail', 'collector'],
  ...['analytics', 'recommendation'],
  ...['search', 'billing', 'analyser'],
  'status',
];

/** The example of the three cases, with the small brokers of the other live tests. */
export function cases(): MessagingOptions {
  const options = parseMessaging(readFileSync('examples/cases/messaging.yaml', 'utf8'));
  const { topics: _, ...smallKafka } = sample().kafka ?? {};
  const { exchanges: __, queues: ___, ...smallRabbitMq } = sample().rabbitmq ?? {};
  return {
    ...options,
    kafka: { ...smallKafka, ...options.kafka },
    rabbitmq: { ...smallRabbitMq, ...options.rabbitmq },
  };
}

const change = (
  options: MessagingOptions,
  names: readonly string[],
  how: (its: WorkloadOptions) => WorkloadOptions,
): MessagingOptions => ({
  ...options,
  workloads: Object.fromEntries(
    Object.entries(options.workloads ?? {}).map(([name, its]) => [name, names.includes(name) ? how(its) : its]),
  ),
});

export const withEnv = (options: MessagingOptions, name: string, env: Env): MessagingOptions =>
  change(options, [name], (its) => ({ ...its, env: { ...its.env, ...env } }));

export const without = (options: MessagingOptions, names: readonly string[]): MessagingOptions =>
  change(options, names, (its) => ({ ...its, replicas: 0 }));

/** Generators that make nothing new, but send what they have made. */
export const quietCases = (options: MessagingOptions): MessagingOptions =>
  change(options, generators, (its) => ({ ...its, env: { ...its.env, RATE: '0.0001' } }));

export async function deploy(options: MessagingOptions): Promise<void> {
  const folder = synthesize(options);
  await apply(folder);
  await provisioned(folder, 300);
}

const ask = "fetch('http://127.0.0.1:8080/result').then((its) => its.text()).then((text) => console.log(text))";

/** The pod of a workload that has one. */
export async function podOf(namespace: string, workload: string): Promise<string> {
  const selector = `app.kubernetes.io/instance=${workload},app.kubernetes.io/component=workload`;
  const pods = await kubectl(
    'get',
    'pods',
    '-n',
    namespace,
    '-l',
    selector,
    '-o',
    'jsonpath={.items[*].metadata.name}',
  );
  const [name] = pods.split(' ');
  if (name === undefined || name === '') throw new Error(`${workload} has no pod`);
  return name;
}

/** What a program says that it has done. */
export async function result<T>(namespace: string, workload: string): Promise<T> {
  const pod = await podOf(namespace, workload);
  const { code, out, err } = await run('kubectl', ['exec', '-n', namespace, pod, '--', 'node', '-e', ask]);
  if (code !== 0) throw new Error(`${workload} does not answer: ${err.trim()}`);
  return JSON.parse(out) as T;
}

interface Log {
  readonly log: { readonly written: number; readonly waiting: number };
}

export interface Customers {
  readonly generated: number;
  readonly accepted: number;
  readonly refused: number;
  readonly acceptance: { readonly count: number; readonly p50: number; readonly p99: number };
}

export interface Order extends Log {
  readonly accepted: number;
  readonly waiting: number;
}

export interface Payment extends Log {
  readonly paid: number;
  readonly declined: number;
  readonly duplicates: number;
}

export interface Inventory extends Log {
  readonly reserved: number;
  readonly duplicates: number;
}

export interface Shipping extends Log {
  readonly shipped: number;
  readonly duplicates: number;
}

export interface Mail extends Log {
  readonly sent: number;
  readonly duplicates: number;
}

type ByType = Readonly<Record<'view' | 'cart' | 'purchase', number>>;

export interface Visitors {
  readonly generated: number;
  readonly byType: ByType;
}

export interface Analytics {
  readonly events: number;
  readonly byType: ByType;
  readonly late: number;
  readonly duplicates: number;
  readonly outOfOrder: number;
}

export interface Callers {
  /** Calls of each lane. */
  readonly generated: Readonly<Record<string, number>>;
}

export interface Collector {
  readonly lanes: Readonly<Record<string, { readonly lines: number; readonly missing: number }>>;
}

/** Services that log what they do, from a volume. */
const logging = ['order', 'payment', 'inventory', 'shipping', 'mail'];

/** How many lines each lane of the log has, or will have once all that was written is shipped and every call is worked off. */
export async function writtenLines(namespace: string): Promise<Readonly<Record<string, number>>> {
  const lanes: Record<string, number> = { ...(await result<Callers>(namespace, 'callers')).generated };
  for (const name of logging) lanes[`${name}-0`] = (await result<Log>(namespace, name)).log.written;
  return lanes;
}

export interface Analyser {
  readonly lines: number;
  readonly alerts: readonly { readonly kind: string; readonly service: string; readonly text: string }[];
}
