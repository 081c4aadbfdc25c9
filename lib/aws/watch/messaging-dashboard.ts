import { Duration } from 'aws-cdk-lib/core';
import { Color, Dashboard, GraphWidget, MathExpression, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { conditionText, type AlarmRow } from './alarm-row';
import { metricOf } from './figure-metric';
import { graphsOf } from './graphs';
import { rowsOf, subjectsOf, type Watched } from './watched';

export interface MessagingDashboardProps {
  /** What to draw: it may be made in this app, in another, or by hand. */
  readonly watched: Watched;
  /**
   * Name in the console: letters, digits, hyphens and underscores.
   *
   * @default - made by CloudFormation
   */
  readonly dashboardName?: string;
}

const graph = { width: 12, height: 6 };

/**
 * One page for one broker: a graph for each alarm, with the line that it must not cross drawn in, and below them what goes through.
 *
 * The graphs come from the tables that the alarms come from, so that nobody looks at another figure than the alarm does.
 */
export class MessagingDashboard extends Construct {
  readonly dashboard: Dashboard;

  constructor(scope: Construct, id: string, props: MessagingDashboardProps) {
    super(scope, id);
    const { watched, dashboardName } = props;
    this.dashboard = new Dashboard(this, 'Dashboard', {
      ...(dashboardName === undefined ? {} : { dashboardName }),
      defaultInterval: Duration.hours(3),
    });
    const alarms = rowsOf(watched).map((row) => alarmGraph(watched, row));
    const rest = graphsOf(watched).map(({ title, lines }) => new GraphWidget({ ...graph, title, left: [...lines] }));
    const drawn = [...alarms, ...rest].filter((widget) => widget !== undefined);
    for (let at = 0; at < drawn.length; at += 2) this.dashboard.addWidgets(...drawn.slice(at, at + 2));
  }
}

/** None where there is nothing to be drawn, such as the lag of nobody. */
function alarmGraph(watched: Watched, row: AlarmRow): GraphWidget | undefined {
  const lines = subjectsOf(watched, row.per).map((its, index) =>
    metricOf(watched, row.figure, its, row.periodSeconds, index + 1),
  );
  if (lines.length === 0) return undefined;
  const shared = { ...graph, title: `${row.title} (${row.unit})` };
  if (row.comparison === 'unusual') return new GraphWidget({ ...shared, left: [...lines, ...lines.map(band(row))] });
  return new GraphWidget({
    ...shared,
    left: lines,
    leftAnnotations: [{ value: row.threshold, color: Color.RED, label: `alarm: ${conditionText(row)}` }],
  });
}

/** What CloudWatch expects of a line. */
const band =
  ({ threshold, periodSeconds }: AlarmRow) =>
  (line: IMetric): IMetric =>
    new MathExpression({
      expression: `ANOMALY_DETECTION_BAND(line, ${threshold})`,
      usingMetrics: { line },
      period: Duration.seconds(periodSeconds),
      label: 'expected',
    });
