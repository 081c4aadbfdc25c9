import { EventEmitter } from 'node:events';
import { KafkaConsumer } from '../../../lib/clients/kafka-consumer';
import type { KafkaClientSettings } from '../../../lib/kafka/client';

const made: Record<string, unknown>[] = [];

/** The library, as far as a consumer speaks to it before the first record. */
jest.mock('@platformatic/kafka', () => ({
  MessagesStreamModes: {},
  MessagesStreamFallbackModes: {},
  Consumer: class extends EventEmitter {
    readonly connections = new EventEmitter();
    constructor(options: Record<string, unknown>) {
      super();
      made.push(options);
    }
    consume = () => new Promise<never>(() => undefined);
    close = () => Promise.resolve();
  },
}));

const settings: KafkaClientSettings = {
  bootstrapServers: 'kafka:9092',
  securityProtocol: 'SASL_PLAINTEXT',
  saslMechanism: 'SCRAM-SHA-512',
  username: 'audit',
  password: 'given',
  caFile: 'system',
  requestTimeoutMs: 1_000,
  connectTimeoutMs: 500,
  groupId: 'audit',
};

describe('KafkaConsumer', () => {
  const optionsOf = async (its: KafkaClientSettings): Promise<Record<string, unknown> | undefined> => {
    made.length = 0;
    void new KafkaConsumer(its, ['clicks']).run(() => Promise.resolve());
    await new Promise(setImmediate);
    return made[0];
  };
  // What is under way has no end here.
  beforeAll(() => jest.useFakeTimers({ doNotFake: ['setImmediate'] }));
  afterAll(() => jest.useRealTimers());

  test('tells the brokers which zone it is in, so that it is sent to the copy there', async () => {
    expect(await optionsOf({ ...settings, clientRack: 'zone-a' })).toMatchObject({
      clientRack: 'zone-a',
      groupId: 'audit',
    });
  });

  test('names no zone where it knows none', async () => {
    expect(await optionsOf(settings)).not.toHaveProperty('clientRack');
  });
});
