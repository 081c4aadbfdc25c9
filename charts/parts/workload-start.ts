import type { Construct } from 'constructs';
import { runsOneThing, type Runs } from '../../lib/plan/programs';
import { bundleEntry } from './entry';
import { program, type Program } from './files';
import type { PodOptions } from './pod';
import { imageCommand, nodeImage, nodeUser, programCommand, programMount, ProgramMaps } from './program';

export interface WorkloadStart extends Pick<PodOptions, 'image' | 'user' | 'command' | 'mounts'> {
  /** Of the program, where it is not part of the image. */
  readonly checksum?: string;
}

/** How a workload starts. @throws Error when it runs nothing, or two things */
export function workloadStart(workload: Construct, runs: Runs): WorkloadStart {
  if (!runsOneThing(runs)) throw new Error(`${workload.node.path}: give it one of program, entry and image`);
  const { program: name, entry, image } = runs;
  const [bundle = '', its = ''] = name?.split('-') ?? [];
  if (entry !== undefined) return fromMap(workload, bundleEntry(workload.node.id, entry), '');
  if (image === undefined) return fromMap(workload, program(bundle), its);
  return name === undefined ? { image } : { image, user: nodeUser, command: imageCommand(bundle, its) };
}

/** From a ConfigMap, on the stock image. */
const fromMap = (workload: Construct, built: Program, name: string): WorkloadStart => ({
  image: nodeImage,
  user: nodeUser,
  command: programCommand(built.name, name),
  mounts: [programMount(ProgramMaps.of(workload).nameOf(built))],
  checksum: built.checksum,
});
