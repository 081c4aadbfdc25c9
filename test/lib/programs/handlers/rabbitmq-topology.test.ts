import { amazonMqTopology } from '../../../../lib/aws/amazon-mq/topology';
import type { CustomResourceAnswer } from '../../../../lib/programs/handlers/provided-resource';
import { rabbitMqTopologyHandler } from '../../../../lib/programs/handlers/rabbitmq-topology';
import type { RabbitMqOptions } from '../../../../lib/rabbitmq/options';
import { resolveRabbitMq } from '../../../../lib/rabbitmq/settings';
import type { RabbitMqTopology } from '../../../../lib/rabbitmq/topology';
import { fakeManagement, type FakeManagement } from '../../../support/fake-management';
import { secretsOf, topologyEvent, type Target } from '../../../support/topology-event';

const options: RabbitMqOptions = {
  exchanges: { orders: { type: 'topic' } },
  queues: { payment: { bindings: [{ exchange: 'orders', routingKey: 'order.*' }] } },
};
const topologyOf = (its: RabbitMqOptions = options): RabbitMqTopology =>
  amazonMqTopology(resolveRabbitMq('rabbitmq', its), [{ user: 'till', verb: 'publish', on: 'orders' }], '4.2');

const passwords = { provisioner: 'right', till: 'till-password' };

let broker: FakeManagement;
let said: string[];

beforeEach(async () => {
  broker = await fakeManagement();
  said = [];
});
afterEach(() => broker.close());

const target = (its: Partial<Target> = {}): Target => ({
  consoleUrl: broker.url,
  caCertificate: broker.ca,
  topology: topologyOf(),
  ...its,
});

/** The handler, with `seconds` left for the broker to answer. */
const handle = (
  event: ReturnType<typeof topologyEvent>,
  { secrets = passwords, seconds = 0 }: { readonly secrets?: Record<string, string>; readonly seconds?: number } = {},
): Promise<CustomResourceAnswer> =>
  rabbitMqTopologyHandler({
    secretText: secretsOf(secrets),
    say: (line) => said.push(line),
    pollMs: 20,
    secretPatienceMs: 100,
  })(event, { getRemainingTimeInMillis: () => 60_000 + seconds * 1_000 });

const failure = (answer: Promise<unknown>): Promise<Error> =>
  answer.then(
    () => Promise.reject(new Error('it did not fail')),
    (error: Error) => error,
  );

const everything = [
  'PUT exchanges/orders',
  'PUT exchanges/dead-letters',
  'PUT policies/payment',
  'PUT policies/payment.dead-letters',
  'PUT queues/payment',
  'PUT queues/payment.dead-letters',
  'POST bindings/orders.payment',
  'POST bindings/dead-letters.payment.dead-letters',
  'PUT users/till',
  'PUT permissions/till',
];

