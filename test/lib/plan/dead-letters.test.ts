import { deadLettersOf } from '../../../lib/plan/dead-letters';
import { planMessaging } from '../../../lib/plan/plan';

const plan = planMessaging({
  name: 'shop',
  kafka: { topics: { clicks: {}, 'clicks.dead-letters': {}, payment: {}, 'payment.dead-letters': {}, alone: {} } },
  rabbitmq: { exchanges: {}, queues: { payment: {}, shipping: {} } },
});

test('dead letters are found by the queue or topic that they come from, and by what holds them', () => {
  const shipping = { broker: 'rabbitmq', source: 'shipping', letters: 'shipping.dead-letters' };
  expect(deadLettersOf(plan, 'shipping')).toEqual(shipping);
  expect(deadLettersOf(plan, 'shipping.dead-letters')).toEqual(shipping);
  expect(deadLettersOf(plan, 'clicks')).toEqual({ broker: 'kafka', source: 'clicks', letters: 'clicks.dead-letters' });
});

test('a name that both brokers have needs the broker', () => {
  expect(() => deadLettersOf(plan, 'payment')).toThrow('add --broker kafka or --broker rabbitmq');
  expect(deadLettersOf(plan, 'payment', 'kafka').broker).toBe('kafka');
});

test('a name that has none is refused with the nearest, and a topic with what is missing', () => {
  expect(() => deadLettersOf(plan, 'shiping')).toThrow('did you mean shipping?');
  expect(() => deadLettersOf(plan, 'alone')).toThrow('declare a topic alone.dead-letters');
  expect(() => deadLettersOf(plan, 'something-else')).toThrow('name one of payment, shipping, clicks, payment');
});
