import fc from 'fast-check';
import {
  rabbitMqClientFromEnv,
  rabbitMqClientToEnv,
  rabbitMqPasswordVariable,
  rabbitMqPlaceToEnv,
  type RabbitMqClientSettings,
} from '../../../lib/rabbitmq/client';

const text = fc.string({ minLength: 1 });
const place = {
  host: text,
  port: fc.nat(65_535),
  vhost: text,
  username: text,
  caFile: fc.option(text, { nil: undefined }),
  heartbeatSeconds: fc.nat(),
};
const withFile = fc.record({ ...place, passwordFile: text });
const clients: fc.Arbitrary<RabbitMqClientSettings> = fc.oneof(withFile, fc.record({ ...place, password: text }));

describe('rabbitMqClientFromEnv', () => {
  test('reads back what rabbitMqClientToEnv wrote, with TLS and without, with a file and with a password', () => {
    fc.assert(
      fc.property(clients, (client) => expect(rabbitMqClientFromEnv(rabbitMqClientToEnv(client))).toEqual(client)),
    );
  });

  test('takes the password from the variable that a platform fills by itself', () => {
    const { passwordFile: _, ...its } = fc.sample(withFile, { numRuns: 1, seed: 1 })[0]!;
    const env = { ...rabbitMqPlaceToEnv(its), [rabbitMqPasswordVariable]: 'from a store' };

    expect(rabbitMqPasswordVariable).toBe('RABBITMQ_PASSWORD');
    expect(rabbitMqClientFromEnv(env)).toEqual({ ...its, password: 'from a store' });
  });

  test('fails with the name of whichever variable is missing or empty', () => {
    const client = fc.sample(withFile, { numRuns: 1, seed: 1 })[0]!;
    const env = rabbitMqClientToEnv({ ...client, caFile: undefined });

    for (const name of Object.keys(env)) {
      expect(() => rabbitMqClientFromEnv({ ...env, [name]: undefined })).toThrow(`${name} is missing`);
      expect(() => rabbitMqClientFromEnv({ ...env, [name]: '' })).toThrow(`${name} is missing`);
    }
  });
});
