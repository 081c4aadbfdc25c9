// Writes lib/aws/guard/create-only.ts: what can't be changed in place, by type, from the schemas of CloudFormation.
//   node scripts/create-only.mjs [--print]      --print writes the table as JSON to stdout, and no file
import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';

/** What holds data, what something that holds data is replaced with, and whatever else the kit retains. */
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
  'AWS::Logs::LogGroup',
  'AWS::MSK::BatchScramSecret',
  'AWS::MSK::Cluster',
  'AWS::MSK::Configuration',
  'AWS::MSK::ServerlessCluster',
  'AWS::MSK::Topic',
  'AWS::SSM::Parameter',
  'AWS::SecretsManager::Secret',
];

/**
 * Where CloudFormation's pages, which the package below reads, say "replacement", and its registry of 20 October 2026 does not: EKS has
 * calls that change them in place. Nobody has seen which of the two is so, so they count as "perhaps".
 */
const disputed = {
  'AWS::EKS::Cluster': [
    'KubernetesNetworkConfig.ElasticLoadBalancing',
    'ResourcesVpcConfig.SecurityGroupIds',
    'ResourcesVpcConfig.SubnetIds',
  ],
};

const spec = loadAwsServiceSpecSync();

/** The types that a property is made of: a list of structures counts as the structure. */
function structures(type) {
  if (type.type === 'ref') return [spec.get('typeDefinition', type.reference)];
  if (type.type === 'union') return type.types.flatMap(structures);
  return type.type === 'array' || type.type === 'map' ? structures(type.element) : [];
}

const isList = (type) => type.type === 'array' || type.type === 'map';

/** Paths of the outermost properties whose change replaces the resource; what is within them is theirs, but for what is disputed. */
function pathsIn(properties, kind, open, path = [], within = []) {
  return Object.entries(properties).flatMap(([name, { type, causesReplacement }]) => {
    const here = [...path, name];
    const at = here.join('.');
    if (open.includes(at)) return [];
    if (causesReplacement === kind && !open.some((its) => its.startsWith(`${at}.`))) return [at];
    // No member of a list can be named by a path, and no schema of these types asks for it.
    if (isList(type)) return [];
    return structures(type)
      .filter((its) => !within.includes(its.$id))
      .flatMap((its) => pathsIn(its.properties, kind, open, here, [...within, its.$id]));
  });
}

function rowOf(name) {
  const [resource] = spec.lookup('resource', 'cloudFormationType', 'equals', name);
  if (resource === undefined) throw new Error(`no schema has the type ${name}`);
  const { properties, additionalReplacementProperties: others = [] } = resource;
  const open = disputed[name] ?? [];
  const always = [...pathsIn(properties, 'yes', open), ...others.map((path) => path.join('.'))].sort();
  return { always, perhaps: [...pathsIn(properties, 'maybe', open), ...open].sort() };
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
  /** A change of these replaces it for some values, or by one of two sources. */
  readonly perhaps: readonly string[];
}

/** What can't be changed in place, nested properties included: of what holds data, what that is replaced with, and what the kit retains. */
export const createOnly: Readonly<Record<string, CreateOnly>> = ${JSON.stringify(table)};
`;
  writeFileSync(path, await format(text, { ...(await resolveConfig(path)), filepath: path }));
}
