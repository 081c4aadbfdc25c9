import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { GetBootstrapBrokersResponse } from '@aws-sdk/client-kafka';
import { lookUpHandler, type CustomResourceEvent } from '../../../../lib/programs/handlers/custom-resource';
import { bootstrapBrokers, type Ask } from '../../../../lib/programs/handlers/msk-bootstrap';

const clusterArn = 'arn:aws:kafka:eu-central-1:111122223333:cluster/shop/0a1b-2';
const id = `bootstrap of ${clusterArn}`;
const iam = 'b-1.shop.example:9098,b-2.shop.example:9098,b-3.shop.example:9098';
const scram = 'b-1.shop.example:9096,b-2.shop.example:9096,b-3.shop.example:9096';
const both: GetBootstrapBrokersResponse = {
  BootstrapBrokerStringSaslIam: iam,
  BootstrapBrokerStringSaslScram: scram,
};

interface Heard {
  readonly body: string;
  readonly headers: IncomingHttpHeaders;
  readonly method: string | undefined;
}

/** CloudFormation, as far as it listens for answers. */
const heard: Heard[] = [];
let refusals = 0;
const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    response.statusCode = refusals > 0 ? 503 : 200;
    if (refusals > 0) refusals -= 1;
    else heard.push({ body: Buffer.concat(parts).toString(), headers: request.headers, method: request.method });
    response.end();
  });
});

let lines: string[] = [];
beforeAll(() => new Promise<void>((done) => server.listen(0, '127.0.0.1', done)));
afterAll(() => new Promise<unknown>((done) => server.close(done)));
beforeEach(() => {
  heard.length = 0;
  lines = [];
  jest.spyOn(process.stdout, 'write').mockImplementation((line, ...rest) => {
    lines.push(String(line));
    (rest.at(-1) as () => void)();
    return true;
  });
});
afterEach(() => jest.restoreAllMocks());

type Sent = Partial<Omit<CustomResourceEvent, 'ResponseURL'>>;

