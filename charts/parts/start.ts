import { runsOneThing, type Runs } from '../../lib/plan/programs';
import { bundleEntry } from './entry';
import { program, type Program } from './files';
import { imageCommand, nodeImage, nodeUser, programCommand } from './node';

/** How a workload starts, wherever it runs. */
export interface Start {
  readonly image: string;
  /** The user that the image is made for; the image's own where none is given. */
  readonly user?: number;
  /** The image's own where none is given. */
  readonly command?: readonly string[];
  /** What must be brought into the container, where it is not part of the image. */
  readonly built?: Program;
}

/**
 * What a workload runs → how it starts.
 *
 * @param path of the workload, for whoever reads the error
 * @param id of the workload, the name of what is bundled for it
 * @throws Error when it runs nothing, or two things, and when an entry can't be bundled
 */
export function startOf(path: string, id: string, runs: Runs): Start {
  if (!runsOneThing(runs)) throw new Error(`${path}: give it one of program, entry and image`);
  const { program: name, entry, image } = runs;
  const [bundle = '', its = ''] = name?.split('-') ?? [];
  if (entry !== undefined) return brought(bundleEntry(id, entry), '');
  if (image === undefined) return brought(program(bundle), its);
  return name === undefined ? { image } : { image, user: nodeUser, command: imageCommand(bundle, its) };
}

/** On the stock image. */
const brought = (built: Program, name: string): Start => ({
  image: nodeImage,
  user: nodeUser,
  command: programCommand(built.name, name),
  built,
});
