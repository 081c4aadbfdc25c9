import type { RabbitMqDelivery } from '../../clients/rabbitmq-consumer';
import type { RabbitMqMessage } from '../../clients/rabbitmq-exchange';
import type { RabbitMqPublisher } from '../../clients/rabbitmq-publisher';
import type { RabbitMqReader } from '../../clients/rabbitmq-reader';
import { replaysHeader, replaysOf, type Letter, type Letters } from './replay';

interface Death {
  readonly reason?: string;
  readonly count?: number;
  readonly exchange?: string;
  readonly time?: { readonly value?: number };
  readonly 'routing-keys'?: readonly string[];
}

/** What the broker has written on a message; its next life begins anew. */
const ofItsDeath = /^(x-death|x-first-death-|x-last-death-|x-delivery-count|x-acquired-count|x-opt-)/;

/** What a delivery from a dead-letter queue says of itself. */
export function letterOf({ headers, content }: Pick<RabbitMqDelivery, 'headers' | 'content'>): Letter {
  const [death = {}] = (headers['x-death'] ?? []) as readonly Death[];
  const last = headers['x-last-death-reason'];
  const reason = death.reason ?? (typeof last === 'string' ? last : 'unknown');
  const times = death.count === undefined || death.count < 2 ? '' : `, ${death.count} times`;
  const seconds = death.time?.value;
  return {
    reason: `${reason}${times}`,
    from: [death.exchange, ...(death['routing-keys'] ?? [])].filter((its) => its !== undefined && its !== '').join(' '),
    at: seconds === undefined ? '-' : new Date(seconds * 1_000).toISOString(),
    body: content,
    replays: replaysOf(headers[replaysHeader]),
  };
}

/** The message as it was, straight to the queue that it died in: not to others that had it already. */
export function putBackTo(queue: string, { content, headers, properties }: RabbitMqDelivery): RabbitMqMessage {
  const own = Object.entries(headers).filter(([name]) => !ofItsDeath.test(name));
  return {
    exchange: '',
    routingKey: queue,
    content,
    headers: { ...Object.fromEntries(own), [replaysHeader]: replaysOf(headers[replaysHeader]) + 1 },
    properties,
  };
}

/** The dead letters of a queue. */
export function rabbitMqLetters(
  reader: Pick<RabbitMqReader, 'count' | 'next' | 'close'>,
  publisher: Pick<RabbitMqPublisher, 'publish' | 'drain'>,
  to: string,
): Letters {
  return {
    count: reader.count,
    async next() {
      const got = await reader.next();
      if (got === undefined) return undefined;
      return {
        letter: letterOf(got.delivery),
        publish: () => publisher.publish(putBackTo(to, got.delivery)),
        // Closing waits until the broker has it.
        acknowledge: () => Promise.resolve(got.acknowledge()),
      };
    },
    async close() {
      await Promise.all([publisher.drain(), reader.close()]);
    },
  };
}
