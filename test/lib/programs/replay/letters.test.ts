import { letterOf as kafkaLetter, putBackTo as kafkaPutBack } from '../../../../lib/programs/replay/kafka-letter';
import { letterOf, putBackTo } from '../../../../lib/programs/replay/rabbitmq-letter';
import { withDeadLetters } from '../../../../lib/clients/kafka-dead-letters';
import type { KafkaMessage } from '../../../../lib/clients/kafka-publisher';
import { PoisonError } from '../../../../lib/clients/poison';

const record = {
  topic: 'user-behaviour',
  partition: 3,
  offset: 42n,
  key: 'user-1',
  value: Buffer.from('no event'),
  headers: { trace: 'abc' },
};

/** What a consumer of Kafka sets aside, as it is read again. */
async function setAside(work: () => Promise<void>): Promise<readonly KafkaMessage[]> {
  const published: KafkaMessage[] = [];
  const publish = (message: KafkaMessage): Promise<void> => {
    published.push(message);
    return Promise.resolve();
  };
  await withDeadLetters({ publish }, 'analytics', work)(record);
  return published;
}

describe('a record that can not be worked on', () => {
  test('goes to the dead-letter topic with its reason, where it stood and whose work failed', async () => {
    const [letter] = await setAside(() => Promise.reject(new PoisonError('not JSON')));
    expect(letter).toMatchObject({ topic: 'user-behaviour.dead-letters', key: 'user-1', value: record.value });
    expect(kafkaLetter({ headers: letter?.headers ?? {}, value: record.value })).toMatchObject({
      reason: 'not JSON',
      from: 'partition 3 offset 42, for analytics',
    });
  });

  test('comes back as it was', async () => {
    const [letter] = await setAside(() => Promise.reject(new PoisonError('not JSON')));
    const back = kafkaPutBack('user-behaviour', 'replay-1', { ...record, headers: letter?.headers ?? {} });
    expect(back).toEqual({
      topic: 'user-behaviour',
      key: 'user-1',
      value: record.value,
      headers: { trace: 'abc', 'brokerkit-replay': 'replay-1' },
    });
  });

  test('is not set aside when the work failed for another reason: it is read again', async () => {
    await expect(setAside(() => Promise.reject(new Error('the disk is full')))).rejects.toThrow('the disk is full');
    expect(await setAside(() => Promise.resolve())).toEqual([]);
  });
});

describe('a message of a dead-letter queue', () => {
  const delivery = {
    queue: 'payment.dead-letters',
    exchange: 'dead-letters',
    routingKey: 'payment',
    content: Buffer.from('{"id":1}'),
    headers: {
      tenant: 'a',
      'x-first-death-reason': 'delivery_limit',
      'x-delivery-count': 3,
      'x-death': [
        {
          ...{ queue: 'payment', reason: 'delivery_limit', count: 2, exchange: 'orders' },
          'routing-keys': ['order.placed'],
          time: { '!': 'timestamp', value: 1_767_323_045 },
        },
      ],
    },
    messageId: 'm-1',
    redelivered: false,
    properties: { messageId: 'm-1', contentType: 'application/json' },
  };

  test('says why and when it died, and where it had come from', () => {
    expect(letterOf(delivery)).toMatchObject({
      reason: 'delivery_limit, 2 times',
      from: 'orders order.placed',
      at: '2026-01-02T03:04:05.000Z',
      run: undefined,
    });
  });

  test('goes back to the queue that it died in, with what its publisher had said and nothing of its death', () => {
    expect(putBackTo('payment', 'replay-1', delivery)).toEqual({
      exchange: '',
      routingKey: 'payment',
      content: delivery.content,
      headers: { tenant: 'a', 'brokerkit-replay': 'replay-1' },
      properties: { messageId: 'm-1', contentType: 'application/json' },
    });
  });
});
