/**
 * Versions of RabbitMQ that Amazon MQ has for durable queues. They are named without a patch: the service chooses it.
 *
 * @see Amazon MQ developer guide, "RabbitMQ 4" and "RabbitMQ 4.3"
 */
export const engineVersions = ['4.2', '4.3'] as const;
export type EngineVersion = (typeof engineVersions)[number];

/**
 * As the service chooses the patch, nobody can say "4.3, but not its first three patches, which can confirm a message before it is on
 * a disk". 4.2 never did that, and an upgrade to 4.3 later is made in place.
 */
export const defaultEngineVersion: EngineVersion = '4.2';

/**
 * Whether quorum queues can wait between two deliveries of a message that failed.
 *
 * @see Amazon MQ developer guide, "RabbitMQ 4.3", new features
 */
export const hasDelayedRetry = (version: EngineVersion): boolean => version !== '4.2';
