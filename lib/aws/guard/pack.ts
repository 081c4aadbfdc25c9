import { readFileSync } from 'node:fs';
import type { IPolicyValidationPlugin, PolicyViolation } from 'aws-cdk-lib/core';
import type { Problem } from '../../durability/problem';
import { check } from '../../durability/rule';
import { amazonMqPack } from './amazon-mq-pack';
import { ruleOf, type ResourceRule } from './judged';
import { kafkaPack } from './kafka-pack';
import { mskPack } from './msk-pack';
import { functionOf, keeps, resourcesOf, type Template } from './template';

const policies = ['DeletionPolicy', 'UpdateReplacePolicy'] as const;

const retention: ResourceRule = {
  id: 'aws-not-retained',
  why: 'whoever deletes the stack, or changes what can only be replaced, deletes the messages too',
  types: ['AWS::MSK::Cluster', 'AWS::MSK::Topic', 'AWS::MSK::Configuration', 'AWS::AmazonMQ::Broker'],
  check: ({ logicalId, resource }) =>
    policies
      .filter((policy) => !keeps(resource[policy]) && functionOf(resource[policy]) === undefined)
      .map((policy) => ({
        path: `${logicalId}.${policy}`,
        value: resource[policy],
        fix: 'apply RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE',
      })),
};

/** Every rule of the pack, one row for each kind of resource that it judges. */
export const packRules: readonly ResourceRule[] = [...mskPack, ...kafkaPack, ...amazonMqPack, retention];

/**
 * What a template has in it that would lose acknowledged messages, let strangers in, or be refused by MSK or Amazon MQ only after
 * everything else was made: `AWS::MSK::Cluster`, `Topic` and `Configuration`, `AWS::AmazonMQ::Broker` of RabbitMQ.
 *
 * What is not resolved (a reference, a parameter, a condition) is a pass, and so is a template of which nothing can be read.
 *
 * @param template as CloudFormation gets it, parsed
 * @returns the problems, each with its rule, where it is (`Cluster.Properties.KafkaVersion`), the value, why and a fix
 */
export const checkTemplate = (template: Template): readonly Problem[] =>
  resourcesOf(template).flatMap(([logicalId, resource]) =>
    check(packRules.map(ruleOf), { logicalId, resource, template }),
  );

/** A problem as the report of CDK has it. */
function violation({ rule, path, value, why, fix }: Problem, templatePath: string): PolicyViolation {
  const [resourceLogicalId = '', ...within] = path.split('.');
  const location = within.join('.');
  const is = value === undefined ? '' : ` is ${typeof value === 'string' ? value : JSON.stringify(value)}`;
  return {
    ruleName: rule,
    // The report shows a location only where it knows the line that wrote it.
    description: `${location}${is}: ${why}`,
    fix,
    severity: 'error',
    violatingResources: [{ resourceLogicalId, templatePath, locations: [location] }],
  };
}

/**
 * The rules of durable brokers for any app of CDK, also one that uses nothing else of the kit: each finding ends the synthesis, and
 * stands in CDK's report with its resource and property. They judge the finished templates, so constructs of every origin, escape
 * hatches included; templates are judged beside the checks of CDK itself, not in their place.
 *
 *     Validations.of(app).addPlugins(durabilityPack());
 *
 * What is right all the same is said at the construct, with a reason:
 *
 *     Validations.of(topic).acknowledge({ id: 'brokerkit::kafka-copies-too-few', reason: 'scratch data' });
 *
 * @see checkTemplate for what is judged, and for a template in a test
 */
export const durabilityPack = (): IPolicyValidationPlugin => ({
  name: 'brokerkit',
  ruleIds: [...new Set(packRules.map(({ id }) => id))],
  validate: ({ stackTemplates }) => {
    const violations = stackTemplates.flatMap(({ templatePath }) =>
      checkTemplate(JSON.parse(readFileSync(templatePath, 'utf8')) as Template).map((problem) =>
        violation(problem, templatePath),
      ),
    );
    return { success: violations.length === 0, violations };
  },
});
