import { masked } from './mask';

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isManifest = (value: unknown): boolean => isObject(value) && 'apiVersion' in value && 'kind' in value;
const isTemplate = (value: unknown): boolean => isObject(value) && isObject(value['Resources']);

/** What was masked comes back when it is printed: as a whole, and part by part. */
const done = new WeakSet<object>();

function remember(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  done.add(value);
  for (const inner of Object.values(value)) remember(inner);
}

/** Whether a value is what `Testing.synth` of cdk8s gives, one manifest of it, or a template of CDK. */
export function test(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || done.has(value)) return false;
  return Array.isArray(value) ? value.length > 0 && value.every(isManifest) : isManifest(value) || isTemplate(value);
}

/** Prints it as jest prints any object, masked. */
export function serialize<Config, Refs>(
  value: unknown,
  config: Config,
  indentation: string,
  depth: number,
  refs: Refs,
  printer: (value: unknown, config: Config, indentation: string, depth: number, refs: Refs) => string,
): string {
  const plain = masked(value);
  remember(plain);
  return printer(plain, config, indentation, depth, refs);
}
