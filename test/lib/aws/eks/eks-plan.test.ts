import { chartObjects, secretsAmong } from '../../../../lib/aws/eks/chart-objects';
import { onEks } from '../../../../lib/aws/eks/eks-options';
import type { AwsOptions } from '../../../../lib/plan/aws-options';
import { problemsOf, zones } from '../../../support/aws';
import { onTarget } from '../../../support/eks';

describe('the plan for EKS', () => {
  test('is judged as Kubernetes is, in three zones that each pod knows', () => {
    // No form on the managed services, or not known to keep its promise there.
    expect(problemsOf(onTarget({ durability: 'survives-power-loss', kafka: {}, rabbitmq: {} }))).toEqual([]);
    expect(problemsOf(onTarget({ kafka: { brokers: 4 } }))).toEqual([]);
    expect(problemsOf(onTarget({ kafka: { brokers: 4 }, kubernetes: { zones: ['a', 'b'], version: '1.30' } }))).toEqual(
      [],
    );
    expect(problemsOf(onTarget({ kafka: { minInsyncReplicas: 3 } }))).toEqual([
      'kafka-min-insync-blocks-restart kafka.minInsyncReplicas',
    ]);
    expect(problemsOf(onTarget({ kafka: {} }, { availabilityZones: [zones[0]!, zones[0]!, zones[1]!] }))).toContain(
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

    expect(problemsOf(onTarget({ kafka: {} }, managed))).toEqual(refused(managed));
    expect(problemsOf(onTarget({ kafka: {} }, eks))).toEqual([]);
    expect(problemsOf({ name: 'shop', kafka: {}, aws: eks })).toEqual(refused(eks));
    expect(problemsOf({ name: 'shop', kafka: {}, aws: managed })).toEqual([]);
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
