import { planAws } from '../../../lib/aws/plan';
import type { MessagingOptions } from '../../../lib/plan/options';
import { messagingTemplates } from '../../support/aws';
import { containerOf, envOf } from '../../support/aws-workloads';

describe('the stack of the workloads', () => {
  const shop = (brokers: number) =>
    messagingTemplates({
      name: 'shop',
      kafka: { brokers, topics: { clicks: {} } },
      rabbitmq: { queues: { payment: {} } },
      workloads: {
        web: {
          program: 'kafka-producer',
          kafka: { produce: ['clicks'] },
          rabbitmq: { consume: ['payment'] },
        },
      },
    });
  const stacks = shop(3);
  const env = (its: typeof stacks) => envOf(containerOf(its.get('ShopWorkloads')!, 'web'));

  test('imports of the brokers only what never changes while they live', () => {
    const imported = ['ShopKafka', 'ShopRabbitMq'].flatMap((name) =>
      Object.values(stacks.get(name)!.findOutputs('*'))
        .filter((its) => 'Export' in its)
        .map((its) => JSON.stringify((its as { readonly Value: unknown }).Value)),
    );

    expect(imported.sort()).toEqual([
      '{"Fn::GetAtt":["KafkaCluster21A1BE89","Arn"]}',
      '{"Fn::GetAtt":["KafkaSecurityGroup4C1F93F4","GroupId"]}',
      '{"Fn::GetAtt":["RabbitMqSecurityGroupB2FD6B08","GroupId"]}',
      '{"Fn::Join":["||",{"Fn::GetAtt":["RabbitMqBroker1E5EDA58","AmqpEndpoints"]}]}',
      '{"Ref":"RabbitMqUsersweb28FDAA98"}',
    ]);
  });

  test('reads the addresses of Kafka when it is deployed, and is deployed again when brokers come', () => {
    const addresses = {
      'Fn::GetStackOutput': {
        StackName: 'ShopKafka',
        OutputName: expect.stringMatching(/^PublishOutputFnGetAttKafkaBootstrap.*Iam/) as unknown,
        Region: 'eu-central-1',
      },
    };

    expect(env(stacks)).toMatchObject({ KAFKA_BOOTSTRAP_SERVERS: addresses, KAFKA_BROKERS: '3' });
    expect(env(shop(6))).toMatchObject({ KAFKA_BOOTSTRAP_SERVERS: addresses, KAFKA_BROKERS: '6' });
  });
});

describe('clients of MSK', () => {
  const clicks = { clicks: {} };
  const patience = (kafka: MessagingOptions['kafka'] & {}) => {
    const workloads = { web: { program: 'kafka-producer', kafka: { produce: ['clicks'] } } } as const;
    const stacks = messagingTemplates({ name: 'shop', kafka: { topics: clicks, ...kafka }, workloads });
    const env = envOf(containerOf(stacks.get('ShopWorkloads')!, 'web'));
    return [env['KAFKA_REQUEST_TIMEOUT_MS'], env['KAFKA_CONNECT_TIMEOUT_MS']];
  };

  test('wait ten seconds for an answer, as AWS recommends, and five for a connection; what the file says counts', () => {
    expect(patience({})).toEqual(['10000', '5000']);
    expect(patience({ requestTimeoutMs: 20_000 })).toEqual(['20000', '5000']);
    expect(patience({ socketConnectionSetupTimeoutMaxMs: 3_000 })).toEqual(['10000', '3000']);
  });

  test('are as patient in the plan as in the template, and on EKS as on any Kubernetes', () => {
    const asked = (target: 'managed' | 'eks') =>
      planAws({ name: 'shop', kafka: { topics: clicks }, aws: { target } }).kafka!.settings.requestTimeoutMs;

    expect([asked('managed'), asked('eks')]).toEqual([10_000, 5_000]);
  });
});
