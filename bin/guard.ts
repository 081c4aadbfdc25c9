import { statSync } from 'node:fs';
import { checkReplacements, recordTemplates } from '../lib/aws/guard/recorded';
import { DurabilityError } from '../lib/durability/problem';
import { MissingError, parseWords, UsageError } from './usage';

/** What tells a pipeline that nothing was compared, from what was compared and refused. */
const usageCode = 2;
const noFolder = (words: string): MissingError => new MissingError(`there is no folder ${words}`, usageCode);

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

function readArguments(argv: readonly string[]) {
  const { values, positionals } = parseWords(
    { args: [...argv], allowPositionals: true, options: { record: { type: 'boolean' } } },
    usageCode,
  );
  const [recorded, assembly, ...others] = positionals;
  if (recorded === undefined || assembly === undefined || others.length > 0)
    throw new UsageError('guard takes two folders: the recorded templates, and cdk.out', usageCode);
  if (!isFolder(assembly)) throw noFolder(`${assembly}; npx cdk synth writes it`);
  return { recorded, assembly, record: values.record === true };
}

const count = (names: readonly string[]): string => `${names.length} stack${names.length === 1 ? '' : 's'}`;

/** `brokerkit guard`: the templates to be, against those that were recorded. */
export function guard(argv: readonly string[]): void {
  const { recorded, assembly, record } = readArguments(argv);
  if (record) {
    const names = recordTemplates(recorded, assembly);
    process.stdout.write(`recorded ${count(names)} in ${recorded}: ${names.join(', ')}\n`);
    return;
  }
  if (!isFolder(recorded))
    throw noFolder(`${recorded}; write it with: brokerkit guard ${recorded} ${assembly} --record`);
  const problems = checkReplacements(recorded, assembly);
  if (problems.length > 0) throw new DurabilityError(problems);
  process.stdout.write(`nothing that holds data is replaced, removed or let go\n`);
}