/** Sends one event, with as long a run as is given, and returns what CloudFormation was told. */
async function sent(ask: Ask, event: Sent, runMs = 16_000): Promise<Readonly<Record<string, unknown>>> {
  const whole: CustomResourceEvent = {
    RequestType: 'Create',
    ResponseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/secret-address`,
    StackId: 'arn:aws:cloudformation:eu-central-1:111122223333:stack/ShopKafka/1',
    RequestId: 'request-1',
    LogicalResourceId: 'KafkaBootstrap',
    ResourceProperties: { ClusterArn: clusterArn, Logins: ['Iam', 'Scram'] },
    ...event,
  };
  await lookUpHandler(bootstrapBrokers(ask, 1))(whole, { getRemainingTimeInMillis: () => runMs });
  return JSON.parse(heard.at(-1)?.body ?? 'null') as Readonly<Record<string, unknown>>;
}

const answers: Ask = () => Promise.resolve(both);
const never: Ask = () => Promise.reject(new Error('nobody should have been asked'));
/** A run that is over soon: 15 seconds of each are left for the answer. */
const shortRun = 15_100;

describe('the handler that asks for the addresses of a cluster', () => {
  test('answers a Create with them, in the words of CloudFormation', async () => {
    expect(await sent(answers, {})).toEqual({
      Status: 'SUCCESS',
      PhysicalResourceId: id,
      StackId: 'arn:aws:cloudformation:eu-central-1:111122223333:stack/ShopKafka/1',
      RequestId: 'request-1',
      LogicalResourceId: 'KafkaBootstrap',
      Data: { Iam: iam, Scram: scram },
    });
    // Its address is signed for an answer without a content type.
    expect(heard[0]).toMatchObject({ method: 'PUT', headers: { 'content-type': '' } });
  });

  test('answers the same Create twice the same', async () => {
    expect(await sent(answers, {})).toEqual(await sent(answers, {}));
    expect(heard).toHaveLength(2);
  });

  test('answers an Update with the same properties under the same id, with what MSK says now', async () => {
    const more: Ask = () => Promise.resolve({ ...both, BootstrapBrokerStringSaslIam: `${iam},b-4.shop.example:9098` });

    expect(await sent(more, { RequestType: 'Update', PhysicalResourceId: id })).toMatchObject({
      Status: 'SUCCESS',
      PhysicalResourceId: id,
      Data: { Iam: `${iam},b-4.shop.example:9098` },
    });
  });

  test('answers the same for the same addresses, in whatever order MSK says them', async () => {
    const turned = (list: string): string => list.split(',').reverse().join(',');
    const inAnotherOrder: Ask = () =>
      Promise.resolve({ BootstrapBrokerStringSaslIam: turned(iam), BootstrapBrokerStringSaslScram: turned(scram) });

    expect(await sent(inAnotherOrder, { RequestType: 'Update', PhysicalResourceId: id })).toMatchObject({
      Data: { Iam: iam, Scram: scram },
    });
  });

  test('answers an Update for another cluster under another id, and the Delete of the first that follows', async () => {
    const other = clusterArn.replace('0a1b', '9f9f');
    const ResourceProperties = { ClusterArn: other, Logins: ['Iam'] };

    expect(await sent(answers, { RequestType: 'Update', PhysicalResourceId: id, ResourceProperties })).toMatchObject({
      Status: 'SUCCESS',
      PhysicalResourceId: `bootstrap of ${other}`,
      Data: { Iam: iam },
    });
    expect(await sent(never, { RequestType: 'Delete', PhysicalResourceId: id })).toMatchObject({
      Status: 'SUCCESS',
      PhysicalResourceId: id,
    });
  });

  test('answers a Delete of what is gone, or was there never, without asking anybody', async () => {
    const gone = { RequestType: 'Delete', ResourceProperties: { ClusterArn: 'gone' } } as const;

    for (const PhysicalResourceId of [id, 'ShopKafka-KafkaBootstrap-1XYZ']) {
      for (const _ of ['once', 'twice']) {
        expect(await sent(never, { ...gone, PhysicalResourceId })).toMatchObject({
          Status: 'SUCCESS',
          PhysicalResourceId,
        });
      }
    }
    expect(await sent(never, { RequestType: 'Delete' })).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: id });
  });

  test('asks again until MSK answers, and knows every address that it was asked for', async () => {
    const script: (() => Promise<GetBootstrapBrokersResponse>)[] = [
      () => Promise.reject(new Error('TooManyRequestsException')),
      () => Promise.resolve({ BootstrapBrokerStringSaslIam: iam, BootstrapBrokerStringSaslScram: '' }),
    ];

    expect(await sent(() => script.shift()?.() ?? Promise.resolve(both), {})).toMatchObject({
      Status: 'SUCCESS',
      Data: { Iam: iam, Scram: scram },
    });
    expect(script).toEqual([]);
  });

  test('says in time why there are none: no right, no such way to log in, nobody who answers', async () => {
    const denied: Ask = () => Promise.reject(Object.assign(new Error('not authorized'), { name: 'AccessDenied' }));
    const iamAlone: Ask = () => Promise.resolve({ BootstrapBrokerStringSaslIam: iam });
    const silent: Ask = (_, signal) =>
      new Promise((__, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));

    for (const [ask, Reason] of [
      [denied, 'AccessDenied: not authorized'],
      [iamAlone, 'Error: MSK does not say BootstrapBrokerStringSaslScram'],
      [silent, 'Error: MSK did not answer in time'],
    ] as const) {
      expect(await sent(ask, {}, shortRun)).toMatchObject({ Status: 'FAILED', PhysicalResourceId: id, Reason });
    }
  });

  test('refuses properties that it can not read, at once', async () => {
    expect(await sent(never, { ResourceProperties: { ClusterArn: clusterArn, Logins: ['Tls'] } })).toMatchObject({
      Status: 'FAILED',
      Reason: 'Error: Logins is ["Tls"]: use a list of Iam and Scram',
    });
    expect(await sent(never, { ResourceProperties: { Logins: ['Iam'] } })).toMatchObject({
      Status: 'FAILED',
      Reason: 'Error: ClusterArn is missing',
    });
  });

  test('tells as many whole addresses as fit into one answer, and cuts a long reason', async () => {
    const list = Array.from({ length: 200 }, (_, at) => `b-${at + 100}.shop.example.amazonaws.com:9098`).join(',');
    const large: Ask = () =>
      Promise.resolve({ BootstrapBrokerStringSaslIam: list, BootstrapBrokerStringSaslScram: list });
    const { Data } = (await sent(large, {})) as { Data: Readonly<Record<'Iam' | 'Scram', string>> };

    expect(list.startsWith(`${Data.Iam},`)).toBe(true);
    expect(Data.Iam.split(',').length).toBeGreaterThan(20);
    expect(Data.Scram).toBe(Data.Iam);
    await sent(() => Promise.reject(new Error('x'.repeat(10_000))), {}, shortRun);
    const odd = await sent(() => Promise.reject(new Error('"ß\u0001"'.repeat(1_000))), {}, shortRun);
    expect(odd).toMatchObject({ Status: 'FAILED', Reason: expect.stringMatching(/^Error: "ß/) as string });
    for (const { body } of heard) expect(Buffer.byteLength(body)).toBeLessThan(4_096);
  });

  test('fails in words where an answer would not fit', async () => {
    const its = { id: () => id, attributes: () => Promise.resolve({ Iam: 'x'.repeat(5_000) }) };
    const { StackId, RequestId, LogicalResourceId } = await sent(answers, {});
    const ResponseURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const event = { StackId, RequestId, LogicalResourceId, ResponseURL, RequestType: 'Create', ResourceProperties: {} };
    await lookUpHandler(its)(event as CustomResourceEvent, { getRemainingTimeInMillis: () => 60_000 });

    expect(JSON.parse(heard.at(-1)?.body ?? '')).toMatchObject({
      Status: 'FAILED',
      Reason: expect.stringMatching(/^Error: the answer has 5\d\d\d bytes, and CloudFormation reads 4096$/) as string,
    });
  });

  test('tells CloudFormation again when it did not listen', async () => {
    refusals = 1;

    expect(await sent(answers, {})).toMatchObject({ Status: 'SUCCESS' });
    expect(heard).toHaveLength(1);
  });

  test('writes down what it answered, and never the address that answers are taken at', async () => {
    await sent(answers, {});

    expect(lines.join('')).toMatch(/"RequestType":"Create".*"Status":"SUCCESS"/);
    expect(lines.join('')).not.toMatch(/secret-address/);
  });
});
