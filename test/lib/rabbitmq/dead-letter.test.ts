import { deadLetterPolicy, deadLetterQueueOf } from '../../../lib/rabbitmq/dead-letter';
import { resolveRabbitMq } from '../../../lib/rabbitmq/settings';

const policy = (its = {}): ReturnType<typeof deadLetterPolicy> =>
  deadLetterPolicy(resolveRabbitMq('rabbitmq', { queues: { payment: its } }).queues[0]!);

describe('deadLetterPolicy', () => {
  test('is the safe form, whole', () => {
    expect(policy()).toEqual({
      'dead-letter-exchange': 'dead-letters',
      'dead-letter-routing-key': 'payment',
      'dead-letter-strategy': 'at-least-once',
      overflow: 'reject-publish',
      'delayed-retry-type': 'failed',
      'delivery-limit': 20,
      'delayed-retry-min': 1_000,
      'delayed-retry-max': 60_000,
    });
  });

  test("takes the queue's own limit and waits", () => {
    expect(policy({ deliveryLimit: 3, retryDelayMinMs: 50, retryDelayMaxMs: 500 })).toMatchObject({
      'delivery-limit': 3,
      'delayed-retry-min': 50,
      'delayed-retry-max': 500,
    });
  });
});

describe('deadLetterQueueOf', () => {
  test('is named after the queue whose messages it takes', () => {
    expect(deadLetterQueueOf('payment')).toBe('payment.dead-letters');
  });
});
