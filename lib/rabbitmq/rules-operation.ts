import { nearest } from '../durability/nearest';
import type { Placed } from '../durability/placement';
import { when, type Rule } from '../durability/rule';
import { certificateGivenTwice } from '../durability/shared-rules';
import type { RabbitMqSettings } from './settings';

const shortestGrace = 120;

/** Rules on how the cluster runs, and who may speak to it. */
export const operationRules: readonly Rule<Placed<RabbitMqSettings>>[] = [
  {
    id: 'rabbitmq-retry-delay-reversed',
    acceptable: false,
    why: 'the first wait would be longer than the longest',
    check: ({ settings: { name, queues } }) =>
      queues.flatMap(({ name: queue, retryDelayMinMs: value, retryDelayMaxMs }) =>
        when(
          value > retryDelayMaxMs,
          `${name}.queues.${queue}.retryDelayMinMs`,
          value,
          `use at most ${retryDelayMaxMs}, or a longer retryDelayMaxMs`,
        ),
      ),
  },
  certificateGivenTwice('rabbitmq'),
  {
    id: 'rabbitmq-plaintext-clients',
    why: 'passwords and messages can be read by everybody on the network',
    check: ({ settings: { name, plaintextPort: value } }) =>
      when(value !== 'none', `${name}.plaintextPort`, value, 'remove it'),
  },
  {
    id: 'rabbitmq-stop-grace-too-short',
    why: 'a node is stopped although a queue needs it, and the writes of that queue stall',
    check: ({ settings: { name, profile, stopGraceSeconds: value } }) =>
      when(
        profile.copies > 1 && value < shortestGrace,
        `${name}.stopGraceSeconds`,
        value,
        `use at least ${shortestGrace}`,
      ),
  },
  {
    id: 'rabbitmq-binding-to-undeclared',
    acceptable: false,
    why: 'the queue would never receive anything from an exchange that does not exist',
    check: ({ settings: { name, queues, exchanges } }) => {
      const known = exchanges.map((exchange) => exchange.name);
      return queues.flatMap((queue) =>
        queue.bindings.flatMap(({ exchange }, index) => {
          const near = nearest(exchange, known);
          const fix = near === undefined ? `declare it under ${name}.exchanges` : `did you mean ${near}?`;
          return when(
            !known.includes(exchange),
            `${name}.queues.${queue.name}.bindings.${index}.exchange`,
            exchange,
            fix,
          );
        }),
      );
    },
  },
];
