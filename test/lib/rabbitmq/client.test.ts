import fc from 'fast-check';
import { rabbitMqClientFromEnv, rabbitMqClientToEnv, type RabbitMqClientSettings } from '../../../lib/rabbitmq/client';

const text = fc.string({ minLength: 1 });
const clients: fc.Arbitrary<RabbitMqClientSettings> = fc.record({
  host: text,
  port: fc.nat(65_535),
  vhost: text,
  username: text,
  passwordFile: text,
  caFile: fc.option(text, { nil: undefined }),
  heartbeatSeconds: fc.nat(),
});

describe('rabbitMqClientFromEnv', () => {
  test('reads back what rabbitMqClientToEnv wrote, with TLS and without', () => {
    fc.assert(
      fc.property(clients, (client) => expect(rabbitMqClientFromEnv(rabbitMqClientToEnv(client))).toEqual(client)),
    );
  });

  test('fails with the name of whichever variable is missing or empty', () => {
    const client = fc.sample(clients, { numRuns: 1, seed: 1 })[0]!;
    const env = rabbitMqClientToEnv({ ...client, caFile: undefined });

    for (const name of Object.keys(env)) {
      expect(() => rabbitMqClientFromEnv({ ...env, [name]: undefined })).toThrow(`${name} is missing`);
      expect(() => rabbitMqClientFromEnv({ ...env, [name]: '' })).toThrow(`${name} is missing`);
    }
  });
});