describe('the topology of a broker as a custom resource', () => {
  test('Create makes all of it, in an order in which no queue is ever without its limits', async () => {
    // The service upgrades its nodes, and turns such flags on itself.
    const flag = { name: 'some_flag', state: 'disabled', stability: 'stable' };
    broker.state.set('feature-flags', new Map([['some_flag', flag]]));
    const { PhysicalResourceId } = await handle(topologyEvent('Create', target()));

    expect(PhysicalResourceId).toBe('rabbitmq-topology-RabbitMqTopologyResource');
    expect(broker.writes).toEqual(everything);
    expect(said.at(-1)).toBe(`${everything.length} changes, nothing left to change`);
  });

  test('Create again, as CloudFormation may send it, changes nothing and has the same id', async () => {
    const first = await handle(topologyEvent('Create', target()));
    const second = await handle(topologyEvent('Create', target()));

    expect(second).toEqual(first);
    expect(broker.writes).toEqual(everything);
    expect(said.at(-1)).toBe('nothing to change');
  });

  test('Update with the same properties changes nothing, and keeps whatever id there is', async () => {
    await handle(topologyEvent('Create', target()));

    expect(await handle(topologyEvent('Update', target(), 'an-older-id'))).toEqual({
      PhysicalResourceId: 'an-older-id',
    });
    expect(broker.writes).toEqual(everything);
  });

  test('Update makes what was added and alters what differs, and nothing else', async () => {
    await handle(topologyEvent('Create', target()));
    broker.writes.length = 0;
    const grown = topologyOf({
      ...options,
      queues: { payment: { ...options.queues?.['payment'], deliveryLimit: 5 }, mail: {} },
    });
    const secrets = { ...passwords, till: 'another-password' };
    await handle(topologyEvent('Update', target({ topology: grown }), 'id'), { secrets });

    expect(broker.writes).toEqual([
      'PUT policies/payment',
      'PUT policies/mail',
      'PUT policies/mail.dead-letters',
      'PUT queues/mail',
      'PUT queues/mail.dead-letters',
      'POST bindings/dead-letters.mail.dead-letters',
      'PUT users/till',
    ]);
  });

  test('Update to another broker makes all of it there, under the same id: another id would delete this one', async () => {
    const first = await handle(topologyEvent('Create', target()));
    const other = await fakeManagement();
    const moved = target({ consoleUrl: `${other.url}/`, caCertificate: other.ca });

    expect(await handle(topologyEvent('Update', moved, first.PhysicalResourceId))).toEqual(first);
    expect(other.writes).toEqual(everything);
    await other.close();
  });

  test('Delete leaves queues and users as they are, and asks nobody: broker and secrets may be gone', async () => {
    await handle(topologyEvent('Create', target()));
    const { requests } = broker;
    const gone = target({ consoleUrl: 'https://localhost:1' });

    expect(await handle(topologyEvent('Delete', gone, 'id'), { secrets: {} })).toEqual({ PhysicalResourceId: 'id' });
    expect(broker.requests).toBe(requests);
  });

  test('Delete with an id that was never made, after a Create that failed, succeeds', async () => {
    const id = 'AWSCDK::CustomResourceProviderFramework::CREATE_FAILED';

    expect(await handle(topologyEvent('Delete', target(), id))).toEqual({ PhysicalResourceId: id });
    expect(broker.requests).toBe(0);
  });

  test('Delete twice, and a Create that comes after it, leave what is there', async () => {
    const first = await handle(topologyEvent('Create', target()));
    for (const _ of ['once', 'twice'])
      expect(await handle(topologyEvent('Delete', target(), first.PhysicalResourceId))).toEqual(first);

    expect(await handle(topologyEvent('Create', target()))).toEqual(first);
    expect(broker.writes).toEqual(everything);
  });

  test('Update that comes before any Create makes all of it', async () => {
    await handle(topologyEvent('Update', target(), 'id'));

    expect(broker.writes).toEqual(everything);
  });

  test('waits for a broker whose nodes are not all there yet', async () => {
    broker.nodes = [{ name: 'a', running: true }];
    const answer = handle(topologyEvent('Create', target()), { seconds: 10 });
    setTimeout(() => (broker.nodes = ['a', 'b', 'c'].map((name) => ({ name, running: true }))), 100);
    await answer;

    expect(said[0]).toBe('waiting: 1 of 3 nodes are members of the cluster');
    expect(broker.writes).toEqual(everything);
  });

  test('gives up on a broker that can not be reached, before the function is ended', async () => {
    const { message } = await failure(handle(topologyEvent('Create', target({ consoleUrl: 'https://localhost:1' }))));

    expect(message).toMatch(
      /^not whole after 0 minutes: no answer: GET https:\/\/localhost:1\/api\/nodes.*ECONNREFUSED/,
    );
  });

  test('does not speak to a broker whose certificate nobody vouches for', async () => {
    const { caCertificate: _, ...stranger } = target();
    const { message } = await failure(handle(topologyEvent('Create', stranger)));

    expect(message).toMatch(/no answer: .*certificate/);
    expect(broker.requests).toBe(0);
  });

  test('fails at once with a wrong password, and shows none', async () => {
    const secrets = { ...passwords, provisioner: 'wrong-password' };
    const { message } = await failure(handle(topologyEvent('Create', target()), { secrets, seconds: 600 }));

    expect(message).toMatch(/nodes\?columns=name,running: Not_Authorized$/);
    expect([message, ...said].join()).not.toContain('wrong-password');
  });

  test('tries a secret again whose right is not known yet, and names it when it stays out of reach', async () => {
    const { message } = await failure(handle(topologyEvent('Create', target()), { secrets: { provisioner: 'right' } }));

    expect(message).toMatch(
      /^the secret of the user till can't be read: there is no secret arn:.*:till; .*interface endpoint/,
    );
    expect(broker.writes).toEqual([]);
  });

  test('shows nothing of a secret that is no JSON', async () => {
    const handler = rabbitMqTopologyHandler({
      secretText: () => Promise.resolve('hunter2'),
      say: (line) => said.push(line),
    });
    const { message } = await failure(
      handler(topologyEvent('Create', target()), { getRemainingTimeInMillis: () => 0 }),
    );

    expect(message).toBe('the secret of the administrator holds no username and password as JSON');
    expect(said).toEqual([message]);
  });

  test('refuses a queue whose arguments differ, in the words of the plan, and applies nothing', async () => {
    await handle(topologyEvent('Create', target()));
    broker.writes.length = 0;
    const queues = broker.state.get('queues')!;
    queues.set('payment', {
      ...queues.get('payment'),
      type: 'classic',
      arguments: { 'x-queue-type': 'classic', 'x-expires': 9 },
    });
    const { message, stack } = await failure(handle(topologyEvent('Update', target(), 'id')));

    expect(message.split('\n')).toEqual([
      'nothing was applied, because this is refused:',
      expect.stringMatching(
        /^refuse queues.payment.arguments.x-expires: 9 → \(none\) \(arguments of a queue are fixed/,
      ),
      expect.stringMatching(/^refuse queues.payment.type: classic → quorum \(the type of a queue is fixed/),
    ]);
    expect(stack).toBe('Error');
    expect(broker.writes).toEqual([]);
  });

  test('says as much of one long line as CloudFormation takes, whatever is in it', async () => {
    const secretText = () => Promise.reject(new Error('"ß\u0001"'.repeat(1_000)));
    const handler = rabbitMqTopologyHandler({ secretText, say: () => undefined, pollMs: 1, secretPatienceMs: 0 });
    const { message } = await failure(
      handler(topologyEvent('Create', target()), { getRemainingTimeInMillis: () => 0 }),
    );
    const bytes = Buffer.byteLength(JSON.stringify(message));

    expect(message).toMatch(/^the secret of the administrator can't be read: "ß[^]*…$/);
    expect(bytes).toBeLessThanOrEqual(2_500);
    expect(bytes).toBeGreaterThan(2_000);
  });

  test('says why in fewer bytes than CloudFormation takes, in whole lines, and all of it in the log', async () => {
    const names = Array.from({ length: 200 }, (_, index) => `queue-${index}`);
    const many = topologyOf({ exchanges: { orders: {} }, queues: Object.fromEntries(names.map((name) => [name, {}])) });
    broker.state.set(
      'queues',
      new Map(names.map((name) => [name, { name, type: 'classic', durable: true, auto_delete: false, arguments: {} }])),
    );
    const { message } = await failure(handle(topologyEvent('Create', target({ topology: many }))));
    const lines = message.split('\n');

    expect(Buffer.byteLength(JSON.stringify(message))).toBeLessThanOrEqual(2_500);
    expect(lines.length).toBeGreaterThan(5);
    expect(lines.at(-1)).toBe(`… and ${201 - (lines.length - 1)} more lines: see the log`);
    expect(said.at(-1)?.split('\n')).toHaveLength(201);
  });
});
