import { hostname } from 'node:os';
import { RabbitMqConsumer, type RabbitMqDelivery } from '../../clients/rabbitmq-consumer';
import { listOf, type Environment } from '../../durability/environment';
import { rabbitMqClientFromEnv } from '../../rabbitmq/client';

export interface QueueReaders {
  /** Resolves when all of them have ended. */
  readonly running: Promise<unknown>;
  /** Takes nothing more; resolves when what was taken is worked off. */
  readonly drain: () => Promise<void>;
}

/** Messages of a queue that are worked on at the same time: their writes share a synchronization of the disk. */
const usual = 50;

/**
 * Reads every queue that the workload may consume.
 *
 * @param work resolves once the message may be forgotten. A PoisonError sends it to the dead letters
 * @param atOnce messages of a queue that are worked on at the same time
 */
export function readQueues(
  env: Environment,
  work: (delivery: RabbitMqDelivery) => Promise<void>,
  atOnce = usual,
): QueueReaders {
  const name = env['POD_NAME'] ?? hostname();
  const settings = rabbitMqClientFromEnv(env);
  const readers = listOf(env, 'RABBITMQ_CONSUME_QUEUES').map((queue) => {
    const reader = new RabbitMqConsumer(settings, queue, `${name} ${queue}`, atOnce);
    return { reader, ran: reader.run(work) };
  });
  return {
    running: Promise.all(readers.map(({ ran }) => ran)),
    drain: async () => {
      await Promise.all(readers.map(({ reader }) => reader.drain()));
    },
  };
}
