import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MessagingOptions } from '../../lib/plan/options';
import { clear, pods, sample } from '../live/support/deployment';
import { kubectl, kubectlJson, run } from '../live/support/kubectl';
import { whole, type Part } from '../live/support/whole';
import { closeAccount, handlerLines } from './support/account';
import type { DeployedApp } from './support/app';
import {
  availabilityZones,
  changed,
  deployed,
  destroyed,
  failures,
  opened,
  takenBack,
  unchanged,
} from './support/steps';

const namespace = 'shop';

/** The cluster of the current KUBECONFIG, as the account hands it to whoever may get in. */
class Entry {
  readonly path = join(mkdtempSync(join(tmpdir(), 'brokerkit-eks-')), 'kubeconfig');

  /** @param user whose rights whoever gets in has; without it, those of an administrator */
  async lets(user?: string): Promise<void> {
    interface Kubeconfig {
      readonly users: readonly { readonly name: string; readonly user: Readonly<Record<string, unknown>> }[];
    }
    const config = await kubectlJson<Kubeconfig>('config', 'view', '--raw', '--minify', '--flatten');
    const users = config.users.map(({ name, user: login }) => ({
      name,
      user: { ...login, ...(user !== undefined && { as: user }) },
    }));
    writeFileSync(this.path, JSON.stringify({ ...config, users }));
  }
}

const { kafka = {}, rabbitmq = {}, workloads = {} } = sample();
const only = (broker: 'kafka' | 'rabbitmq'): typeof workloads =>
  Object.fromEntries(Object.entries(workloads).filter(([, its]) => its[broker] !== undefined));

const contents = {
  both: [{ kafka, rabbitmq, workloads }, ['kafka', 'rabbitmq']],
  'Kafka alone': [{ kafka, workloads: only('kafka') }, ['kafka']],
  'RabbitMQ alone': [{ rabbitmq, workloads: only('rabbitmq') }, ['rabbitmq']],
} as const satisfies Record<string, readonly [object, readonly Part[]]>;

const onEks = (its: Omit<MessagingOptions, 'name'>): MessagingOptions => ({
  name: namespace,
  ...its,
  // The class that the kit brings is of Amazon's disks.
  kubernetes: { storageClass: 'standard' },
  aws: { target: 'eks', availabilityZones },
});

/** Volumes of another size: a StatefulSet can't have them. */
const refused = ({ kafka: its, rabbitmq: own, ...rest }: MessagingOptions): MessagingOptions => ({
  ...rest,
  ...(its && { kafka: { ...its, storage: '3Gi' } }),
  ...(own && { rabbitmq: { ...own, storage: '6Gi' } }),
});

/** Names and identities of what must not be made anew: claims, and pods of the brokers. */
async function brokersAsTheyAre(): Promise<readonly string[]> {
  const claims = await kubectl('get', 'pvc', '-n', namespace, '-o', 'name');
  const running = await pods(namespace);
  return [
    ...claims.trim().split('\n'),
    ...running
      .filter(({ name }) => /^(kafka-broker|kafka-controller|rabbitmq)-\d$/.test(name))
      .map(({ name, uid }) => `${name} ${uid}`),
  ].sort();
}

/** What the output of the stack says to run. @throws Error with what was there instead */
async function waitUntilWhole(text: string): Promise<void> {
  const [, command = ''] = /WaitUntilWhole = (kubectl .+)$/m.exec(text) ?? [];
  const [first = '', ...words] = command.trim().split(' ');
  const { code, err } = await run(first, words);
  if (code !== 0) throw new Error(`${command}: ${err}\n${await kubectl('get', 'pods,events', '-n', namespace)}`);
}

/** Parts that were applied since. */
const appliedSince = (lines: number): ReadonlySet<string> =>
  new Set(
    handlerLines()
      .slice(lines)
      .filter(({ event }) => event?.ResourceType === 'Custom::KubernetesObjects')
      .map(({ event }) => event?.ResourceProperties['Part'] ?? ''),
  );

afterAll(async () => {
  closeAccount();
  await clear(namespace);
  await run('kubectl', ['delete', 'configmap', '-n', 'kube-system', 'amazon-vpc-cni', '--ignore-not-found']);
});

describe.each(Object.entries(contents))('eks, %s', (_, [its, parts]) => {
  const options = onEks(its);
  const entry = new Entry();
  let app: DeployedApp;

  test('a function that the cluster grants nothing fails the deployment, which is taken back', async () => {
    await clear(namespace);
    await entry.lets('nobody');
    app = await opened(options, { kubeconfig: entry.path });
    const { code, text } = await app.deploy();

    expect(code).toBe(1);
    expect(text).toMatch(/User "nobody" cannot patch resource/);
    expect(await app.eksCluster()).toEqual([expect.stringMatching(/:cluster\/shop$/), expect.anything()]);
  });

  test('is deployed once it is granted, and what was asked for becomes whole', async () => {
    await entry.lets();
    const before = failures().length;
    const text = await deployed(app);
    await waitUntilWhole(text);

    expect(failures()).toHaveLength(before);
    await whole(namespace, 180, parts);
  });

  test('changes nothing when it is deployed again', async () => {
    const before = handlerLines().length;
    const [same, all] = unchanged(await deployed(app));

    expect([same, all]).toEqual([3, 3]);
    expect(handlerLines()).toHaveLength(before);
  });

  test('takes an allowed change in place, and no broker stops for it', async () => {
    const [brokers, lines] = [await brokersAsTheyAre(), handlerLines().length];
    app.write(changed(options));
    await waitUntilWhole(await deployed(app));

    expect(appliedSince(lines)).toEqual(new Set(['40-provision']));
    expect(await brokersAsTheyAre()).toEqual(brokers);
  });

  test('is as it was after a change that the cluster refuses', async () => {
    const brokers = await brokersAsTheyAre();
    app.write(refused(changed(options)));
    await takenBack(app);

    app.write(changed(options));
    expect(unchanged(await deployed(app))).toEqual([3, 3]);
    expect(await brokersAsTheyAre()).toEqual(brokers);
  });

  test('leaves the cluster, and all that runs on it, when it is destroyed', async () => {
    const [cluster, brokers] = [await app.eksCluster(), await brokersAsTheyAre()];
    await destroyed(app);

    expect(cluster).toBeDefined();
    expect(await app.eksCluster()).toEqual(cluster);
    expect(await brokersAsTheyAre()).toEqual(brokers);
    await whole(namespace, 180, parts);
  });
});
