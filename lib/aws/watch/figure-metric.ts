import { Duration } from 'aws-cdk-lib/core';
import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { renamed, type Figure } from './alarm-row';
import { namespaceOf, type Subject, type Watched } from './watched';

/**
 * A figure of one subject, as CloudWatch wants to be asked for it.
 *
 * @param line which line of a graph it is, where it is one: names within expressions are the whole graph's, and a line has a label
 */
export function metricOf(
  watched: Watched,
  figure: Figure,
  subject: Subject,
  seconds: number,
  line?: number,
): Metric | MathExpression {
  const namespace = namespaceOf(watched);
  const { dimensions } = subject;
  const period = Duration.seconds(seconds);
  const label = line === undefined ? {} : { label: subject.label };

  if ('statistic' in figure) {
    const { metric: metricName, statistic } = figure;
    return new Metric({ namespace, metricName, statistic, period, dimensionsMap: { ...dimensions }, ...label });
  }
  if ('expression' in figure) {
    const names = Object.fromEntries(Object.keys(figure.of).map((name) => [name, `${name}${line ?? ''}`]));
    const usingMetrics = Object.fromEntries(
      Object.entries(figure.of).map(([name, reading]) => [
        names[name] ?? name,
        metricOf(watched, reading, subject, seconds),
      ]),
    );
    return new MathExpression({ expression: renamed(figure.expression, names), usingMetrics, period, ...label });
  }
  const where = Object.entries(dimensions).map(([name, value]) => `${name} = '${value}'`);
  const schema = [`"${namespace}"`, ...Object.keys(dimensions), 'Node'].join(', ');
  return new MathExpression({
    expression: `SELECT ${figure.worstNode}(${figure.metric}) FROM SCHEMA(${schema}) WHERE ${where.join(' AND ')}`,
    usingMetrics: {},
    period,
    ...label,
  });
}
