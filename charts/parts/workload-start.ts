import type { Construct } from 'constructs';
import type { Runs } from '../../lib/plan/programs';
import type { PodOptions } from './pod';
import { programMount, ProgramMaps } from './program';
import { startOf } from './start';

export interface WorkloadStart extends Pick<PodOptions, 'image' | 'user' | 'command' | 'mounts'> {
  /** Of the program, where it is not part of the image. */
  readonly checksum?: string;
}

/** How a workload starts: what is not part of its image comes from a ConfigMap. @throws Error when it runs nothing, or two things */
export function workloadStart(workload: Construct, runs: Runs): WorkloadStart {
  const { built, ...start } = startOf(workload.node.path, workload.node.id, runs);
  if (built === undefined) return start;
  const mounts = [programMount(ProgramMaps.of(workload).nameOf(built))];
  return { ...start, mounts, checksum: built.checksum };
}
