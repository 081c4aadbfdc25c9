import { when, type Finding, type Rule } from '../../durability/rule';
import { workloadDefaults, type WorkloadOptions } from '../../plan/options';
import { fargateSize, largestSize } from './fargate-size';

/** Workloads by name, and where they stand. */
export interface Workloads {
  readonly path: string;
  readonly workloads: Readonly<Record<string, Pick<WorkloadOptions, 'replicas' | 'resources' | 'storage'>>>;
}

const each = (
  { path, workloads }: Workloads,
  check: (its: Workloads['workloads'][string], path: string) => readonly Finding[],
): readonly Finding[] => Object.entries(workloads).flatMap(([name, its]) => check(its, `${path}${name}`));

/** What ECS takes no service of that name for. */
export const serviceNameRules: readonly Rule<string>[] = [
  {
    id: 'aws-workload-name',
    why: 'its service would have that name, and ECS takes letters, digits, hyphens and underscores, 255 of them',
    check: (name) => when(!/^[\w-]{1,255}$/.test(name), name, name, 'give it another id, or no name to its cluster'),
  },
];

/** What Fargate can't run, or not without harm. */
export const workloadRules: readonly Rule<Workloads>[] = [
  {
    id: 'aws-workload-one-writer',
    why: 'on Fargate a volume is a file system in the network, which all tasks of a workload share, and its database takes one writer',
    check: (all) =>
      each(all, ({ storage, replicas = workloadDefaults.replicas }, path) =>
        when(
          storage !== undefined && replicas > 1,
          `${path}.replicas`,
          replicas,
          'use 1, or a workload without storage',
        ),
      ),
  },
  {
    id: 'aws-workload-too-large',
    why: 'Fargate has no task of that size',
    check: (all) =>
      each(all, ({ resources = workloadDefaults.resources }, path) =>
        when(fargateSize(resources) === undefined, `${path}.resources`, resources, `use at most ${largestSize}`),
      ),
  },
];
