import { awsDefaults, type AwsOptions, type AwsTarget } from '../plan/aws-options';
import type { MessagingOptions } from '../plan/options';
import type { Rule } from '../durability/rule';
import { openNetworks, openToAll } from './eks/open-networks';

/** Options that one of the two targets reads, and the other has no form for. */
const readBy: { readonly [Name in keyof AwsOptions]?: AwsTarget } = {
  kafkaTier: 'managed',
  kafkaInstanceType: 'managed',
  kafkaScram: 'managed',
  rabbitMqInstanceType: 'managed',
  rabbitMqStorageSize: 'managed',
  kafkaDurability: 'managed',
  alarmTopicArn: 'managed',
  eksAdministrators: 'eks',
  eksAccessFrom: 'eks',
};

const unreadNames = (target: AwsTarget, options: AwsOptions): readonly (keyof AwsOptions)[] =>
  (Object.keys(readBy) as (keyof AwsOptions)[]).filter(
    (name) => readBy[name] !== target && options[name] !== undefined,
  );

/**
 * What a file says, as if its `aws.target` were another one. Its options of the target that it names itself mean nothing there: they
 * are left out and named, as whoever compares the targets has not asked for them. Of the target that the file names nothing is left
 * out: an option that means nothing there is a mistake, which the rules refuse.
 */
export function retargeted(
  options: MessagingOptions,
  target: AwsTarget,
): { readonly options: MessagingOptions; readonly leftOut: readonly string[] } {
  const aws = options.aws ?? {};
  const names = target === (aws.target ?? awsDefaults.target) ? [] : unreadNames(target, aws);
  const read = Object.entries(aws).filter(([name]) => !names.includes(name as keyof AwsOptions));
  return {
    options: { ...options, aws: { ...Object.fromEntries(read), target } },
    leftOut: names.map((name) => `aws.${name}`),
  };
}

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
      unreadNames(target, options).map((name) => ({
        path: `aws.${name}`,
        value: options[name],
        fix: `leave it out, or use target: ${readBy[name]}`,
      })),
  },
  {
    id: openToAll.id,
    why: openToAll.why,
    check: ({ options: { eksAccessFrom = [] } }) => openNetworks(eksAccessFrom, 'aws.eksAccessFrom'),
  },
];
