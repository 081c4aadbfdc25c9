import { EventEmitter } from 'node:events';
import { NotRoutedError, RabbitMqExchange } from '../../../lib/clients/rabbitmq-exchange';
import type { RabbitMqSession } from '../../../lib/clients/rabbitmq-connection';

interface Sent {
  readonly routingKey: string;
  readonly messageId: string;
  readonly confirm: () => void;
}

/** A channel whose broker answers when the test says so. */
class FakeChannel extends EventEmitter {
  readonly sent: Sent[] = [];

  publish(
    _exchange: string,
    routingKey: string,
    _content: Buffer,
    options: { readonly messageId: string },
    settled: (error: null) => void,
  ): void {
    this.sent.push({ routingKey, messageId: options.messageId, confirm: () => settled(null) });
  }
}

async function opened(): Promise<{ readonly channel: FakeChannel; readonly exchange: RabbitMqExchange }> {
  const channel = new FakeChannel();
  const model = { createConfirmChannel: () => Promise.resolve(channel) };
  const exchange = new RabbitMqExchange();
  await exchange.open({ model, over: false } as unknown as RabbitMqSession);
  return { channel, exchange };
}

const properties = { messageId: 'same' };
const content = Buffer.from('x');

test('messages of one id are each confirmed for themselves', async () => {
  const { channel, exchange } = await opened();
  const both = [1, 2].map(() => exchange.publish({ exchange: 'orders', routingKey: 'paid', content, properties }));
  expect(channel.sent.map(({ messageId }) => messageId)).toEqual(['same', 'same']);
  for (const { confirm } of channel.sent) confirm();
  await expect(Promise.all(both)).resolves.toEqual([undefined, undefined]);
  expect(exchange.size).toBe(0);
});

test('of two messages of one id, the one that no queue takes is rejected', async () => {
  const { channel, exchange } = await opened();
  const stored = exchange.publish({ exchange: 'orders', routingKey: 'paid', content, properties });
  const returned = exchange.publish({ exchange: 'orders', routingKey: 'nowhere', content, properties });
  channel.emit('return', { properties, fields: { routingKey: 'nowhere', replyText: 'NO_ROUTE' } });
  for (const { confirm } of channel.sent) confirm();
  const reason = new NotRoutedError("no queue of exchange orders takes the key 'nowhere': NO_ROUTE");
  expect(await Promise.allSettled([stored, returned])).toEqual([
    { status: 'fulfilled', value: undefined },
    { status: 'rejected', reason },
  ]);
});
