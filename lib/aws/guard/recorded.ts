import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Problem } from '../../durability/problem';
import { checkReplacement, isGuarded, recordedPart } from './replacement';
import { isNode, resourcesOf, type Template } from './template';

const ending = '.template.json';

/** The templates below a folder, by their paths without the ending: stacks, those of stages, nested ones. */
function templatesIn(folder: string): ReadonlyMap<string, Template> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith(ending));
  return new Map(paths.sort().map((path) => [path.slice(0, -ending.length), parsed(join(folder, path))]));
}

function parsed(path: string): Template {
  let template: unknown;
  try {
    template = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(`${path} can not be read: ${(error as Error).message}`, { cause: error });
  }
  if (!isNode(template)) throw new Error(`${path} is no template: it should be an object`);
  return template;
}

const gone = (name: string): Problem => ({
  rule: 'aws-stack-missing',
  path: name,
  value: undefined,
  why: 'this stack was recorded and is not there: under another name it is another stack, with brokers that are empty',
  fix: 'synthesize it too, under the same name; or remove its record where it was deleted for good',
});

/**
 * The same as `checkReplacement` for every stack of an app; also refuses that a recorded stack is missing. Stacks that were never
 * recorded are new, and pass.
 *
 * @param recorded folder that `recordTemplates` wrote
 * @param assembly folder of the synthesis: `cdk.out`, or `app.synth().directory`
 * @throws Error for a folder or a template that can't be read.
 */
export function checkReplacements(recorded: string, assembly: string): readonly Problem[] {
  const next = templatesIn(assembly);
  return [...templatesIn(recorded)].flatMap(([name, before]) => {
    const after = next.get(name);
    if (after === undefined) return [gone(name)];
    return checkReplacement(before, after).map((problem) => ({ ...problem, path: `${name}.${problem.path}` }));
  });
}

/**
 * Writes down what later syntheses are compared with: of each stack that has something to lose, the resources that hold data and what
 * they are replaced with. To be kept beside the code, and written again only after a deployment whose replacements were wanted.
 *
 * @param folder gets one file for each stack; those of stacks that are not there any more are removed
 * @returns the names of the stacks that were written
 * @throws Error for an assembly that can't be read.
 */
export function recordTemplates(folder: string, assembly: string): readonly string[] {
  const found = [...templatesIn(assembly)].filter(([, its]) => resourcesOf(its).some(([, one]) => isGuarded(one)));
  const old = statSync(folder, { throwIfNoEntry: false }) === undefined ? [] : [...templatesIn(folder).keys()];
  for (const name of old) rmSync(join(folder, `${name}${ending}`));
  for (const [name, template] of found) {
    const path = join(folder, `${name}${ending}`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${JSON.stringify(recordedPart(template), undefined, 2)}\n`);
  }
  return found.map(([name]) => name);
}
