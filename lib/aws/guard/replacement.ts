import type { Problem } from '../../durability/problem';
import { createOnly } from './create-only';
import { changesInPlace } from './in-place';
import { references } from './references';
import { isSame } from './same';
import { functionOf, keeps, rawAt, resourcesOf, type Resource, type Template } from './template';

/** Types that nothing is lost with, though what holds data may be replaced with them: they count where they were retained. */
const beside = [
  'AWS::EC2::SecurityGroup',
  'AWS::IAM::Role',
  'AWS::KMS::Key',
  'AWS::Logs::LogGroup',
  'AWS::SSM::Parameter',
  'AWS::SecretsManager::Secret',
];

/** Whether something is lost when this resource goes: its type says so, or it was to be kept. */
export const isGuarded = ({ Type: type, DeletionPolicy: policy }: Resource): boolean =>
  keeps(policy) || (Object.hasOwn(createOnly, type) && !beside.includes(type));

/** A property whose change replaces its resource, and what brought the change about. */
interface Cause {
  readonly path: string;
  readonly why: string;
  readonly fix: string;
}

type Causes = ReadonlyMap<string, readonly Cause[]>;

const textOf = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));

/** Why an update replaces a resource: a property changed itself, or refers to something that is replaced. */
function causesOf(before: Resource, after: Resource, replaced: Causes): readonly Cause[] {
  const { always = [], perhaps = [] } = createOnly[before.Type] ?? {};
  return [...always, ...perhaps].flatMap((name): readonly Cause[] => {
    const path = `Properties.${name}`;
    const verb = perhaps.includes(name) ? 'may make' : 'makes';
    const was = rawAt(before, path);
    if (!isSame(was, rawAt(after, path))) {
      const why = `it can't be changed in place: CloudFormation ${verb} another, empty ${before.Type}`;
      return [{ path, why, fix: `leave it as it was recorded: ${textOf(was)}` }];
    }
    const through = [...references(rawAt(after, path))].find((id) => replaced.has(id));
    if (through === undefined) return [];
    const why = `${through} is replaced, so CloudFormation ${verb} another, empty ${before.Type}`;
    return [{ path, why, fix: `leave ${through} as it was recorded` }];
  });
}

/** Every resource that an update replaces, also because of another one. */
function replacedIn(recorded: ReadonlyMap<string, Resource>, next: ReadonlyMap<string, Resource>): Causes {
  let found: Causes = new Map();
  for (;;) {
    const known = found;
    const more = [...recorded].flatMap(([id, before]): [string, readonly Cause[]][] => {
      const after = next.get(id);
      const causes = after?.Type === before.Type ? causesOf(before, after, known) : [];
      return causes.length === 0 ? [] : [[id, causes]];
    });
    if (more.length === known.size) return known;
    found = new Map(more);
  }
}

const removed = (id: string, { Type: type, DeletionPolicy: policy }: Resource): Problem => ({
  rule: 'aws-removed',
  path: id,
  value: undefined,
  why: keeps(policy)
    ? `this ${type} is not in the template any more: it stays, outside of every stack, and nothing keeps it up`
    : `this ${type} is not in the template any more: CloudFormation deletes it with all that is in it`,
  fix: 'put it back, with the same construct ids above it',
});

const changedType = (id: string, before: Resource, after: Resource): Problem => ({
  rule: 'aws-type-changed',
  path: `${id}.Type`,
  value: after.Type,
  why: `CloudFormation never makes one of a ${before.Type}`,
  fix: `put the ${before.Type} back, and give the other resource an id of its own`,
});

function replaced(id: string, after: Resource, causes: readonly Cause[]): readonly Problem[] {
  const then = keeps(after.UpdateReplacePolicy)
    ? 'the old one stays, outside of every stack'
    : 'the old one is deleted with all that is in it';
  return causes.map(({ path, why, fix }) => ({
    rule: 'aws-replaced',
    path: `${id}.${path}`,
    value: rawAt(after, path),
    why: `${why}; ${then}`,
    fix,
  }));
}

const lostRetention = (id: string, before: Resource, after: Resource): readonly Problem[] =>
  (['DeletionPolicy', 'UpdateReplacePolicy'] as const)
    .filter((policy) => keeps(before[policy]) && !keeps(after[policy]) && functionOf(after[policy]) === undefined)
    .map((policy) => ({
      rule: 'aws-retention-lost',
      path: `${id}.${policy}`,
      value: after[policy],
      why: 'it was kept whatever became of the stack, and would not be any more',
      fix: 'apply RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE again',
    }));

/**
 * What an update from one template to another would lose or be refused for: what holds data and is replaced, removed or no longer
 * retained, and changes that MSK and Amazon MQ do not make, or not in one update.
 *
 * It sees nested properties, which `cdk diff` does not: another security group makes another MSK cluster. Two references count as the
 * same only when they are written the same: what is behind them, only CloudFormation knows.
 *
 * @param recorded the template of a stack as it is deployed, or the part of it that {@link recordedPart} keeps
 * @param next the same stack's template to be
 * @returns the problems, each with its rule, where it is (`Cluster.Properties.ClusterName`), the value to be, why and a fix
 */
export function checkReplacement(recorded: Template, next: Template): readonly Problem[] {
  const before = new Map(resourcesOf(recorded));
  const after = new Map(resourcesOf(next));
  const causes = replacedIn(before, after);
  return [...before].flatMap(([id, was]) => {
    if (!isGuarded(was)) return [];
    const its = after.get(id);
    if (its === undefined) return [removed(id, was)];
    if (its.Type !== was.Type) return [changedType(id, was, its)];
    const why = causes.get(id) ?? [];
    const changes = why.length > 0 ? replaced(id, its, why) : changesInPlace(id, { before, after });
    return [...changes, ...lostRetention(id, was, its)];
  });
}

/** The part of a template that a later one is compared with, small and without what changes with each build. */
export const recordedPart = (template: Template): Template => ({
  Resources: Object.fromEntries(
    resourcesOf(template)
      .filter(([, its]) => isGuarded(its) || Object.hasOwn(createOnly, its.Type))
      .map(([id, { Type, Properties, DeletionPolicy, UpdateReplacePolicy }]) => [
        id,
        { Type, ...(Object.hasOwn(createOnly, Type) && { Properties }), DeletionPolicy, UpdateReplacePolicy },
      ]),
  ),
});
