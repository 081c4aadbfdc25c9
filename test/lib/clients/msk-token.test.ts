import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { awsCredentials } from '../../../lib/clients/aws-credentials';
import { presign } from '../../../lib/clients/aws-signature';
import { mskToken } from '../../../lib/clients/msk-token';

describe('presign', () => {
  test("signs AWS's own example as AWS does", () => {
    const url = presign(
      {
        host: 'examplebucket.s3.amazonaws.com',
        path: '/test.txt',
        service: 's3',
        region: 'us-east-1',
        at: new Date('2013-05-24T00:00:00Z'),
        seconds: 86_400,
        payloadHash: 'UNSIGNED-PAYLOAD',
      },
      { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' },
    );

    // The page that `presign` names as its source.
    expect(new URL(url).searchParams.get('X-Amz-Signature')).toBe(
      'aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
    );
  });
});

describe('a token for MSK', () => {
  const at = new Date('2026-11-27T20:30:00.123Z');
  const task = { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: 'secret', sessionToken: 'a/token+with=signs' };
  const decoded = (token: string): URL => new URL(Buffer.from(token, 'base64url').toString());

  test('is a signed request to connect, good for a quarter of an hour, in letters that need no escape', () => {
    const token = mskToken('eu-central-1', task, at);
    const url = decoded(token);

    expect(token).toMatch(/^[A-Za-z0-9_-]+$/);
    expect(url.origin + url.pathname).toBe('https://kafka.eu-central-1.amazonaws.com/');
    const { 'X-Amz-Signature': signature, ...query } = Object.fromEntries(url.searchParams);
    expect(query).toEqual({
      Action: 'kafka-cluster:Connect',
      'User-Agent': 'brokerkit',
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Credential': 'ASIAEXAMPLE/20261127/eu-central-1/kafka-cluster/aws4_request',
      'X-Amz-Date': '20261127T203000Z',
      'X-Amz-Expires': '900',
      'X-Amz-Security-Token': 'a/token+with=signs',
      'X-Amz-SignedHeaders': 'host',
    });
    // What AWS's own @smithy/signature-v4 makes of the same request.
    expect(signature).toBe('0a8aff31b695a39837086f0529875058d90c92f61773db05b7fa2f4f0fe1cd7b');
  });

  test('has no session in it where the credentials have none', () => {
    const { accessKeyId, secretAccessKey } = task;

    expect([...decoded(mskToken('us-east-1', { accessKeyId, secretAccessKey }, at)).searchParams.keys()]).not.toContain(
      'X-Amz-Security-Token',
    );
  });
});

describe('the credentials of a process', () => {
  let server: Server;
  let asked: string[] = [];
  /** What ECS answers, one after the other; the last one stays. */
  let answers: (object | number)[] = [];
  const host = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const answer = (id: string, minutes: number): object => ({
    AccessKeyId: id,
    SecretAccessKey: 'secret',
    Token: 'session',
    Expiration: new Date(Date.now() + minutes * 60_000).toISOString(),
  });
  const env = { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/v2/credentials/abc' };

  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(request.url ?? '');
      const next = (answers.length > 1 ? answers.shift() : answers[0]) ?? 500;
      if (typeof next === 'number') response.writeHead(next).end();
      else response.end(JSON.stringify(next));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => server.close());
  beforeEach(() => (asked = []));

  test('are asked of ECS once for all who need them, and again before they end', async () => {
    answers = [answer('FIRST', 60)];
    const lasting = awsCredentials(env, host());
    const all = await Promise.all([lasting(), lasting(), lasting()]);

    expect(all.map(({ accessKeyId }) => accessKeyId)).toEqual(['FIRST', 'FIRST', 'FIRST']);
    expect(await lasting()).toEqual({ accessKeyId: 'FIRST', secretAccessKey: 'secret', sessionToken: 'session' });
    expect(asked).toEqual(['/v2/credentials/abc']);

    answers = [answer('ENDING', 4), answer('NEXT', 60)];
    const ending = awsCredentials(env, host());
    expect((await ending()).accessKeyId).toBe('ENDING');
    expect((await ending()).accessKeyId).toBe('NEXT');
  });

  test('survive an answer that fails', async () => {
    answers = [500, answer('LATER', 60)];

    expect((await awsCredentials(env, host())()).accessKeyId).toBe('LATER');
  });

  test('are those of the environment where it names some', async () => {
    const own = { AWS_ACCESS_KEY_ID: 'OWN', AWS_SECRET_ACCESS_KEY: 'secret' };

    expect(await awsCredentials({ ...env, ...own }, host())()).toEqual({
      accessKeyId: 'OWN',
      secretAccessKey: 'secret',
    });
    expect(asked).toEqual([]);
  });

  test('fail with what is missing, and with what ECS said, and are asked for again after that', async () => {
    await expect(awsCredentials({})()).rejects.toThrow(
      'no AWS credentials: neither AWS_ACCESS_KEY_ID nor AWS_CONTAINER_CREDENTIALS_RELATIVE_URI is set',
    );

    answers = [404];
    const credentials = awsCredentials(env, host());
    await expect(credentials()).rejects.toMatchObject({
      message: 'no AWS credentials of the task',
      cause: { message: expect.stringContaining('/v2/credentials/abc answers 404') as string },
    });
    expect(asked).toHaveLength(4);
    answers = [answer('BACK', 60)];
    expect((await credentials()).accessKeyId).toBe('BACK');
  });
});
