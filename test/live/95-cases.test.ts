import { clear, namespaceOf, podNamed, sample, zoneOf } from './support/deployment';
import {
  cases,
  consumers,
  deploy,
  generators,
  podOf,
  quietCases,
  result,
  withEnv,
  without,
  writtenLines,
  type Analyser,
  type Analytics,
  type Collector,
  type Customers,
  type Inventory,
  type Mail,
  type Order,
  type Payment,
  type Shipping,
  type Visitors,
} from './support/cases';
import { canBreakMachines, killProcess, killZone, startZone } from './support/faults';
import { activeController, leaderPod } from './support/kafka';
import { kubectl, say, sleep, until } from './support/kubectl';
import { pageOf } from './support/page';
import { queueLeaderPod } from './support/rabbitmq';
import { replay } from './support/replay';
import { whole } from './support/whole';

const second = 1_000;
const steadyMs = 600 * second;
const secondsToWhole = 300;
const pauseMs = 2 * second;
/** Below this, what differs is the disk of a busy machine, and not the shop. */
const jitterMs = 100;

/** One message of each case that nobody can work on, at the very beginning. */
const poisoned = ['customers', 'visitors', 'callers'].reduce(
  (options, name) => withEnv(options, name, { POISONED: '1' }),
  cases(),
);
const namespace = namespaceOf(poisoned);
const unknownSku = 'unknown-sku';

let began = 0;
/** Everything that was caused happens at its second of the ten minutes. */
const at = async (seconds: number): Promise<void> => sleep(Math.max(0, began + seconds * second - Date.now()));
const kill = async (what: string, pod: Promise<string>): Promise<void> => {
  say(`  ${what}: ${await pod} is killed`);
  await killProcess(namespace, await pod);
};

const acceptance = async (): Promise<Customers['acceptance']> =>
  (await result<Customers>(namespace, 'customers')).acceptance;

