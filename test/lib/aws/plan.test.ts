import { soundAwsPlan } from '../../../lib/aws/plan';
import type { MessagingOptions } from '../../../lib/plan/options';
import { problemsOf } from '../../support/aws';

describe('the plan for AWS', () => {
  test('msk-instance-type: a size of the other tier', () => {
    const aws = { kafkaTier: 'standard', kafkaInstanceType: 'express.m7g.large' } as const;

    expect(problemsOf({ name: 'shop', kafka: {}, aws })).toEqual(['msk-instance-type aws.kafkaInstanceType']);
    expect(problemsOf({ name: 'shop', kafka: {}, aws: { kafkaTier: 'standard' } })).toEqual([]);
  });

  test('lets standard brokers promise that records survive a loss of power', () => {
    const options: MessagingOptions = {
      name: 'shop',
      durability: 'survives-power-loss',
      kafka: { topics: { clicks: {} } },
    };

    expect(problemsOf(options)).toEqual(['msk-power-loss kafka.durability']);
    expect(problemsOf({ ...options, aws: { kafkaTier: 'standard' } })).toEqual([]);
  });

  test('is refused where its promise needs the disks of Kafka, unless the file says what is enough', () => {
    const options: MessagingOptions = {
      name: 'shop',
      kafka: { topics: { clicks: {}, alerts: { durability: 'survives-power-loss', cleanupPolicy: 'compact' } } },
    };

    expect(problemsOf(options)).toEqual(['msk-power-loss kafka.topics.alerts.durability']);
    const { kafka } = soundAwsPlan({ ...options, aws: { kafkaDurability: 'survives-zone-loss' } });
    expect(kafka?.settings.topics.map(({ name, profile }) => [name, profile.name])).toEqual([
      ['clicks', 'survives-zone-loss'],
      ['alerts', 'survives-zone-loss'],
    ]);
    expect(kafka?.settings.topics[1]?.cleanupPolicy).toBe('compact');
  });

  test('takes what is enough for the whole file too, and leaves RabbitMQ its promise', () => {
    const plan = soundAwsPlan({
      name: 'shop',
      durability: 'survives-power-loss',
      kafka: { topics: { clicks: {} } },
      rabbitmq: {},
      aws: { kafkaDurability: 'survives-zone-loss' },
    });

    expect(plan.kafka?.settings.profile.name).toBe('survives-zone-loss');
    expect(plan.kafka?.settings.topics[0]?.flushMessages).toBe('never');
    expect(plan.rabbitmq?.settings.profile.name).toBe('survives-power-loss');
  });

  test('does not let what is enough weaken or strengthen another promise', () => {
    const plan = soundAwsPlan({
      name: 'shop',
      durability: 'survives-node-loss',
      kafka: { topics: { clicks: {} } },
      aws: { kafkaDurability: 'survives-zone-loss' },
    });

    expect(plan.kafka?.settings.profile.name).toBe('survives-node-loss');
  });

  test('amazon-mq-storage-size-not-available: named as the file names it', () => {
    const rabbitmq = { name: 'shop', rabbitmq: {} };

    expect(problemsOf({ ...rabbitmq, aws: { rabbitMqStorageSize: 80 } })).toEqual([
      'amazon-mq-storage-size-not-available aws.rabbitMqStorageSize',
    ]);
    expect(
      problemsOf({ ...rabbitmq, aws: { rabbitMqStorageSize: 80, rabbitMqInstanceType: 'mq.m7g.xlarge' } }),
    ).toEqual([]);
  });

  test('does not care for the zones of a Kubernetes cluster', () => {
    const options: MessagingOptions = { name: 'shop', kafka: { brokers: 6 }, kubernetes: { zones: ['a', 'b'] } };

    expect(problemsOf(options)).toEqual([]);
  });

  test.each([
    [['eu-central-1a', 'eu-central-1a', 'eu-central-1b']],
    [['eu-central-1a', 'eu-central-1b', 'us-east-1c']],
  ])('aws-zones-not-three: %s', (availabilityZones) => {
    expect(problemsOf({ name: 'shop', kafka: {}, aws: { availabilityZones } })).toEqual([
      'aws-zones-not-three aws.availabilityZones',
    ]);
  });

  test('reports both brokers and the workloads at once', () => {
    const options: MessagingOptions = {
      name: 'shop',
      durability: 'development',
      kafka: {},
      rabbitmq: {},
      workloads: { web: { program: 'kafka-producer', kafka: { produce: ['clicks'] } } },
    };

    expect(problemsOf(options)).toEqual([
      'aws-profile-not-available kafka.durability',
      'aws-profile-not-available rabbitmq.durability',
      'grant-to-undeclared workloads.web.kafka.produce.0',
    ]);
  });
});
