import { dirname } from 'node:path';
import { tellOrder } from '../../../../lib/programs/ecommerce/events';
import { openDesk } from '../../../../lib/programs/ecommerce/worker';
import { kafkaClientToEnv } from '../../../../lib/kafka/client';
import { rabbitMqClientToEnv } from '../../../../lib/rabbitmq/client';
import { Volume } from './fakes';

/** Brokers that never answer, also not when somebody says goodbye. */
const mockNever = (): Promise<void> => new Promise(() => undefined);
jest.mock('../../../../lib/programs/service/patient-kafka', () => ({
  PatientKafka: class {
    publish = mockNever;
    drain = mockNever;
  },
}));
jest.mock('../../../../lib/clients/rabbitmq-publisher', () => ({
  RabbitMqPublisher: class {
    publish = mockNever;
    drain = mockNever;
  },
}));

const volume = new Volume();
afterAll(() => volume.remove());

const env = {
  ...kafkaClientToEnv({
    bootstrapServers: 'kafka:9092',
    securityProtocol: 'SASL_SSL',
    saslMechanism: 'SCRAM-SHA-512',
    username: 'order',
    passwordFile: '/password',
    caFile: '/ca.crt',
    requestTimeoutMs: 5_000,
    connectTimeoutMs: 1_000,
    groupId: 'order',
  }),
  ...rabbitMqClientToEnv({
    host: 'rabbitmq',
    port: 5_671,
    vhost: 'order',
    username: 'order',
    passwordFile: '/password',
    caFile: undefined,
    heartbeatSeconds: 5,
  }),
  DATA_FOLDER: dirname(volume.file),
  POD_NAME: 'order-0',
};

test('a service stops in 10 seconds although no broker answers, and what it had to tell is on its volume', async () => {
  const { desk, close } = openDesk(env, 'order');
  const { event, ...where } = tellOrder('placed', { order: 'a', user: 'ann', lines: [], cents: 1 });
  await desk.store.write(() => {
    desk.tell({ ...where, event });
    desk.say('order a: accepted');
  });
  jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
  let done = false;
  const closed = close().then(() => (done = true));
  await jest.advanceTimersByTimeAsync(10_000);
  jest.useRealTimers();

  expect(done).toBe(true);
  await closed;
  expect(desk.waiting).toBe(1);
  expect(desk.result().log).toEqual({ written: 1, waiting: 1 });
});
