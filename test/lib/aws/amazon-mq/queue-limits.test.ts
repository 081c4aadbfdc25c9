import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Vpc, type IVpc } from 'aws-cdk-lib/aws-ec2';
import { CfnParameter, Stack } from 'aws-cdk-lib/core';
import { AmazonMqBroker, type AmazonMqBrokerProps } from '../../../../lib/aws/amazon-mq/amazon-mq-broker';
import { checkAws, planAws } from '../../../../lib/aws/plan';
import type { Problem } from '../../../../lib/durability/problem';
import type { AwsOptions } from '../../../../lib/plan/aws-options';
import { planMessaging } from '../../../../lib/plan/plan';
import { parseMessaging } from '../../../../lib/plan/parse';
import type { RabbitMqOptions } from '../../../../lib/rabbitmq/options';
import { unpackTopology } from '../../../../lib/rabbitmq/topology-resource';
import { awsApp, messagingTemplates, propertiesOf, templateOf } from '../../../support/aws';

const MiB = 1_048_576;
const GiB = 1_024 * MiB;
const sample = parseMessaging(readFileSync(join(__dirname, '../../../../messaging.yaml'), 'utf8'));

const planned = (rabbitmq: RabbitMqOptions, aws: AwsOptions = {}) => planAws({ name: 'shop', rabbitmq, aws });
/** Queue → MiB that it takes. */
const limits = (rabbitmq: RabbitMqOptions, aws?: AwsOptions): Readonly<Record<string, number>> =>
  Object.fromEntries(
    planned(rabbitmq, aws).rabbitmq?.settings.queues.map((its) => [its.name, its.maxLengthBytes / MiB]) ?? [],
  );
const found = (rabbitmq: RabbitMqOptions, aws?: AwsOptions): readonly Problem[] => checkAws(planned(rabbitmq, aws));
const rules = (rabbitmq: RabbitMqOptions, aws?: AwsOptions): readonly string[] =>
  found(rabbitmq, aws).map(({ rule, path }) => `${rule} ${path}`);

function broker(props: (stack: Stack) => Omit<AmazonMqBrokerProps, 'vpc'>): AmazonMqBroker {
  const stack = new Stack(awsApp(), 'RabbitMq');
  const availabilityZones = ['eu-central-1a', 'eu-central-1b', 'eu-central-1c'];
  const vpc = new Vpc(stack, 'Vpc', { availabilityZones }) as IVpc;
  return new AmazonMqBroker(stack, 'RabbitMq', { ...props(stack), vpc });
}

describe('the limits of queues on Amazon MQ', () => {
  test('let the four queues of the sample fill, with their dead letters, and leave more than 4 GiB of 15 GB', () => {
    const template = messagingTemplates(sample).get('ShopRabbitMq')!;
    const [{ Topology: packed }] = Object.values(
      propertiesOf<{ readonly Topology: string }>(template, 'Custom::RabbitMqTopology'),
    ) as [{ readonly Topology: string }];
    const promised = unpackTopology(packed).policies.map(({ definition }) => definition['max-length-bytes']);

    // 15 GB are 14,305 MiB. Without 2,048 that stay free, and 3 x 512 of log: 10,721; 0.8 of it, in 8 parts.
    expect(promised).toEqual(Array.from({ length: 8 }, () => 1_072 * MiB));
    expect(14_305 - 3 * 512 - 8 * 1_072).toBeGreaterThan(4 * 1_024);
  });

  test('follow from the volume of aws.rabbitMqStorageSize, or of the size of the nodes', () => {
    const one = { queues: { payment: {} } };

    // (71,525 - 3,584) x 0.8 / 2; (23,841 - 3,584) x 0.8 / 2; (4,768 - 3,584) x 0.8 / 2
    expect(limits(one, { rabbitMqStorageSize: 75 })).toEqual({ payment: 27_176 });
    expect(limits(one, { rabbitMqInstanceType: 'mq.m7g.xlarge' })).toEqual({ payment: 8_102 });
    expect(limits(one, { rabbitMqInstanceType: 'mq.m7g.medium' })).toEqual({ payment: 473 });
  });

  test('do not follow from what the file says of machines elsewhere, and are not judged by it', () => {
    const queues = { payment: {}, mail: {} };
    const elsewhere = { storage: '4Gi', diskFreeLimitMiB: 3_000, memoryHighWatermarkMiB: 4_000, queues } as const;

    expect(limits(elsewhere)).toEqual(limits({ queues }));
    expect(rules(elsewhere)).toEqual([]);
    expect(checkAws(planAws({ name: 'shop', rabbitmq: elsewhere, aws: { target: 'eks' } }))).not.toEqual([]);
    expect(planned(elsewhere).rabbitmq?.settings).toMatchObject({ storage: '14305Mi', diskFreeLimitMiB: 2_048 });
  });

  test('stay what they were on Kubernetes and EKS: a tenth of the storage', () => {
    const options = { name: 'shop', rabbitmq: { queues: { payment: {} } } };
    const limit = (plan: ReturnType<typeof planMessaging>) => plan.rabbitmq?.settings.queues[0]?.maxLengthBytes;

    expect(limit(planMessaging(options))).toBe(5 * GiB);
    expect(limit(planAws({ ...options, aws: { target: 'eks' } }))).toBe(5 * GiB);
  });

  test('share what a queue with a limit of its own leaves; classic queues have no dead letters', () => {
    const queues = { payment: { maxLengthBytes: 3_072 * MiB }, mail: {}, cache: { type: 'classic' } } as const;

    // 8,576.8 - 2 x 3,072 = 2,432.8, in 3 parts.
    expect(limits({ queues })).toEqual({ payment: 3_072, mail: 810, cache: 810 });
  });

  test('are the same in a file and by hand', () => {
    const { settings } = broker(() => ({ storageSize: 30, queues: { payment: {}, mail: {} } }));
    const byFile = planned({ queues: { payment: {}, mail: {} } }, { rabbitMqStorageSize: 30 });

    expect(settings.queues).toEqual(byFile.rabbitmq?.settings.queues);
  });

  test('fit the smallest volume that there can be, where it is known only when it is deployed', () => {
    const limitOf = (props: Parameters<typeof broker>[0]) => {
      const its = broker(props);
      expect(() => templateOf(Stack.of(its))).not.toThrow();
      return (its.settings.queues[0]?.maxLengthBytes ?? 0) / MiB;
    };
    const queues = { payment: {} };
    const size = (stack: Stack) => new CfnParameter(stack, 'Size', { type: 'Number' }).valueAsNumber;
    const type = (stack: Stack) => new CfnParameter(stack, 'Type').valueAsString;

    expect(limitOf((stack) => ({ queues, storageSize: size(stack) }))).toBe(4_288);
    expect(limitOf((stack) => ({ queues, instanceType: type(stack) }))).toBe(473);
    expect(limitOf((stack) => ({ queues, instanceType: type(stack), storageSize: 15 }))).toBe(4_288);
    // Nobody knows whether these fit.
    const large = { payment: { maxLengthBytes: 100 * GiB } };
    expect(limitOf((stack) => ({ queues: large, storageSize: size(stack) }))).toBe(102_400);
  });
});

