import { chartObjects, secretsAmong } from '../../../../lib/aws/eks/chart-objects';
import { onEks } from '../../../../lib/aws/eks/eks-options';
import { checkAws, planAws } from '../../../../lib/aws/plan';
import type { AwsOptions } from '../../../../lib/plan/aws-options';
import type { MessagingOptions } from '../../../../lib/plan/options';
import { onTarget } from '../../../support/eks';

const zones = ['eu-central-1a', 'eu-central-1b', 'eu-central-1c'];
const problems = (options: MessagingOptions): readonly string[] =>
  checkAws(planAws(options)).map(({ rule, path }) => `${rule} ${path}`);

describe('the plan for EKS', () => {
  test('is judged as Kubernetes is, in three zones that each pod knows', () => {
    // No form on the managed services, or not known to keep its promise there.
    expect(problems(onTarget({ durability: 'survives-power-loss', kafka: {}, rabbitmq: {} }))).toEqual([]);
    expect(problems(onTarget({ kafka: { brokers: 4 } }))).toEqual([]);
    expect(problems(onTarget({ kafka: { brokers: 4 }, kubernetes: { zones: ['a', 'b'], version: '1.30' } }))).toEqual(
      [],
    );
    expect(problems(onTarget({ kafka: { minInsyncReplicas: 3 } }))).toEqual([
      'kafka-min-insync-blocks-restart kafka.minInsyncReplicas',
    ]);
    expect(problems(onTarget({ kafka: {} }, { availabilityZones: [zones[0]!, zones[0]!, zones[1]!] }))).toContain(
      'aws-zones-not-three aws.availabilityZones',
    );
  });

  test('aws-option-of-other-target: in both directions', () => {
    const managed: AwsOptions = {
      kafkaTier: 'express',
      kafkaInstanceType: 'express.m7g.large',
      kafkaScram: true,
      rabbitMqInstanceType: 'mq.m7g.large',
      rabbitMqStorageSize: 30,
      kafkaDurability: 'survives-zone-loss',
      alarmTopicArn: 'arn:aws:sns:eu-central-1:123456789012:alarms',
    };
    const eks: AwsOptions = { eksAdministrators: [], eksAccessFrom: [] };
    const refused = (names: AwsOptions) => Object.keys(names).map((name) => `aws-option-of-other-target aws.${name}`);

    expect(problems(onTarget({ kafka: {} }, managed))).toEqual(refused(managed));
    expect(problems(onTarget({ kafka: {} }, eks))).toEqual([]);
    expect(problems({ name: 'shop', kafka: {}, aws: eks })).toEqual(refused(eks));
    expect(problems({ name: 'shop', kafka: {}, aws: managed })).toEqual([]);
  });

  test('secret-in-manifest: a Secret among what is applied', () => {
    const parts = chartObjects(onEks(onTarget({ kafka: {} }), zones));
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'token' } };

    expect(secretsAmong(parts)).toEqual([]);
    expect(
      secretsAmong([...parts, { name: '60-own', objects: [secret] }]).map(({ rule, path }) => [rule, path]),
    ).toEqual([['secret-in-manifest', 'Secret/token']]);
  });
});
