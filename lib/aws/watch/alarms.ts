import { Annotations, Token } from 'aws-cdk-lib/core';
import {
  Alarm,
  AnomalyDetectionAlarm,
  ComparisonOperator,
  TreatMissingData,
  type AlarmProps,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { check } from '../../durability/rule';
import { refuse } from '../refuse';
import { conditionText, type AlarmRow } from './alarm-row';
import { AlarmTopic } from './alarm-topic';
import { metricOf } from './figure-metric';
import { watchRules } from './watch-rules';
import { isKafka, nameOf, rowsOf, subjectsOf, type Subject, type Watched } from './watched';

export interface AlarmsProps {
  /** What to keep an eye on: it may be made in this app, in another, or by hand. */
  readonly watched: Watched;
  /**
   * The SNS topic that is told when an alarm goes off, and when it is over.
   *
   * @default - a topic of its own, encrypted, that nobody listens to yet
   */
  readonly topic?: ITopic;
}

const operators = {
  '>': ComparisonOperator.GREATER_THAN_THRESHOLD,
  '>=': ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
  '<': ComparisonOperator.LESS_THAN_THRESHOLD,
} as const;

/**
 * An alarm for everything that brings a broker's promise into danger, or keeps a workload from working: the tables of
 * docs/aws-alarms.md, for each broker, consumer group and topic, and workload.
 *
 * Alarms are no part of the broker: give them a stack of their own (`WatchStack`), so that a changed threshold never touches what
 * holds data. A stack holds 500 resources: about 60 brokers, or 200 pairs of group and topic.
 */
export class Alarms extends Construct {
  readonly topic: ITopic;
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    const { watched, topic } = props;
    refuse(this, check(watchRules, watched));
    if (isKafka(watched) && Token.isUnresolved(watched.brokers)) {
      Annotations.of(this).addWarningV2(
        'brokerkit:aws-alarm-brokers-unknown',
        'the number of brokers is known only once they are deployed, so there is no alarm for any single one',
      );
    }
    this.topic = topic ?? new AlarmTopic(this, 'Topic').topic;
    this.alarms = rowsOf(watched).flatMap((row) => this.row(watched, row));
  }

  private row(watched: Watched, row: AlarmRow): readonly Alarm[] {
    // A place for each row: subjects of two rows may be called alike.
    const scope = new Construct(this, row.name);
    return distinct(subjectsOf(watched, row.per)).map(([id, subject]) => {
      const alarm = alarmOf(scope, id, watched, row, subject);
      const action = new SnsAction(this.topic);
      alarm.addAlarmAction(action);
      alarm.addOkAction(action);
      return alarm;
    });
  }
}

/** Each subject once, with an id that stays when others come and go. */
function distinct(subjects: readonly Subject[]): readonly (readonly [id: string, subject: Subject])[] {
  const ids = subjects.map(({ dimensions }, index) => {
    const [, ...own] = Object.values(dimensions);
    const id = own.length === 0 ? 'Alarm' : own.join(':');
    // What isn't known yet can't be part of an id.
    return Token.isUnresolved(id) ? `Alarm${index}` : id;
  });
  return [...new Map(subjects.map((subject, index) => [ids[index] ?? '', subject]))];
}

function alarmOf(scope: Construct, id: string, watched: Watched, row: AlarmRow, subject: Subject): Alarm {
  const { comparison, threshold, periods, silence } = row;
  const props: Omit<AlarmProps, 'threshold' | 'comparisonOperator'> = {
    metric: metricOf(watched, row.figure, subject, row.periodSeconds),
    evaluationPeriods: periods,
    datapointsToAlarm: periods,
    treatMissingData: silence === 'alarm' ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    alarmDescription: describe(watched, row, subject),
  };
  return comparison === 'unusual'
    ? new AnomalyDetectionAlarm(scope, id, { ...props, stdDevs: threshold })
    : new Alarm(scope, id, { ...props, threshold, comparisonOperator: operators[comparison] });
}

/** What somebody reads who was woken up. */
const describe = (watched: Watched, row: AlarmRow, { label }: Subject): string =>
  `${nameOf(watched)}, ${label}. ${row.title}: ${conditionText(row)}. ` +
  `What it means: ${row.meaning}. What to do: ${row.todo}.`;
