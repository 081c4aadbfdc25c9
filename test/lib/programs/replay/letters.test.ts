import {
  kafkaLetters,
  letterOf as kafkaLetter,
  putBackTo as kafkaPutBack,
} from '../../../../lib/programs/replay/kafka-letter';
import { letterOf, putBackTo } from '../../../../lib/programs/replay/rabbitmq-letter';
import { withDeadLetters } from '../../../../lib/clients/kafka-dead-letters';
import type { KafkaRecord } from '../../../../lib/clients/kafka-consumer';
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

  test('comes back as it was, with a count of how often', async () => {
    const [letter] = await setAside(() => Promise.reject(new PoisonError('not JSON')));
    const back = kafkaPutBack('user-behaviour', { ...record, headers: letter?.headers ?? {} });
    expect(back).toEqual({
      topic: 'user-behaviour',
      key: 'user-1',
      value: record.value,
      headers: { trace: 'abc', 'brokerkit-replays': '1' },
    });
    const again = kafkaPutBack('user-behaviour', { ...record, headers: back.headers ?? {} });
    expect(again.headers).toEqual({ trace: 'abc', 'brokerkit-replays': '2' });
    expect(kafkaLetter({ headers: again.headers ?? {}, value: record.value }).replays).toBe(2);
  });

  test('counts as put back only once it is stored: then the position moves behind it', async () => {
    const did: string[] = [];
    const note = (what: string): Promise<void> => Promise.resolve(void did.push(what));
    const records: KafkaRecord[] = [{ ...record, topic: 'user-behaviour.dead-letters' }];
    const backlog = {
      count: 1,
      next: () => Promise.resolve(records.shift()),
      commit: ({ partition, offset }: Pick<KafkaRecord, 'partition' | 'offset'>) =>
        note(`commit ${partition}/${offset}`),
      close: () => note('close'),
    };
    const publish = ({ topic, key }: KafkaMessage): Promise<void> => note(`publish ${key} to ${topic}`);
    const letters = kafkaLetters(backlog, { publish, drain: () => note('drain') }, 'user-behaviour');
    const taken = await letters.next();
    expect(did).toEqual([]);
    await taken?.publish();
    await taken?.acknowledge();
    expect(await letters.next()).toBeUndefined();
    await letters.close();
    expect(did).toEqual(['publish user-1 to user-behaviour', 'commit 3/42', 'drain', 'close']);
  });

  test('is not set aside when the work failed for another reason: it is read again', async () => {
    await expect(setAside(() => Promise.reject(new Error('the disk is full')))).rejects.toThrow('the disk is full');
    expect(await setAside(() => Promise.resolve())).toEqual([]);
  });
});

describe('a record that does not fit into the dead-letter topic', () => {
  const large = { ...record, value: Buffer.alloc(1_048_400, 'x') };
  const refused = (apiId: string): Error =>
    new Error('maybe stored, maybe not', { cause: new AggregateError([Object.assign(new Error(apiId), { apiId })]) });
  const poison = (): Promise<void> => Promise.reject(new PoisonError('not JSON'));

  async function setAsideOr(error: Error): Promise<readonly KafkaMessage[]> {
    const published: KafkaMessage[] = [];
    const publish = (message: KafkaMessage): Promise<void> =>
      message.value.length > 1_000_000 ? Promise.reject(error) : Promise.resolve(void published.push(message));
    await withDeadLetters({ publish }, 'analytics', poison)(large);
    return published;
  }

  test('goes there with the beginning of its value, and says so', async () => {
    const [letter, ...others] = await setAsideOr(refused('MESSAGE_TOO_LARGE'));
    expect(others).toEqual([]);
    expect(letter?.value).toEqual(large.value.subarray(0, 65_536));
    expect(letter).toMatchObject({
      topic: 'user-behaviour.dead-letters',
      headers: { trace: 'abc', 'dead-letter-offset': '42', 'dead-letter-truncated-from': '1048400' },
    });
    const listed = kafkaLetter({ headers: letter?.headers ?? {}, value: Buffer.from(letter?.value ?? '') });
    expect(listed.reason).toBe('not JSON (the first 65536 of 1048400 bytes)');
  });

  test('still says so when it was put back', async () => {
    const [letter] = await setAsideOr(refused('MESSAGE_TOO_LARGE'));
    const back = kafkaPutBack('user-behaviour', { ...record, headers: letter?.headers ?? {} });
    expect(back.headers).toEqual({
      trace: 'abc',
      'dead-letter-truncated-from': '1048400',
      'brokerkit-replays': '1',
    });
  });

  test('is read again when Kafka refuses it for another reason', async () => {
    await expect(setAsideOr(refused('NOT_ENOUGH_REPLICAS'))).rejects.toThrow('maybe stored, maybe not');
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
      replays: 0,
    });
  });

  test('is shown where nobody has written anything on it', () => {
    const nothing = { reason: 'unknown', from: '', at: '-', replays: 0 };
    expect(letterOf({ headers: {}, content: Buffer.from('by hand') })).toMatchObject(nothing);
  });

  test('goes back to the queue that it died in, with what its publisher had said and nothing of its death', () => {
    const back = putBackTo('payment', delivery);
    expect(back).toEqual({
      exchange: '',
      routingKey: 'payment',
      content: delivery.content,
      headers: { tenant: 'a', 'brokerkit-replays': 1 },
      properties: { messageId: 'm-1', contentType: 'application/json' },
    });
    const again = putBackTo('payment', { ...delivery, headers: back.headers ?? {} });
    expect(again.headers).toEqual({ tenant: 'a', 'brokerkit-replays': 2 });
  });
});
