import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kafkaConnection } from '../../../lib/clients/kafka-connection';
import type { KafkaClientSettings } from '../../../lib/kafka/client';

describe('kafkaConnection', () => {
  const folder = mkdtempSync(join(tmpdir(), 'brokerkit-login-'));
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const { env } = process;
  afterEach(() => (process.env = env));
  afterAll(() => rmSync(folder, { recursive: true }));

  const common = { username: 'checkout', requestTimeoutMs: 1_000, connectTimeoutMs: 500, groupId: 'checkout' };
  const scram: KafkaClientSettings = {
    ...common,
    bootstrapServers: 'kafka-bootstrap.shop.svc:9092',
    securityProtocol: 'SASL_SSL',
    saslMechanism: 'SCRAM-SHA-512',
    passwordFile: file('password', 'of a file\n'),
    caFile: file('ca.crt', 'an authority'),
  };

  test('takes name, password and authority from files', () => {
    expect(kafkaConnection(scram)).toMatchObject({
      bootstrapBrokers: ['kafka-bootstrap.shop.svc:9092'],
      tls: { ca: ['an authority'] },
      sasl: { mechanism: 'SCRAM-SHA-512', username: 'checkout', password: 'of a file' },
    });
  });

  test('takes a password from the environment, and trusts what everybody trusts, where that is said', () => {
    const { passwordFile: _, ...rest } = scram as KafkaClientSettings & { passwordFile: string };
    const connection = kafkaConnection({ ...rest, password: 'given', caFile: 'system' } as KafkaClientSettings);

    expect(connection.tls).toEqual({});
    expect(connection.sasl).toMatchObject({ password: 'given' });
  });

  test('logs in to MSK with a token of its own for each connection, over TLS, at every broker that it is told of', async () => {
    process.env = { ...env, AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' };
    const { bootstrapBrokers, tls, sasl } = kafkaConnection({
      ...common,
      bootstrapServers: 'b-1.shop:9098,b-2.shop:9098',
      securityProtocol: 'SASL_SSL',
      saslMechanism: 'OAUTHBEARER',
      caFile: 'system',
      region: 'eu-central-1',
    });
    const token = sasl?.token as () => Promise<string>;

    expect(bootstrapBrokers).toEqual(['b-1.shop:9098', 'b-2.shop:9098']);
    expect(tls).toEqual({});
    expect(sasl).toEqual({ mechanism: 'OAUTHBEARER', token });
    expect(Buffer.from(await token(), 'base64url').toString()).toContain('AKIAEXAMPLE%2F');
  });
});
