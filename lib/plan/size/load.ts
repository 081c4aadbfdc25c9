import { bytesPerMiB, toMebibytes, toMilliseconds, type Bytes } from '../../durability/quantity';
import { sizeDefaults, type SizeOptions } from './options';

/** Zones that copies are in, and copies of everything. */
export const zones = 3;
export const copies = 3;

/** How full a volume may become: alarms stand above it. */
export const diskFill = 0.8;

export const bytesPerGiB = bytesPerMiB * 1_024;
export const gigabitsPerMiB = (bytesPerMiB * 8) / 1e9;
export const toGibibytes = (bytes: Bytes): number => toMebibytes(bytes) / 1_024;

/** The options with their defaults, and the amounts that every broker is sized for. */
export interface Load extends Required<Omit<SizeOptions, 'perReader'>>, Pick<SizeOptions, 'perReader'> {
  /** Messages a second in the busiest minute. */
  readonly messages: number;
  /** MiB/s in that minute, from producers and to readers, as Kafka's brokers see it: compressed. */
  readonly into: number;
  readonly outOf: number;
  /** MiB/s from producers on average, compressed. */
  readonly average: number;
  /** GiB of one copy of all that Kafka keeps. */
  readonly kept: number;
  /** Messages that wait in one queue of RabbitMQ when its reader comes back, and their GiB. */
  readonly waiting: number;
  readonly waitingGiB: number;
}

export function loadOf(options: SizeOptions): Load {
  const its = { ...sizeDefaults, ...options };
  const messages = its.rate * its.peak;
  const average = (its.rate * its.size) / its.compression / bytesPerMiB;
  const into = average * its.peak;
  const waiting = (messages * toMilliseconds(its.backlog)) / 1_000;
  return {
    ...its,
    messages,
    into,
    outOf: into * its.readers,
    average,
    kept: (average * toMilliseconds(its.retention)) / 1_000 / 1_024,
    waiting,
    waitingGiB: (waiting * its.size) / bytesPerGiB,
  };
}
