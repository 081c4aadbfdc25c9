import fc from 'fast-check';
import { kafkaClientFromEnv, kafkaClientToEnv, type KafkaClientSettings } from '../../../lib/kafka/client';

const text = fc.string({ minLength: 1 });
const clients: fc.Arbitrary<KafkaClientSettings> = fc.record({
  bootstrapServers: text,
  securityProtocol: fc.constantFrom('SASL_SSL', 'SASL_PLAINTEXT'),
  saslMechanism: fc.constant('SCRAM-SHA-512'),
  username: text,
  passwordFile: text,
  caFile: text,
  requestTimeoutMs: fc.nat(),
  connectTimeoutMs: fc.nat(),
  groupId: text,
});

describe('kafkaClientFromEnv', () => {
  test('reads back what kafkaClientToEnv wrote', () => {
    fc.assert(fc.property(clients, (client) => expect(kafkaClientFromEnv(kafkaClientToEnv(client))).toEqual(client)));
  });

  test('fails with the name of whichever variable is missing or empty', () => {
    const env = kafkaClientToEnv(fc.sample(clients, { numRuns: 1, seed: 1 })[0]!);

    for (const name of Object.keys(env)) {
      expect(() => kafkaClientFromEnv({ ...env, [name]: undefined })).toThrow(`${name} is missing`);
      expect(() => kafkaClientFromEnv({ ...env, [name]: '' })).toThrow(`${name} is missing`);
    }
  });
});
