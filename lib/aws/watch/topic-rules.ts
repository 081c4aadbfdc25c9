import { when, type Rule } from '../../durability/rule';

/** Where alarms are to be told, seen from where they are: both known. */
export interface Told {
  /** Where the topic was written. */
  readonly path: string;
  readonly alarmTopicArn: string;
  readonly region: string;
}

/**
 * What is wrong with a topic that somebody named. CloudWatch answers `Invalid region … specified. Only … is supported`.
 *
 * @see https://github.com/cds-snc/notification-terraform/pull/128
 */
export const topicRules: readonly Rule<Told>[] = [
  {
    id: 'aws-alarm-topic-elsewhere',
    why: 'CloudWatch makes no alarm that tells a topic of another region',
    check: ({ path, alarmTopicArn, region }) => {
      const [, , , its] = alarmTopicArn.split(':');
      return when(its !== region, path, alarmTopicArn, `use a topic in ${region}: it may tell others elsewhere`);
    },
  },
];
