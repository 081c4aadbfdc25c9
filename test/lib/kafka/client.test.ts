import fc from 'fast-check';
import { kafkaClientFromEnv, kafkaClientToEnv, type KafkaClientSettings } from '../../../lib/kafka/client';

const text = fc.string({ minLength: 1 });
const place = {
  bootstrapServers: text,
  username: text,
  caFile: text,
  requestTimeoutMs: fc.nat(),
  connectTimeoutMs: fc.nat(),
  groupId: text,
};
const scram = {
  ...place,
  securityProtocol: fc.constantFrom('SASL_SSL', 'SASL_PLAINTEXT'),
  saslMechanism: fc.constant('SCRAM-SHA-512'),
};
const withFile: fc.Arbitrary<KafkaClientSettings> = fc.record({ ...scram, passwordFile: text });
const withPassword: fc.Arbitrary<KafkaClientSettings> = fc.record({ ...scram, password: text });
const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,12}$/);
const withRacks: fc.Arbitrary<KafkaClientSettings> = fc.record({
  ...scram,
  password: text,
  clientRack: name,
  clientRacks: fc.dictionary(name, name, { minKeys: 1, maxKeys: 3, noNullPrototype: true }),
});
const withIam: fc.Arbitrary<KafkaClientSettings> = fc.record({
  ...place,
  securityProtocol: fc.constant('SASL_SSL'),
  saslMechanism: fc.constant('OAUTHBEARER'),
  region: text,
});

describe('kafkaClientFromEnv', () => {
  test('reads back what kafkaClientToEnv wrote: a file, a password, or IAM, with racks and without', () => {
    fc.assert(
      fc.property(fc.oneof(withFile, withPassword, withIam, withRacks), (client) =>
        expect(kafkaClientFromEnv(kafkaClientToEnv(client))).toEqual(client),
      ),
    );
  });

  test.each([withFile, withIam])('fails with the name of whichever variable is missing or empty (%#)', (clients) => {
    const env = kafkaClientToEnv(fc.sample(clients, { numRuns: 1, seed: 1 })[0]!);

    for (const name of Object.keys(env)) {
      expect(() => kafkaClientFromEnv({ ...env, [name]: undefined })).toThrow(`${name} is missing`);
      expect(() => kafkaClientFromEnv({ ...env, [name]: '' })).toThrow(`${name} is missing`);
    }
  });

  test('knows no rack where a pod was told none, and writes racks by zone in one line', () => {
    const env = kafkaClientToEnv({
      ...fc.sample(withIam, { numRuns: 1, seed: 1 })[0]!,
      clientRacks: { 'eu-central-1a': 'euc1-az2', 'eu-central-1b': 'euc1-az3' },
    });

    expect(env).toMatchObject({ KAFKA_CLIENT_RACKS: 'eu-central-1a=euc1-az2,eu-central-1b=euc1-az3' });
    expect(kafkaClientFromEnv({ ...env, KAFKA_CLIENT_RACK: '', KAFKA_CLIENT_RACKS: '' })).not.toMatchObject({
      clientRack: expect.anything() as unknown,
    });
    expect(kafkaClientFromEnv({ ...env, KAFKA_CLIENT_RACK: 'a' }).clientRack).toBe('a');
  });

  test('sends a token of IAM through TLS only, whatever the environment says', () => {
    const env = kafkaClientToEnv(fc.sample(withIam, { numRuns: 1, seed: 1 })[0]!);

    expect(kafkaClientFromEnv({ ...env, KAFKA_SECURITY_PROTOCOL: 'SASL_PLAINTEXT' }).securityProtocol).toBe('SASL_SSL');
  });
});
