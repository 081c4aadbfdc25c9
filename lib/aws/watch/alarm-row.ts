import { Token, Tokenization } from 'aws-cdk-lib/core';

/** A number that CloudWatch keeps, and what to make of its samples within one period. */
export interface Reading {
  readonly metric: string;
  readonly statistic: 'Average' | 'Maximum' | 'Sum';
}

export type Figure =
  | Reading
  /** Worked out of several: the names in the expression are the keys of `of`. */
  | { readonly expression: string; readonly of: Readonly<Record<string, Reading>> }
  /** Of all nodes the one that is worst off. Nodes have names that only the service knows, so they are asked for by a query. */
  | { readonly metric: string; readonly worstNode: 'MAX' | 'MIN' };

/** What there is one alarm for: each has dimensions of its own in CloudWatch. */
export type Per = 'cluster' | 'broker' | 'consumer group and topic';

/** One alarm as a fact: what it looks at, when it goes off, what it means, and what to do then. */
export interface AlarmRow {
  /** Stable: it is part of the logical id, and what a threshold is set by. */
  readonly name: string;
  /** Above the graph. */
  readonly title: string;
  readonly per: Per;
  readonly figure: Figure;
  /**
   * `unusual`: outside of the band that CloudWatch expects from the past two weeks.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Anomaly_Detection.html
   */
  readonly comparison: '>' | '>=' | '<' | 'unusual';
  /** For `unusual`: the width of the band, in standard deviations. */
  readonly threshold: number;
  readonly unit: string;
  readonly periodSeconds: 60 | 300;
  /** It must be so in each of the last periods, this many. */
  readonly periods: number;
  /** What silence means: nothing is wrong, or the alarm goes off. */
  readonly silence: 'fine' | 'alarm';
  /** Monitoring of MSK from which on the figure exists: what is above `DEFAULT` costs. Amazon MQ has no levels. */
  readonly level?: 'DEFAULT' | 'PER_BROKER';
  /** What happens when it goes off. */
  readonly meaning: string;
  /** What to do then, in one sentence. */
  readonly todo: string;
  /** Where the figure and its threshold come from. */
  readonly see: string;
  /** The threshold is the kit's own: the source names the figure and no number. */
  readonly ours?: true;
}

const gibibyte = 1024 ** 3;

function amountText({ threshold, unit }: AlarmRow): string {
  if (Token.isUnresolved(threshold)) return `${Tokenization.stringifyNumber(threshold)} ${unit}`;
  if (unit === 'bytes' && threshold % gibibyte === 0) return `${threshold / gibibyte} GiB`;
  return `${threshold.toLocaleString('en-US')} ${threshold === 1 ? unit.replace(/s$/, '') : unit}`;
}

/** `above 60 percent in each of 3 x 5 minutes` */
export function conditionText(row: AlarmRow): string {
  const { comparison, periodSeconds, periods } = row;
  const minutes = periodSeconds / 60;
  const during =
    periods === 1
      ? `for ${minutes === 1 ? 'a minute' : `${minutes} minutes`}`
      : `in each of ${minutes === 1 ? periods : `${periods} x ${minutes}`} minutes`;
  const words = { '>': 'above', '>=': 'at least', '<': 'below', unusual: 'off the usual by more than' }[comparison];
  return `${words} ${amountText(row)} ${during}`;
}

/** An expression with its names replaced. */
export const renamed = (expression: string, names: Readonly<Partial<Record<string, string>>>): string =>
  expression.replaceAll(/\b[a-z]\w*\b/g, (word) => names[word] ?? word);

/** `OfflinePartitionsCount (Maximum)`, `CpuUser + CpuSystem (Average)` */
export function figureText(figure: Figure): string {
  if ('worstNode' in figure) return `${figure.worstNode}(${figure.metric}) of the nodes`;
  if ('statistic' in figure) return `${figure.metric} (${figure.statistic})`;
  const names = Object.fromEntries(Object.entries(figure.of).map(([name, { metric }]) => [name, metric]));
  const statistics = new Set(Object.values(figure.of).map(({ statistic }) => statistic));
  return `${renamed(figure.expression, names)} (${[...statistics].join(', ')})`;
}
