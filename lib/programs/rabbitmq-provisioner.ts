import { createHash, timingSafeEqual } from 'node:crypto';
import type { FeatureFlagState, RabbitMqAdmin, UserState } from '../clients/rabbitmq-admin';
import type { Change } from '../plan/change';
import type { RabbitMqTopology } from '../rabbitmq/topology';
import type { WholeProvisioner } from './provision';
import {
  bindingPath,
  exchangePath,
  permissionPath,
  policyPath,
  policyState,
  queuePath,
  rabbitMqChanges,
  userPath,
  type RabbitMqState,
} from './rabbitmq-plan';

/** Calls under way at a time: the metadata store takes one write after the other anyway. */
const parallel = 10;

async function each<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const rest = [...items];
  const worker = async (): Promise<void> => {
    for (let item = rest.shift(); item !== undefined; item = rest.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(parallel, items.length) }, worker));
}

const hashes: Readonly<Record<string, string>> = {
  rabbit_password_hashing_sha256: 'sha256',
  rabbit_password_hashing_sha512: 'sha512',
};

/** The broker stores four bytes of salt, followed by the hash of salt and password. */
export function passwordIsRight({ password_hash, hashing_algorithm }: UserState, password: string): boolean {
  const algorithm = hashes[hashing_algorithm];
  if (algorithm === undefined) return false;
  const stored = Buffer.from(password_hash, 'base64');
  const hash = createHash(algorithm).update(stored.subarray(0, 4)).update(password, 'utf8').digest();
  return stored.length === hash.length + 4 && timingSafeEqual(stored.subarray(4), hash);
}

const tagsOf = ({ tags }: UserState): readonly string[] =>
  (typeof tags === 'string' ? tags.split(',') : tags).filter((tag) => tag !== '');

/** Brings exchanges, queues, bindings, policies, users and rights to a topology, through the management API. */
export class RabbitMqProvisioner implements WholeProvisioner<RabbitMqTopology> {
  /**
   * @param passwordOf the password of a user of the topology, from its Secret
   * @param ownsFlags whether feature flags are ours to turn on: not where somebody else upgrades the nodes
   */
  constructor(
    private readonly admin: RabbitMqAdmin,
    private readonly passwordOf: (user: string) => string,
    private readonly ownsFlags = true,
  ) {}

  async plan(topology: RabbitMqTopology): Promise<readonly Change[]> {
    return rabbitMqChanges(await this.state(topology), topology);
  }

  async apply(topology: RabbitMqTopology, changes: readonly Change[]): Promise<void> {
    if (changes.some(({ action }) => action === 'refuse')) throw new Error('a refused change stops all of them');
    const { admin } = this;
    const paths = changes.map(({ path }) => path);
    const changed = <Item>(items: readonly Item[], pathOf: (item: Item) => string): readonly Item[] =>
      items.filter((item) => paths.some((path) => path === pathOf(item) || path.startsWith(`${pathOf(item)}.`)));

    for (const { name } of changed(await this.featureFlags(), ({ name: flag }) => `featureFlags.${flag}`)) {
      await admin.enableFeatureFlag(name);
    }
    await each(changed(topology.exchanges, exchangePath), ({ name, type }) => admin.putExchange(name, type));
    // Before the queues, so that none of them is ever without its limits and its dead letters.
    await each(changed(topology.policies, policyPath), (policy) => admin.putPolicy(policyState(policy)));
    await each(changed(topology.queues, queuePath), (queue) => admin.putQueue(queue.name, queue.arguments));
    await each(changed(topology.bindings, bindingPath), (binding) =>
      admin.putBinding(binding.exchange, binding.queue, binding.routingKey),
    );
    await each(changed(topology.users, userPath), ({ name }) => admin.putUser(name, this.passwordOf(name)));
    await each(changed(topology.users, permissionPath), ({ name: user, configure, write, read }) =>
      admin.putPermission({ user, configure, write, read }),
    );
  }

  /** Every node has become a member and runs: from then on a node without a disk can join the others. */
  async whole(topology: RabbitMqTopology): Promise<true | string> {
    const nodes = await this.admin.nodes();
    if (nodes.length < topology.nodes) return `${nodes.length} of ${topology.nodes} nodes are members of the cluster`;
    const away = nodes.filter(({ running }) => !running).map(({ name }) => name);
    return away.length === 0 ? true : `these members of the cluster do not run: ${away.join(', ')}`;
  }

  private async featureFlags(): Promise<readonly FeatureFlagState[]> {
    return this.ownsFlags ? this.admin.featureFlags() : [];
  }

  private async state(topology: RabbitMqTopology): Promise<RabbitMqState> {
    const { admin } = this;
    const [exchanges, queues, bindings, policies, users, permissions, featureFlags] = await Promise.all([
      admin.exchanges(),
      admin.queues(),
      admin.bindings(),
      admin.policies(),
      admin.users(),
      admin.permissions(),
      this.featureFlags(),
    ]);
    const wanted = new Set(topology.users.map(({ name }) => name));
    const facts = users
      .filter(({ name }) => wanted.has(name))
      .map((user) => ({
        name: user.name,
        passwordIsRight: passwordIsRight(user, this.passwordOf(user.name)),
        tags: tagsOf(user),
      }));
    return { exchanges, queues, bindings, policies, users: facts, permissions, featureFlags };
  }
}
