import type { Placed } from '../durability/placement';
import { bytesPerMiB } from '../durability/quantity';
import { when, type Rule } from '../durability/rule';
import { walParts } from './knobs-capacity';
import type { RabbitMqSettings } from './settings';

type MachineRule = Rule<Placed<RabbitMqSettings>>;

const rules: readonly MachineRule[] = [
  {
    id: 'rabbitmq-memory-below-wal',
    why: `the write-ahead log of the quorum queues takes up to ${walParts} times its size: the container would be killed under load`,
    check: ({ settings: { name, size, walMaxSizeBytes, resources } }) => {
      const wanted = Math.ceil((walMaxSizeBytes * walParts) / bytesPerMiB);
      return when(
        size.memoryMiB < wanted,
        `${name}.resources.memory`,
        resources.memory,
        `use at least ${wanted}Mi, or walMaxSizeBytes of at most ${Math.floor(size.memoryMiB / walParts) * bytesPerMiB}`,
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
];

/** Where a service decides memory and disk, what the options say of them is read by nobody, and so it breaks nothing. */
const ofOwnNodes = ({ check, ...rule }: MachineRule): MachineRule => ({
  ...rule,
  check: (placed) => (placed.settings.onGivenNodes ? [] : check(placed)),
});

/** Rules on memory and disk of the nodes. */
export const machineRules: readonly MachineRule[] = rules.map(ofOwnNodes);
