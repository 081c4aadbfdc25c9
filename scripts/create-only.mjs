// Writes lib/aws/guard/create-only.ts: what can't be changed in place, by type, from the schemas of CloudFormation.
//   node scripts/create-only.mjs [--print]      --print writes the table as JSON to stdout, and no file
import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';

/** What holds data, and what something that holds data is replaced with. */
const types = [
  'AWS::AmazonMQ::Broker',
  'AWS::AmazonMQ::Configuration',
  'AWS::EC2::SecurityGroup',
  'AWS::EC2::Subnet',
  'AWS::EC2::VPC',
  'AWS::EFS::FileSystem',
  'AWS::EKS::Cluster',
  'AWS::IAM::Role',
  'AWS::KMS::Key',
  'AWS::MSK::BatchScramSecret',
  'AWS::MSK::Cluster',
  'AWS::MSK::Configuration',
  'AWS::MSK::ServerlessCluster',
  'AWS::MSK::Topic',
  'AWS::SecretsManager::Secret',
];

const spec = loadAwsServiceSpecSync();

/** The types that a property is made of: a list of structures counts as the structure. */
function structures(type) {
  if (type.type === 'ref') return [spec.get('typeDefinition', type.reference)];
  if (type.type === 'union') return type.types.flatMap(structures);
  return type.type === 'array' || type.type === 'map' ? structures(type.element) : [];
}

const isList = (type) => type.type === 'array' || type.type === 'map';

/** Paths of the outermost properties whose change replaces the resource; what is within them is theirs. */
function pathsIn(properties, kind, path = [], within = []) {
  return Object.entries(properties).flatMap(([name, { type, causesReplacement }]) => {
    const here = [...path, name];
    if (causesReplacement === kind) return [here.join('.')];
    // No member of a list can be named by a path, and no schema of these types asks for it.
    if (isList(type)) return [];
    return structures(type)
      .filter((its) => !within.includes(its.$id))
      .flatMap((its) => pathsIn(its.properties, kind, here, [...within, its.$id]));
  });
}

function rowOf(name) {
  const [resource] = spec.lookup('resource', 'cloudFormationType', 'equals', name);
  if (resource === undefined) throw new Error(`no schema has the type ${name}`);
  const { properties, additionalReplacementProperties: others = [] } = resource;
  const always = [...pathsIn(properties, 'yes'), ...others.map((path) => path.join('.'))].sort();
  return { always, perhaps: pathsIn(properties, 'maybe').sort() };
}

const table = Object.fromEntries(types.map((name) => [name, rowOf(name)]));

if (process.argv.includes('--print')) process.stdout.write(JSON.stringify(table));
else {
  const path = fileURLToPath(new URL('../lib/aws/guard/create-only.ts', import.meta.url));
  const text = `// Written by \`node scripts/create-only.mjs\` from the schemas of CloudFormation. Not by hand.

/** Where a property stands, below \`Properties\`. */
interface CreateOnly {
  /** A change of these makes CloudFormation replace the resource. */
  readonly always: readonly string[];
  /** A change of these replaces it for some values. */
  readonly perhaps: readonly string[];
}

/** What can't be changed in place, nested properties included, of what holds data or what something that does is replaced with. */
export const createOnly: Readonly<Record<string, CreateOnly>> = ${JSON.stringify(table)};
`;
  writeFileSync(path, await format(text, { ...(await resolveConfig(path)), filepath: path }));
}
