import { Duration } from 'aws-cdk-lib/core';
import { MathExpression, Metric, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Figure } from './alarm-row';
import { namespaceOf, type Subject, type Watched } from './watched';

/** A figure of one subject, as CloudWatch wants to be asked for it. */
export function metricOf(watched: Watched, figure: Figure, { label, dimensions }: Subject, seconds: number): IMetric {
  const namespace = namespaceOf(watched);
  const period = Duration.seconds(seconds);
  const plain = (metricName: string, statistic: string, its = label): Metric =>
    new Metric({ namespace, metricName, statistic, period, dimensionsMap: { ...dimensions }, label: its });

  if ('statistic' in figure) return plain(figure.metric, figure.statistic);
  if ('expression' in figure) {
    const usingMetrics = Object.fromEntries(
      Object.entries(figure.of).map(([name, { metric, statistic }]) => [name, plain(metric, statistic, metric)]),
    );
    return new MathExpression({ expression: figure.expression, usingMetrics, period, label });
  }
  const where = Object.entries(dimensions).map(([name, value]) => `${name} = '${value}'`);
  const schema = [`"${namespace}"`, ...Object.keys(dimensions), 'Node'].join(', ');
  return new MathExpression({
    expression: `SELECT ${figure.worstNode}(${figure.metric}) FROM SCHEMA(${schema}) WHERE ${where.join(' AND ')}`,
    usingMetrics: {},
    period,
    label,
  });
}
