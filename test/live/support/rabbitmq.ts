import { kubectl } from './kubectl';

/** RabbitMQ's own command line, in a node's pod. */
const ctl = (namespace: string, pod: string, ...args: readonly string[]): Promise<string> =>
  kubectl('exec', '-n', namespace, pod, '--', 'rabbitmqctl', '--quiet', ...args);

export interface Queue {
  readonly name: string;
  readonly type: string;
  readonly messages: number;
  readonly leader: string;
  readonly members: readonly string[];
  readonly online: readonly string[];
}

export async function queues(namespace: string, pod = 'rabbitmq-0'): Promise<readonly Queue[]> {
  const columns = ['name', 'type', 'messages', 'leader', 'members', 'online'];
  return JSON.parse(await ctl(namespace, pod, 'list_queues', '--formatter', 'json', ...columns)) as readonly Queue[];
}

interface Status {
  readonly disk_nodes: readonly string[];
  readonly running_nodes: readonly string[];
}

/** Why the cluster is not whole, in the eyes of each of its nodes; nothing when it is. */
export async function rabbitMqFlaw(namespace: string): Promise<string | undefined> {
  for (const pod of ['rabbitmq-0', 'rabbitmq-1', 'rabbitmq-2']) {
    const status = JSON.parse(await ctl(namespace, pod, 'cluster_status', '--formatter', 'json')) as Status;
    if (status.disk_nodes.length !== 3 || status.running_nodes.length !== 3) {
      return `${pod} knows ${status.disk_nodes.length} nodes, ${status.running_nodes.length} of them running`;
    }
  }
  const all = await queues(namespace);
  if (all.length === 0) return 'no queues';
  const flawed = all.find(({ members, online }) => members.length !== 3 || online.length !== 3);
  return flawed && `queue ${flawed.name}: ${flawed.online.length} of ${flawed.members.length} members online`;
}

/** `rabbit@rabbitmq-1.rabbitmq-nodes.shop.svc` → `rabbitmq-1` */
export const podOf = (node: string): string => node.replace(/^rabbit@/, '').split('.')[0] ?? '';

export async function queueLeaderPod(namespace: string, queue: string): Promise<string> {
  const found = (await queues(namespace)).find(({ name }) => name === queue);
  if (found === undefined) throw new Error(`there is no queue ${queue}`);
  return podOf(found.leader);
}
