import type { AlarmRow } from './alarm-row';

const rows = [
  {
    name: 'tasks',
    title: 'Tasks that should run and do not',
    per: 'workload',
    figure: {
      expression: 'wanted - running',
      of: {
        wanted: { metric: 'DesiredTaskCount', statistic: 'Maximum' },
        running: { metric: 'RunningTaskCount', statistic: 'Minimum' },
      },
    },
    comparison: '>',
    threshold: 0,
    unit: 'tasks',
    periodSeconds: 60,
    // A deployment of a workload with storage takes less.
    periods: 10,
    // ECS tells figures of services with running tasks alone: one that has none left says nothing.
    silence: 'alarm',
    meaning:
      'tasks end again and again, or none can be started: with fewer, messages wait; with none, nobody sends or reads them',
    todo: 'look at the events of its service in ECS and at its log, then at the last deployment',
    see: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cloudwatch-container-insights.html',
    ours: true,
  },
] as const satisfies readonly AlarmRow[];

export type WorkloadAlarm = (typeof rows)[number]['name'];

/** Every alarm of a workload on Fargate, by figures of Container Insights. */
export const workloadAlarms: readonly (AlarmRow & { readonly name: WorkloadAlarm })[] = rows;
