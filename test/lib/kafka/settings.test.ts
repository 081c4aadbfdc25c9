import { profileNames, profiles } from '../../../lib/durability/profiles';
import { DurabilityError } from '../../../lib/durability/problem';
import type { KafkaOptions } from '../../../lib/kafka/options';
import { resolveKafka } from '../../../lib/kafka/settings';

describe('resolveKafka', () => {
  test.each(profileNames)('keeps the numbers of %s on brokers and topics', (durability) => {
    const { copies, copiesBeforeAck } = profiles[durability];
    const settings = resolveKafka('kafka', { durability, topics: { clicks: {} } });

    expect(settings.size.nodes).toBe(copies);
    expect(settings.minInsyncReplicas).toBe(copiesBeforeAck);
    expect(settings.topics).toMatchObject([{ replicationFactor: copies, minInsyncReplicas: copiesBeforeAck }]);
  });

  test('lets a topic promise more or less than its cluster', () => {
    const { topics } = resolveKafka('kafka', {
      durability: 'survives-zone-loss',
      topics: { scratch: { durability: 'development' }, ledger: { durability: 'survives-power-loss' } },
    });

    expect(topics).toMatchObject([
      { name: 'scratch', replicationFactor: 1, minInsyncReplicas: 1, flushMessages: 'never' },
      { name: 'ledger', replicationFactor: 3, minInsyncReplicas: 2, flushMessages: 1 },
    ]);
  });

  test('has topics follow what the cluster was told', () => {
    const { topics } = resolveKafka('kafka', {
      numPartitions: 24,
      defaultReplicationFactor: 5,
      logRetention: '30d',
      topics: { clicks: {} },
    });

    expect(topics).toMatchObject([{ partitions: 24, replicationFactor: 5, retention: '30d' }]);
  });

  test('keeps every value that the user wrote', () => {
    const options: KafkaOptions = {
      brokers: 5,
      controllers: 5,
      storage: '2Ti',
      controllerStorage: '20Gi',
      resources: { cpu: 4, memory: '16Gi' },
      controllerResources: { cpu: 0.5, memory: '1Gi' },
      image: 'registry.example/kafka:4.3.1',
      brokerProperties: { 'log.cleaner.threads': '2' },
      controllerProperties: { 'metadata.log.segment.ms': '1000' },
    };
    const { brokers, ...kept } = options;

    expect(resolveKafka('kafka', options)).toMatchObject({
      ...kept,
      size: { nodes: brokers, cpu: 4, memoryMiB: 16_384, storageMiB: 2_097_152 },
    });
  });

  test('fails with every problem at once, each under the name of the cluster', () => {
    const wrong = { brokers: 0, storage: '10GB', topics: { clicks: { retension: '1d' } } } as unknown as KafkaOptions;
    const problems = (): readonly string[] => {
      try {
        resolveKafka('events', wrong);
      } catch (error) {
        if (error instanceof DurabilityError) return error.problems.map(({ path }) => path);
      }
      return [];
    };

    expect([...problems()].sort()).toEqual(['events.brokers', 'events.storage', 'events.topics.clicks.retension']);
  });
});
