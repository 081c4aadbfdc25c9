import type { KafkaOptions } from '../../kafka/options';
import { readInOwnZone } from '../own-zone';

/**
 * How patient clients of MSK are. The kit's own defaults are for brokers next door, whose silence means death within seconds; here
 * brokers are patched and replaced by MSK, behind a login that takes its time.
 *
 * - An answer: AWS recommends 10 s or more. Shorter, and requests to a busy broker are sent twice.
 * - A connection: the kit's clients take twice this for all of it, TLS and login included, so 10 s as well. IAM lets 100 new connections
 *   a second in at each broker: after its restart all clients come at once, and whoever gives up while it waits comes again, in addition.
 *
 * Longer: a program that meets a broker that is silently gone waits as long. A publisher ends after 30 s without progress, so there must be
 * room for a second try, at another broker.
 *
 * @see https://docs.aws.amazon.com/msk/latest/developerguide/bestpractices-kafka-client.html (`request.timeout.ms`)
 * @see https://docs.aws.amazon.com/msk/latest/developerguide/limits.html (connections by IAM)
 */
const patience = { requestTimeoutMs: 10_000, socketConnectionSetupTimeoutMaxMs: 5_000 } as const;

/** Options of Kafka as MSK takes them: what the team has written, otherwise what is right there and nowhere else. */
export const onMsk = (options: KafkaOptions): KafkaOptions => ({ ...patience, ...readInOwnZone, ...options });
