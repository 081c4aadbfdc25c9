import { nearest } from '../durability/nearest';
import type { Placed } from '../durability/placement';
import { bytesPerMiB } from '../durability/quantity';
import { when, type Rule } from '../durability/rule';
import { certificateGivenTwice } from '../durability/shared-rules';
import type { RabbitMqSettings } from './settings';

const shortestGrace = 120;
/** The write-ahead log is in memory up to this many times before it is on the disk. */
const walsInMemory = 3;

/** Rules on how the cluster runs, and who may speak to it. */
export const operationRules: readonly Rule<Placed<RabbitMqSettings>>[] = [
  {
    id: 'rabbitmq-memory-below-wal',
    why: `the write-ahead log of the quorum queues takes up to ${walsInMemory} times its size: the container would be killed under load`,
    check: ({ settings: { name, size, walMaxSizeBytes, resources } }) => {
      const wanted = Math.ceil((walMaxSizeBytes * walsInMemory) / bytesPerMiB);
      return when(
        size.memoryMiB < wanted,
        `${name}.resources.memory`,
        resources.memory,
        `use at least ${wanted}Mi, or walMaxSizeBytes of at most ${Math.floor(size.memoryMiB / walsInMemory) * bytesPerMiB}`,
      );
    },
  },
  {
    id: 'rabbitmq-memory-watermark-above-limit',
    why: 'the container is killed before publishers are stopped',
    check: ({ settings: { name, size, memoryHighWatermarkMiB: value } }) =>
      when(
        value > size.memoryMiB * 0.8,
        `${name}.memoryHighWatermarkMiB`,
        value,
        `use at most ${Math.floor(size.memoryMiB * 0.8)}`,
      ),
  },
  {
    id: 'rabbitmq-disk-limit-below-memory',
    why: 'what is in memory when publishers are stopped may not fit on the disk any more',
    check: ({ settings: { name, diskFreeLimitMiB: value, memoryHighWatermarkMiB } }) =>
      when(
        value < memoryHighWatermarkMiB,
        `${name}.diskFreeLimitMiB`,
        value,
        `use at least ${memoryHighWatermarkMiB}, the memory watermark`,
      ),
  },
  {
    id: 'rabbitmq-disk-limit-above-volume',
    acceptable: false,
    why: 'the volume never has that much free, so publishers would be stopped for ever',
    check: ({ settings: { name, diskFreeLimitMiB, size, storage } }) =>
      when(
        diskFreeLimitMiB * 2 > size.storageMiB,
        `${name}.storage`,
        storage,
        `use at least ${diskFreeLimitMiB * 2}Mi, twice the disk limit`,
      ),
  },
  {
    id: 'rabbitmq-disk-limit-set-twice',
    acceptable: false,
    why: 'the absolute limit silently wins over the relative one',
    check: ({ settings: { name, config } }) =>
      when(
        'disk_free_limit.relative' in config,
        `${name}.config.disk_free_limit.relative`,
        config['disk_free_limit.relative'],
        'use diskFreeLimitMiB alone',
      ),
  },
  {
    id: 'rabbitmq-queue-unbounded',
    why: 'the disk is full before the queue is, and that stops the publishers of every queue',
    check: ({ settings: { name, size, diskFreeLimitMiB, queues } }) => {
      const roomMiB = size.storageMiB - diskFreeLimitMiB;
      return queues.flatMap(({ name: queue, maxLengthBytes: value }) =>
        when(
          // A volume that is too small for the disk limit is told already.
          diskFreeLimitMiB * 2 <= size.storageMiB && value > roomMiB * bytesPerMiB,
          `${name}.queues.${queue}.maxLengthBytes`,
          value,
          `use at most ${roomMiB * bytesPerMiB}, what the volume has beside the disk limit`,
        ),
      );
    },
  },
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
