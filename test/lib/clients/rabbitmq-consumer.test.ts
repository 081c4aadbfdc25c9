import type { Channel, ConsumeMessage } from 'amqplib';
import { PoisonError } from '../../../lib/clients/poison';
import { RabbitMqConsumer } from '../../../lib/clients/rabbitmq-consumer';
import type { RabbitMqSession } from '../../../lib/clients/rabbitmq-connection';

let connected: (session: RabbitMqSession) => Promise<void>;
const said: string[] = [];

jest.mock('../../../lib/clients/rabbitmq-connection', () => ({
  RabbitMqConnection: class {
    constructor(_: unknown, __: string, setUp: typeof connected) {
      connected = setUp;
    }

    stop(): Promise<void> {
      said.push('closed');
      return Promise.resolve();
    }
  },
}));

/** A channel that writes down what it is told: `ack 1`. */
class FakeChannel {
  deliver: (message: ConsumeMessage) => void = () => undefined;

  on(): void {
    // Nothing happens to it.
  }

  prefetch(): Promise<void> {
    return Promise.resolve();
  }

  consume(_: string, deliver: (message: ConsumeMessage) => void): Promise<{ readonly consumerTag: string }> {
    this.deliver = deliver;
    return Promise.resolve({ consumerTag: 'tag' });
  }

  cancel(): Promise<void> {
    return Promise.resolve(void said.push('cancel'));
  }

  ack({ content }: ConsumeMessage): void {
    said.push(`ack ${content.toString()}`);
  }

  nack({ content }: ConsumeMessage, _: boolean, requeue: boolean): void {
    said.push(`nack ${content.toString()}${requeue ? ' requeue' : ''}`);
  }

  reject({ content }: ConsumeMessage, requeue: boolean): void {
    said.push(`reject ${content.toString()}${requeue ? ' requeue' : ''}`);
  }
}

const message = (content: string): ConsumeMessage =>
  ({ content: Buffer.from(content), fields: {}, properties: {} }) as ConsumeMessage;

/** A consumer of one message at a time, whose work waits to be ended; three were delivered, and the first is begun. */
async function begun() {
  const channel = new FakeChannel();
  const consumer = new RabbitMqConsumer({} as never, 'calls', 'billing');
  let end: (error?: Error) => void = () => undefined;
  const ran = consumer.run(
    () => new Promise((resolve, reject) => (end = (error) => (error === undefined ? resolve() : reject(error)))),
  );
  const model = { createChannel: () => Promise.resolve(channel as unknown as Channel) };
  await connected({ model } as unknown as RabbitMqSession);
  for (const content of ['1', '2', '3']) channel.deliver(message(content));
  return { consumer, ran, end: (error?: Error) => end(error) };
}

beforeEach(() => {
  said.length = 0;
  jest.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterEach(() => {
  jest.restoreAllMocks();
});

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('a consumer that drains gives back what it has not begun, before it waits for what it has', async () => {
  const { consumer, ran, end } = await begun();
  const drained = consumer.drain();
  await turn();
  expect(said).toEqual(['cancel', 'nack 2 requeue', 'nack 3 requeue']);

  end();
  await Promise.all([drained, ran]);
  expect(said.slice(3)).toEqual(['ack 1', 'closed']);
});

test.each([
  ['goes back without being counted', new Error('Kafka is away'), 'nack 1 requeue'],
  ['goes to the dead letters when it is poison', new PoisonError('not JSON'), 'reject 1'],
])('a message whose work fails while the consumer drains %s', async (_, error, answer) => {
  const { consumer, end } = await begun();
  const drained = consumer.drain();
  await turn();
  end(error);
  await drained;
  expect(said).toContain(answer);
});

test('a message whose work fails otherwise counts as a failure', async () => {
  const { end } = await begun();
  end(new Error('the disk is full'));
  await turn();
  expect(said).toEqual(['reject 1 requeue']);
});
