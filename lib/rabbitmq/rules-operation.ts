import { nearest } from '../durability/nearest';
import { isOlder, isPinned } from '../durability/pinned-image';
import type { Placed } from '../durability/placement';
import { when, type Rule } from '../durability/rule';
import { rabbitMqKnobs } from './knobs';
import type { RabbitMqSettings } from './settings';

const shortestGrace = 120;
/** The write-ahead log is in memory up to this many times before it is on the disk. */
const walsInMemory = 3;
const bytesPerMiB = 1_048_576;
/** Below it a leader could confirm what was not on its disk (ra#637); `delayed-retry` came with 4.3.1. */
const oldestVersion = [4, 3, 3] as const;

/** What the kit writes itself, whole. */
const kitsOwn =
  /^(listeners\.|ssl_options\.|management\.(ssl|tcp)|prometheus\.(ssl|tcp)|cluster_(name|formation)|default_(user|pass|vhost|permissions)|loopback_users|auth_backends|anonymous_login)/;

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
    id: 'rabbitmq-plaintext-clients',
    why: 'passwords and messages can be read by everybody on the network',
    check: ({ settings: { name, plaintextPort: value } }) =>
      when(value !== 'none', `${name}.plaintextPort`, value, 'remove it'),
  },
  {
    id: 'rabbitmq-image-not-pinned',
    why: 'the next restart of a pod may run another version than its neighbours',
    check: ({ settings: { name, image } }) =>
      when(!isPinned(image), `${name}.image`, image, 'name a version such as rabbitmq:4.3.6-management, or a digest'),
  },
  {
    id: 'rabbitmq-version-too-old',
    why: 'older versions can confirm a message before it is on the disk, or lack what dead letters and lost disks need',
    check: ({ settings: { name, image } }) =>
      when(isOlder(image, oldestVersion), `${name}.image`, image, `use ${oldestVersion.join('.')} or later`),
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
  {
    id: 'rabbitmq-config-has-a-knob',
    why: 'a line of its own would contradict what the knob writes',
    check: ({ settings: { name, config } }) => {
      const knobs = new Map(Object.entries(rabbitMqKnobs).map(([knob, { key }]) => [key, knob]));
      return Object.entries(config)
        .filter(([key]) => knobs.has(key))
        .map(([key, value]) => ({ path: `${name}.config.${key}`, value, fix: `use ${name}.${knobs.get(key) ?? key}` }));
    },
  },
  {
    id: 'rabbitmq-config-is-the-kits',
    why: 'listeners, certificates, users and the forming of the cluster belong together: one line of its own would open or split it',
    check: ({ settings: { name, config } }) =>
      Object.entries(config).flatMap(([key, value]) =>
        when(kitsOwn.test(key), `${name}.config.${key}`, value, 'remove it'),
      ),
  },
];
