import { Stack } from 'aws-cdk-lib/core';
import { Vpc, type IVpc } from 'aws-cdk-lib/aws-ec2';
import { KafkaCluster } from '../../../charts/kafka-cluster';
import { RabbitMqCluster } from '../../../charts/rabbitmq-cluster';
import { MskCluster } from '../../../lib/aws/msk/msk-cluster';
import type { KafkaOptions } from '../../../lib/kafka/options';
import { resolveKafka } from '../../../lib/kafka/settings';
import type { MessagingOptions } from '../../../lib/plan/options';
import { planMessaging } from '../../../lib/plan/plan';
import type { RabbitMqOptions } from '../../../lib/rabbitmq/options';
import { resolveRabbitMq } from '../../../lib/rabbitmq/settings';
import '../../../lib/testing';
import { awsApp } from '../../support/aws';
import { newChart } from '../../support/manifests';

const kafka = (options: KafkaOptions = {}) => resolveKafka('kafka', { topics: { clicks: {} }, ...options });
const rabbitmq = (options: RabbitMqOptions = {}) =>
  resolveRabbitMq('rabbitmq', { queues: { payment: {} }, ...options });

/** What a failing expectation says, without the colours of a terminal. */
function said(expectation: () => void): string {
  try {
    expectation();
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing: it passed';
}

describe('toSurvive', () => {
  test('holds for every loss that a profile names', () => {
    expect(kafka()).toSurvive('zone-loss');
    expect(kafka()).toSurvive('disk-loss');
    expect(rabbitmq({ durability: 'survives-node-loss' })).toSurvive('node-loss');
    expect(kafka({ durability: 'survives-power-loss' })).toSurvive('power-loss');
  });

  test('says which topic is lost by which loss, and why', () => {
    const settings = kafka({
      durability: 'survives-power-loss',
      topics: { clicks: {}, views: { flushMessages: 1_000 } },
    });

    expect(said(() => expect(settings).toSurvive('power-loss'))).toBe(
      'acknowledged messages do not survive the loss of all power:\n' +
        '  the topic views (survives-power-loss): in memory alone on the 3 replicas that went off',
    );
  });

  test('says why nothing is lost where a loss was expected', () => {
    expect(said(() => expect(rabbitmq()).not.toSurvive('power-loss'))).toBe(
      'acknowledged messages survive the loss of all power:\n  the queue payment (survives-zone-loss): on the disk before "stored"',
    );
  });

  test('judges one topic by its handle, whatever the others of its cluster promise', () => {
    const cluster = new KafkaCluster(newChart(), 'events', {
      durability: 'survives-power-loss',
      topics: { clicks: {}, views: { durability: 'survives-zone-loss' } },
    });

    expect(cluster).not.toSurvive('power-loss');
    expect(cluster.topic('clicks')).toSurvive('power-loss');
    expect(cluster.topic('views')).not.toSurvive('power-loss');
  });

  test('judges a queue, and its dead letters as the queue itself', () => {
    const cluster = new RabbitMqCluster(newChart(), 'work', {
      queues: { payment: {}, mail: { type: 'classic', acceptRisk: [mayBeLost] } },
    });

    expect(cluster.queue('payment')).toSurvive('zone-loss');
    expect(cluster.queue('payment.dead-letters')).toSurvive('zone-loss');
    expect(cluster.queue('mail')).not.toSurvive('node-loss');
  });

  test('knows the zones that a construct was given', () => {
    const sixBrokers = { topics: { clicks: {} }, brokers: 6 };
    const cluster = (version: string) =>
      new KafkaCluster(newChart(), 'kafka', { ...sixBrokers, kubernetes: { version } });

    // Before 1.35 a broker does not know its zone: both acknowledged copies may be in one.
    expect(cluster('1.34')).not.toSurvive('zone-loss');
    expect(cluster('1.35')).toSurvive('zone-loss');
  });

  test('works on a plan, on the options of a file and on a cluster of AWS', () => {
    const stack = new Stack(awsApp(), 'Stack');
    const msk = new MskCluster(stack, 'Kafka', {
      vpc: new Vpc(stack, 'Vpc') as IVpc,
      topics: { clicks: {} },
      brokers: 6,
    });
    const options: MessagingOptions = {
      name: 'shop',
      kafka: { topics: { clicks: {} } },
      rabbitmq: { queues: { mail: {} } },
    };

    expect(options).toSurvive('zone-loss');
    expect(planMessaging({ ...options, durability: 'development' })).not.toSurvive('node-loss');
    expect(msk).toSurvive('zone-loss');
  });

  test('refuses to judge nothing, with .not too', () => {
    const none = 'no topic and no queue is declared, so there is nothing to lose';

    expect(said(() => expect(kafka({ topics: {} })).toSurvive('zone-loss'))).toBe(none);
    expect(said(() => expect(kafka({ topics: {} })).not.toSurvive('zone-loss'))).toBe(none);
    expect(said(() => expect({ replicas: 3 }).not.toSurvive('zone-loss'))).toContain('there is nothing to judge');
  });

  test('refuses a loss that it does not know, and names those it knows', () => {
    expect(said(() => expect(kafka()).toSurvive('zone' as 'zone-loss'))).toBe(
      'zone is no loss: use one of process-loss, disk-loss, node-outage, node-loss, zone-outage, zone-loss, power-loss',
    );
  });
});

describe('toTakeWritesDuring', () => {
  test('tells data that is kept from writes that go on', () => {
    const settings = kafka({ topics: { clicks: { minInsyncReplicas: 3 } } });

    expect(settings).toSurvive('node-loss');
    expect(said(() => expect(settings).toTakeWritesDuring('node-loss'))).toBe(
      'messages are refused during the loss of one node:\n' +
        '  the topic clicks (survives-zone-loss): 2 of 3 replicas up, 3 must have each message',
    );
    expect(kafka()).toTakeWritesDuring('zone-loss');
  });
});

describe('toHaveNoWeakQueue', () => {
  test('lists what the rules find in queues, and nothing about the cluster', () => {
    const settings = rabbitmq({ nodes: 4, queues: { payment: { members: 1 }, mail: { type: 'classic' }, sound: {} } });

    expect(said(() => expect(settings).toHaveNoWeakQueue())).toBe(
      'some queues are weaker than survives-node-loss:\n' +
        '  [rabbitmq-members-too-few] rabbitmq.queues.payment.members is 1: a loss that the profile names would take the last copy of confirmed messages; use at least 3\n' +
        '  [rabbitmq-classic-queue] rabbitmq.queues.mail.type is classic: a classic queue has one copy, and goes with its node; use quorum',
    );
  });

  test('finds a queue weak although its own promise is for development', () => {
    expect(rabbitmq()).toHaveNoWeakQueue();
    expect(rabbitmq({ durability: 'development' })).not.toHaveNoWeakQueue();
    expect(rabbitmq({ queues: { payment: { durability: 'development' } } })).not.toHaveNoWeakQueue();
  });

  test('leaves alone what was accepted in words', () => {
    expect(rabbitmq({ queues: { mail: { type: 'classic', acceptRisk: [mayBeLost] } } })).toHaveNoWeakQueue();
  });

  test('refuses to judge where there is no RabbitMQ', () => {
    expect(said(() => expect(kafka()).toHaveNoWeakQueue())).toBe('there is no RabbitMQ in it, so no queue to judge');
  });
});

describe('toHaveNoWeakTopic', () => {
  test('lists what the rules find in topics, and nothing about the cluster', () => {
    const settings = kafka({
      offsetsTopicReplicationFactor: 1,
      topics: { clicks: { replicationFactor: 2, minInsyncReplicas: 1 } },
    });

    expect(said(() => expect(settings).toHaveNoWeakTopic())).toBe(
      'some topics are weaker than survives-node-loss:\n' +
        '  [kafka-copies-too-few] kafka.topics.clicks.replicationFactor is 2: a loss that the profile names would take the last copy of acknowledged records; use at least 3, or another durability than survives-zone-loss\n' +
        '  [kafka-min-insync-too-low] kafka.topics.clicks.minInsyncReplicas is 1: a record would count as stored with fewer copies than the profile needs to survive a loss; use 2',
    );
  });

  test('finds a topic weak although its own promise is for development', () => {
    expect(kafka()).toHaveNoWeakTopic();
    expect(kafka({ durability: 'development' })).not.toHaveNoWeakTopic();
  });
});

describe('toKeepItsPromise', () => {
  test('lists every problem of any rule', () => {
    const wrong = { name: 'shop', kafka: { controllers: 4 }, rabbitmq: { nodes: 4 } } as const;

    expect(said(() => expect(wrong).toKeepItsPromise())).toBe(
      'the promise is not kept:\n' +
        '  [kafka-even-controllers] kafka.controllers is 4: an even number survives no more losses than one less, and costs one more vote for each change; use 3 or 5\n' +
        '  [rabbitmq-even-nodes] rabbitmq.nodes is 4: an even number survives no more losses than one less, and two halves can face each other without a majority; use 3 or 5',
    );
    expect({ name: 'shop', kafka: {}, rabbitmq: {} }).toKeepItsPromise();
  });

  test('says of options that can not be read what synth says', () => {
    expect(said(() => expect({ name: 'shop', kafka: { brokerz: 3 } }).toKeepItsPromise())).toBe(
      'the promise is not kept:\n' +
        '  [unknown-key] kafka.brokerz is 3: nothing reads this key, so what it promises would not hold; did you mean brokers?',
    );
  });

  test('says of a whole chart, and of a stack, what a synthesis would refuse', () => {
    const chart = newChart();
    new KafkaCluster(chart, 'kafka', { minInsyncReplicas: 1 });
    const stack = new Stack(awsApp(), 'Stack');
    new MskCluster(stack, 'Kafka', { vpc: new Vpc(stack, 'Vpc') as IVpc, durability: 'development' });

    expect(said(() => expect(chart).toKeepItsPromise())).toContain(
      '[kafka-min-insync-too-low] kafka.minInsyncReplicas is 1',
    );
    expect(said(() => expect(stack).toKeepItsPromise())).toContain('[aws-profile-not-available] kafka.durability');
    expect(newChart()).toKeepItsPromise();
  });

  test('says of one topic what is found in it alone', () => {
    const cluster = new KafkaCluster(newChart(), 'kafka', {
      offsetsTopicReplicationFactor: 1,
      topics: { clicks: {}, views: { replicationFactor: 2 } },
    });

    expect(cluster).not.toKeepItsPromise();
    expect(cluster.topic('clicks')).toKeepItsPromise();
    expect(cluster.topic('views')).not.toKeepItsPromise();
  });
});

const mayBeLost = { rule: 'rabbitmq-classic-queue', reason: 'mails that are lost are asked for again' };
