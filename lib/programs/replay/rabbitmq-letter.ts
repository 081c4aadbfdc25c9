import type { RabbitMqDelivery } from '../../clients/rabbitmq-consumer';
import type { RabbitMqMessage } from '../../clients/rabbitmq-exchange';
import { replayedHeader, type Letter } from './replay';

interface Death {
  readonly queue?: string;
  readonly reason?: string;
  readonly count?: number;
  readonly exchange?: string;
  readonly time?: { readonly value?: number };
  readonly 'routing-keys'?: readonly string[];
}

/** What the broker and earlier runs have written on a message; it begins anew. */
const ofItsDeath = /^(x-death|x-first-death-|x-last-death-|x-delivery-count|x-acquired-count|x-opt-)/;

/** What a delivery from a dead-letter queue says of itself. */
export function letterOf({ headers, content }: RabbitMqDelivery): Letter {
  const [death = {}] = (headers['x-death'] ?? []) as readonly Death[];
  const first = headers['x-first-death-reason'];
  const reason = death.reason ?? (typeof first === 'string' ? first : 'unknown');
  const times = death.count === undefined || death.count < 2 ? '' : `, ${death.count} times`;
  const seconds = death.time?.value;
  const run = headers[replayedHeader];
  return {
    reason: `${reason}${times}`,
    from: [death.exchange, ...(death['routing-keys'] ?? [])].filter((its) => its !== undefined && its !== '').join(' '),
    at: seconds === undefined ? '-' : new Date(seconds * 1_000).toISOString(),
    body: content,
    run: typeof run === 'string' ? run : undefined,
  };
}

/** The message as it was, straight to the queue that it died in: not to others that had it already. */
export function putBackTo(
  queue: string,
  run: string,
  { content, headers, properties }: RabbitMqDelivery,
): RabbitMqMessage {
  const own = Object.entries(headers).filter(([name]) => !ofItsDeath.test(name));
  return {
    exchange: '',
    routingKey: queue,
    content,
    headers: { ...Object.fromEntries(own), [replayedHeader]: run },
    properties,
  };
}
