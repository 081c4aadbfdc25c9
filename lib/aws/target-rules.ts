import type { AwsOptions, AwsTarget } from '../plan/aws-options';
import type { Rule } from '../durability/rule';
import { accessRules } from './eks/access-rules';

/** Options that one of the two targets reads, and the other has no form for. */
const readBy: { readonly [Name in keyof AwsOptions]?: AwsTarget } = {
  kafkaTier: 'managed',
  kafkaInstanceType: 'managed',
  kafkaScram: 'managed',
  rabbitMqInstanceType: 'managed',
  kafkaDurability: 'managed',
  alarmTopicArn: 'managed',
  eksAdministrators: 'eks',
  eksAccessFrom: 'eks',
};

interface Targeted {
  readonly target: AwsTarget;
  /** What was written down. */
  readonly options: AwsOptions;
}

/** What the `aws` section of a file says against the target that it names itself. */
export const targetRules: readonly Rule<Targeted>[] = [
  {
    id: 'aws-option-of-other-target',
    why: 'nothing reads it with this target, so whoever wrote it would not get it',
    check: ({ target, options }) =>
      Object.entries(readBy)
        .filter(([name, reader]) => reader !== target && options[name as keyof AwsOptions] !== undefined)
        .map(([name, reader]) => ({
          path: `aws.${name}`,
          value: options[name as keyof AwsOptions],
          fix: `leave it out, or use target: ${reader}`,
        })),
  },
  ...accessRules<Targeted>(({ options }) => ({ path: 'aws.eksAccessFrom', networks: options.eksAccessFrom ?? [] })),
];