describe('amazon-mq-queues-exceed-volume', () => {
  const four = (maxLengthBytes: number): RabbitMqOptions => ({
    queues: { a: { maxLengthBytes }, b: { maxLengthBytes }, c: { maxLengthBytes }, d: { maxLengthBytes } },
  });

  test('names what the queues may take, what the volume has room for, and a volume that is enough', () => {
    // What Kubernetes would give each on 50Gi. 40 GiB / 0.8 + 3.5 = 53.5 GiB = 57.4 GB.
    expect(found(four(5 * GiB))).toEqual([
      {
        rule: 'amazon-mq-queues-exceed-volume',
        path: 'rabbitmq.queues',
        value: '40 GiB in 8 queues, dead letters included',
        why: 'the volume of a node is full before they are, and then Amazon MQ stops the publishers of every queue',
        fix: `a volume of 15 GB has room for 8.4 GiB: use maxLengthBytes of at most ${1_072 * MiB} each, or aws.rabbitMqStorageSize: 60, of 75 at most`,
      },
    ]);
  });

  test('is content with what it advises, and with nothing less', () => {
    expect(rules(four(1_072 * MiB))).toEqual([]);
    expect(rules(four(1_073 * MiB))).toEqual(['amazon-mq-queues-exceed-volume rabbitmq.queues']);
    expect(rules(four(5 * GiB), { rabbitMqStorageSize: 60 })).toEqual([]);
    expect(rules(four(5 * GiB), { rabbitMqStorageSize: 55 })).toEqual([
      'amazon-mq-queues-exceed-volume rabbitmq.queues',
    ]);
  });

  test('names larger nodes where the volume needs them, and none where no volume is enough', () => {
    const fix = (each: number): string => found(four(each))[0]?.fix ?? '';

    // 80 / 0.8 + 3.5 = 103.5 GiB = 111.1 GB; 480 / 0.8 + 3.5 = 603.5 GiB.
    expect(fix(10 * GiB)).toMatch(/or mq\.m7g\.xlarge with aws\.rabbitMqStorageSize: 115, of 125 at most$/);
    expect(rules(four(10 * GiB), { rabbitMqInstanceType: 'mq.m7g.xlarge', rabbitMqStorageSize: 115 })).toEqual([]);
    expect(fix(60 * GiB)).toMatch(/each, or less in them: no volume of Amazon MQ is larger than 500$/);
  });

  test('judges a broker made by hand, in its own words', () => {
    const refused = () => templateOf(Stack.of(broker(() => four(5 * GiB))));

    expect(refused).toThrow('[amazon-mq-queues-exceed-volume] rabbitmq.queues is 40 GiB in 8 queues');
    expect(refused).toThrow('or RabbitMq.storageSize: 60');
  });

  test('can be accepted with a reason, where Kubernetes does not need that', () => {
    const acceptRisk = [{ rule: 'amazon-mq-queues-exceed-volume', reason: 'never two of them fill at once' }];

    expect(rules({ ...four(5 * GiB), acceptRisk })).toEqual([]);
    expect(rules({ ...four(MiB), acceptRisk })).toEqual(['risk-accepted-but-absent rabbitmq.acceptRisk.0.rule']);
    expect(checkAws(planAws({ name: 'shop', rabbitmq: { acceptRisk }, aws: { target: 'eks' } }))).toEqual([]);
  });

  test('finds nothing in queues that nobody gave a limit, however many', () => {
    const queues = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`queue-${index}`, {}]));

    expect(rules({ queues })).toEqual([]);
    expect(limits({ queues })['queue-0']).toBe(4);
  });
});