describe('the three cases at once', () => {
  test('are deployed, and each program answers', async () => {
    // What the other tests have left would take its share of the machine.
    await clear(namespaceOf(sample()));
    await clear(namespace);
    // The brokers first: they and all programs at once would be much for a small machine.
    await deploy(without(poisoned, Object.keys(poisoned.workloads ?? {})));
    await whole(namespace, secondsToWhole);
    await deploy(poisoned);
    for (const name of Object.keys(poisoned.workloads ?? {}))
      await until(`${name} answers`, 120, () => result<object>(namespace, name));
    began = Date.now();
  });

  test('go on for ten minutes, while a broker, a node, a zone and every program die', async () => {
    await at(45);
    await kill('a Kafka broker', leaderPod(namespace, 'user-behaviour', 0));
    await at(90);
    await kill('a RabbitMQ node', queueLeaderPod(namespace, 'payment'));
    await at(135);
    await whole(namespace, secondsToWhole);
    if (canBreakMachines) {
      const zone = await zoneOf((await podNamed(namespace, await activeController(namespace))).node);
      say(`  ${zone} loses power, and has it again after 40 s`);
      await killZone(zone);
      await sleep(40 * second);
      await startZone(zone);
      await whole(namespace, secondsToWhole);
    }
    await at(300);
    // One after the other: all at once they would wait for each other, and what goes wrong would have no name.
    for (const name of [...consumers, 'order', ...generators]) {
      await kill(name, podOf(namespace, name));
      await sleep(pauseMs);
    }
  });

  test('the order API accepts as fast as ever while no consumer runs', async () => {
    await at(480);
    const normal = await acceptance();
    say(`  accepted, as usual: p50 ${normal.p50} ms, p99 ${normal.p99} ms of ${normal.count}`);
    await deploy(without(poisoned, consumers));
    await sleep(65 * second);
    const alone = await acceptance();
    say(`  accepted, without consumers: p50 ${alone.p50} ms, p99 ${alone.p99} ms of ${alone.count}`);
    await deploy(poisoned);
    expect(alone.count).toBeGreaterThan(100);
    expect(alone.p99).toBeLessThanOrEqual(Math.max(2 * normal.p99, jitterMs));
  });

  test('raise no alert in these ten minutes: there was nothing to tell', async () => {
    await at(steadyMs / second);
    // Also not while it catches up with what was logged meanwhile.
    const written = Object.values(await writtenLines(namespace)).reduce((sum, lines) => sum + lines, 0);
    await until('the analyser has read all that was written until now', 180, async () => {
      const { lines } = await result<Analyser>(namespace, 'analyser');
      return lines >= written ? true : undefined;
    });
    expect((await result<Analyser>(namespace, 'analyser')).alerts).toEqual([]);
  });

  test('tell of a burst of errors and of a service that will be too small', async () => {
    await deploy(
      withEnv(poisoned, 'callers', { POISONED: '0', ERROR_BURST: 'billing:15:8:4', LOAD_RAMP: 'search:10:0.3' }),
    );
    const { alerts } = await until('both alerts are raised', 180, async () => {
      const its = await result<Analyser>(namespace, 'analyser');
      return its.alerts.length >= 2 ? its : undefined;
    });
    for (const { text } of alerts) say(`  alert: ${text}`);
    expect(alerts.map(({ kind, service }) => `${kind} ${service}`).sort()).toEqual([
      'error-burst billing',
      'saturation search',
    ]);
  });

  test('show all of it on one page', async () => {
    const shown = await pageOf(namespace, await podOf(namespace, 'status'), 'dist/live/shop-status.png');
    expect(shown.shipped).toBeGreaterThan(1_000);
    expect(shown.perSecond).toBeGreaterThan(10);
    expect(shown.top.length).toBeGreaterThan(0);
    expect(shown.alerts).toHaveLength(2);
  });

  test('lose no order and repeat none: accepted = paid = reserved = shipped', async () => {
    await deploy(quietCases(poisoned));
    const settled = await until('everything is worked off', 240, async () => {
      const customers = await result<Customers>(namespace, 'customers');
      const [order, shipping] = [
        await result<Order>(namespace, 'order'),
        await result<Shipping>(namespace, 'shipping'),
      ];
      const open = customers.generated - customers.accepted + order.waiting;
      // The poisoned one can't be reserved.
      return open === 0 && shipping.shipped === order.accepted - 1 ? { customers, order, shipping } : undefined;
    });
    const { customers, order, shipping } = settled;
    const payment = await result<Payment>(namespace, 'payment');
    const inventory = await result<Inventory>(namespace, 'inventory');
    const mail = await until('every mail is sent', 30, async () => {
      const its = await result<Mail>(namespace, 'mail');
      return its.sent >= shipping.shipped ? its : undefined;
    });
    say(
      `  orders: generated ${customers.generated}, accepted ${order.accepted}, paid ${payment.paid}, reserved ${inventory.reserved}, shipped ${shipping.shipped}, mails ${mail.sent}`,
    );
    say(
      `  delivered again and not worked on: ${payment.duplicates + inventory.duplicates + shipping.duplicates + mail.duplicates}`,
    );
    expect(order.accepted).toBeGreaterThan(2_000);
    expect(customers).toMatchObject({ generated: order.accepted, accepted: order.accepted, refused: 0 });
    expect(payment).toMatchObject({ paid: order.accepted, declined: 0 });
    expect(inventory.reserved).toBe(order.accepted - 1);
    expect(mail.sent).toBe(shipping.shipped);
  });

  test('count every event once, and each user in order', async () => {
    const visitors = await result<Visitors>(namespace, 'visitors');
    const analytics = await until('analytics has read everything', 120, async () => {
      const its = await result<Analytics>(namespace, 'analytics');
      return its.events >= visitors.generated ? its : undefined;
    });
    say(
      `  events: generated ${visitors.generated}, counted ${analytics.events}, late ${analytics.late}, again ${analytics.duplicates}`,
    );
    expect(visitors.generated).toBeGreaterThan(20_000);
    expect(analytics.byType).toEqual(visitors.byType);
    expect(analytics.events).toBe(visitors.generated);
    expect(analytics.outOfOrder).toBe(0);
  });

  test('have every line of every log', async () => {
    const written = await writtenLines(namespace);
    const collected = await until('the collector has read everything', 120, async () => {
      const { lanes } = await result<Collector>(namespace, 'collector');
      const counted = Object.fromEntries(Object.entries(lanes).map(([lane, { lines }]) => [lane, lines]));
      return Object.entries(written).every(([lane, lines]) => (counted[lane] ?? 0) >= lines) ? lanes : undefined;
    });
    for (const [lane, lines] of Object.entries(written))
      expect({ lane, ...collected[lane] }).toMatchObject({ lane, lines, missing: 0 });
  });

  test('put what nobody could work on aside with its reason, and take it back', async () => {
    const known = withEnv(quietCases(poisoned), 'inventory', { EXTRA_SKUS: unknownSku });
    expect(await replay(known, 'inventory')).toMatch(/orders order\.placed {2}rejected\n.*1:placed/);
    expect(await replay(known, 'user-behaviour')).toContain('not JSON: no event');
    const shipped = (await result<Shipping>(namespace, 'shipping')).shipped;
    await deploy(known);
    await kubectl('rollout', 'status', '-n', namespace, 'statefulset/inventory', '--timeout=90s');
    expect(await replay(known, 'inventory', '--put-back')).toContain(
      '1 of 1 dead letter in inventory.dead-letters put back to inventory',
    );
    await until('the poisoned order is shipped', 60, async () =>
      (await result<Shipping>(namespace, 'shipping')).shipped === shipped + 1 ? true : undefined,
    );
    expect(await replay(known, 'inventory')).toContain('no dead letters in inventory.dead-letters');
    // What is no event stays none: it comes back as a dead letter, and blocks nobody.
    expect(await replay(known, 'user-behaviour', '--put-back')).toContain('put back to user-behaviour');
    await until('it is a dead letter again, and says so', 120, async () =>
      (await replay(known, 'user-behaviour')).includes('(put back once before)') ? true : undefined,
    );
    const calls = [await replay(known, 'search', '--put-back'), await replay(known, 'billing', '--put-back')];
    expect(calls.join('')).toContain('no call');
    expect(calls.join('')).toMatch(/^1 of 1 dead letter in .* put back to/m);
  });
});
