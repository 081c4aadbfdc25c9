import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { dirname, join } from 'node:path';
import { Payments } from '../../../../lib/programs/ecommerce/payment';
import { Orders } from '../../../../lib/programs/ecommerce/order';
import { Store } from '../../../../lib/programs/service/store';
import { anOrder, Brokers, deskAt, silence, until, Volume } from './fakes';

let volume: Volume;
// One test starts a process.
jest.setTimeout(20_000);
beforeEach(() => (volume = new Volume()));
afterEach(() => volume.remove());

const text = (id: string): string => JSON.stringify(anOrder(id));

/** Everything that the order API knows is sent to the brokers. */
async function relayed(store: Store): Promise<Brokers> {
  const brokers = new Brokers();
  const orders = new Orders(deskAt(store, brokers));
  await until(() => (orders.result as { waiting: number }).waiting === 0);
  return brokers;
}

describe('an order', () => {
  test('is accepted while no broker answers, and counted', async () => {
    const orders = new Orders(deskAt(volume.reopen(), silence));

    expect(await orders.accept(text('a'))).toMatchObject({ status: 202, body: '{"id":"a"}\n' });
    expect(orders.result).toEqual({ accepted: 1, waiting: 1, log: { written: 1, waiting: 1 } });
  });

  test('is told with everything that others need, and stands in the log', async () => {
    const brokers = new Brokers();
    await new Orders(deskAt(volume.reopen(), brokers)).accept(text('a'));
    await until(() => brokers.published.length === 1 && brokers.lines.length === 1);

    expect(brokers.events).toEqual(['orders order.placed a:placed']);
    expect(JSON.parse(brokers.published[0]?.content.toString() ?? '')).toEqual({
      id: 'a:placed',
      type: 'placed',
      order: 'a',
      user: 'ann',
      at: expect.any(Number) as unknown,
      lines: [{ sku: 'sku-1', quantity: 2 }],
      cents: 500,
    });
    expect(brokers.lines).toMatchObject([{ lane: 'shop-0', number: 1, text: 'order a: accepted, 500 cents' }]);
  });

  test('that comes twice, also after a restart and in another spelling, is one order', async () => {
    await new Orders(deskAt(volume.reopen(), silence)).accept(text('a'));
    const brokers = new Brokers();
    const orders = new Orders(deskAt(volume.reopen(), brokers));
    const { id, user, lines, cents } = anOrder('a');

    expect((await orders.accept(JSON.stringify({ cents, lines, user, id }, undefined, 2))).status).toBe(202);
    await until(() => brokers.published.length === 1);
    expect(orders.result).toMatchObject({ accepted: 1 });
  });

  test('with the id of another one is refused', async () => {
    const orders = new Orders(deskAt(volume.reopen(), silence));
    await orders.accept(text('a'));
    const answer = await orders.accept(JSON.stringify(anOrder('a', { cents: 501 })));

    expect(answer.status).toBe(409);
    expect(JSON.parse(answer.body)).toEqual([{ path: 'id', why: 'there is another order a' }]);
    expect(orders.result).toMatchObject({ accepted: 1 });
  });
});

describe('an order that is wrong', () => {
  test('is refused with all that is wrong, and nothing of it is kept', async () => {
    const orders = new Orders(deskAt(volume.reopen(), silence));
    const wrong = { id: 'a', lines: [{ sku: 'sku-1', quantity: 0 }, { quantity: 1 }], cents: -5, coupon: 'x' };
    const answer = await orders.accept(JSON.stringify(wrong));

    expect(answer.status).toBe(400);
    const problems = JSON.parse(answer.body) as readonly { path: string; why: string }[];
    expect(problems.map(({ path }) => path)).toEqual(['user', 'lines.0.quantity', 'lines.1.sku', 'cents', '']);
    expect(problems.at(-1)?.why).toContain('coupon');
    expect(orders.result).toEqual({ accepted: 0, waiting: 0, log: { written: 0, waiting: 0 } });
  });

  test.each([
    ['no JSON', '{', [{ path: '', why: 'not JSON' }]],
    [
      'without lines',
      JSON.stringify(anOrder('a', { lines: [] })),
      [{ path: 'lines', why: expect.any(String) as unknown }],
    ],
    [
      'with more than 50 lines',
      JSON.stringify(anOrder('a', { lines: Array.from({ length: 51 }, () => ({ sku: 'x', quantity: 1 })) })),
      [{ path: 'lines', why: expect.any(String) as unknown }],
    ],
  ])('%s is refused', async (_, body, problems) => {
    const answer = await new Orders(deskAt(volume.reopen(), silence)).accept(body);

    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.body)).toEqual(problems);
  });
});

describe('a crash', () => {
  const ids = Array.from({ length: 100 }, (_, index) => `order-${index}`);
  const placedEvents = ids.map((id) => `orders order.placed ${id}:placed`).sort();

  test('between accepting and sending loses nothing: each order is sent after the next start', async () => {
    const orders = new Orders(deskAt(volume.reopen(), silence));
    await Promise.all(ids.map((id) => orders.accept(text(id))));

    const { events, lines } = await relayed(volume.reopen());
    expect([...events].sort()).toEqual(placedEvents);
    expect(lines).toHaveLength(ids.length);
  });

  /** The order API as a process: it takes orders, and hears no confirmation of what it publishes. */
  async function started(program: string): Promise<{ readonly child: ChildProcess; readonly url: string }> {
    const child = spawn(process.execPath, [program, volume.file], { stdio: ['ignore', 'pipe', 'inherit'] });
    const port = await new Promise<string>((resolve) =>
      child.stdout.once('data', (its: Buffer) => resolve(its.toString())),
    );
    return { child, url: `http://127.0.0.1:${port.trim()}/orders` };
  }

  test('of the process in the middle of its orders loses none that it answered, and none is paid twice', async () => {
    const program = join(dirname(volume.file), 'order-api.cjs');
    execFileSync('node_modules/.bin/esbuild', [
      join(__dirname, 'killed-order-api.ts'),
      ...['--bundle', '--platform=node', '--log-level=error', `--outfile=${program}`],
    ]);
    const { child, url } = await started(program);
    const answered: string[] = [];
    const killed = new Promise((resolve) => child.once('exit', resolve));
    await Promise.all(
      ids.map(async (id) => {
        const answer = await fetch(url, { method: 'POST', body: text(id) }).catch(() => undefined);
        if (answer?.status !== 202) return;
        answered.push(id);
        if (answered.length === 10) child.kill('SIGKILL');
      }),
    );
    await killed;

    // What RabbitMQ may have taken before the kill, it is given again.
    const first = await relayed(volume.reopen());
    const payments = new Payments(deskAt(new Store(':memory:'), new Brokers()), 100_000);
    for (const { content } of [...first.published, ...first.published]) await payments.work(content);

    expect(answered.length).toBeGreaterThanOrEqual(10);
    expect(first.events).toEqual(expect.arrayContaining(answered.map((id) => `orders order.placed ${id}:placed`)));
    expect(new Set(first.events).size).toBe(first.events.length);
    const accepted = first.events.length;
    expect(payments.result).toMatchObject({ paid: accepted, declined: 0, duplicates: accepted });
  });
});
