import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { clientRackOf } from '../../../lib/clients/kafka-rack';

const clientRacks = { 'eu-central-1a': 'euc1-az2', 'eu-central-1b': 'euc1-az3' };

describe('clientRackOf', () => {
  const asked: (string | undefined)[] = [];
  let answer: readonly [status: number, body: unknown] = [200, {}];
  let server: Server;
  let env: Readonly<Record<string, string>>;
  const said: string[] = [];

  beforeAll(async () => {
    server = createServer(({ url }, response) => {
      asked.push(url);
      response.writeHead(answer[0]).end(JSON.stringify(answer[1]));
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    env = { ECS_CONTAINER_METADATA_URI_V4: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v4/a1` };
  });
  beforeEach(() => {
    asked.length = said.length = 0;
    jest.spyOn(process.stderr, 'write').mockImplementation((line) => said.push(String(line)) > 0);
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(() => new Promise((closed) => server.close(closed)));

  test('is the one that was said, and nobody is asked', async () => {
    expect(await clientRackOf({ clientRack: 'zone-a', clientRacks }, env)).toBe('zone-a');
    expect(await clientRackOf({}, env)).toBeUndefined();
    expect([asked, said]).toEqual([[], []]);
  });

  test('is the id of the zone whose name ECS tells the task', async () => {
    answer = [200, { Family: 'shop', AvailabilityZone: 'eu-central-1b' }];

    expect(await clientRackOf({ clientRacks }, env)).toBe('euc1-az3');
    expect(asked).toEqual(['/v4/a1/task']);
    expect(said).toEqual([]);
  });

  test.each([
    ['a zone that nobody has named', [200, { AvailabilityZone: 'eu-central-1c' }], 'which rack eu-central-1c is'],
    ['a task without a zone', [200, { Family: 'shop' }], '/v4/a1/task names no zone'],
    ['ECS that can not answer', [500, {}], '/v4/a1/task answers 500'],
  ] as const)('is unknown for %s: one line says so, and nothing fails', async (_, its, line) => {
    answer = its;

    expect(await clientRackOf({ clientRacks }, env)).toBeUndefined();
    expect(said).toEqual([expect.stringMatching(new RegExp(`^reading from leaders, wherever they are: .*${line}\n$`))]);
  });

  test('is unknown outside of ECS, too', async () => {
    expect(await clientRackOf({ clientRacks }, {})).toBeUndefined();
    expect(said).toEqual(['reading from leaders, wherever they are: ECS_CONTAINER_METADATA_URI_V4 is not set\n']);
  });
});
