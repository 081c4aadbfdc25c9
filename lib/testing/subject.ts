import { unknownPlacement, type Placed, type Placement } from '../durability/placement';
import { DurabilityError, problemText } from '../durability/problem';
import type { KafkaSettings } from '../kafka/settings';
import { checkClusters, checkPlan } from '../plan/check-plan';
import { clustersOf, type Clusters } from '../plan/explain';
import type { MessagingOptions } from '../plan/options';
import { planMessaging, type Plan } from '../plan/plan';
import type { RabbitMqSettings } from '../rabbitmq/settings';

/** What a matcher judges, whatever was given to `expect`. */
export interface Subject {
  readonly clusters: Clusters;
  /** Every problem of any rule, as text. */
  readonly problems: () => readonly string[];
}

/** A construct of any framework, as far as its problems go. */
interface Tree {
  readonly node: { findAll(): readonly { readonly node: { validate(): readonly string[] } }[] };
}

type Shape = Readonly<Record<string, unknown>>;
const isShape = (value: unknown): value is Shape => typeof value === 'object' && value !== null;

const isKafka = (value: unknown): value is KafkaSettings =>
  isShape(value) && 'profile' in value && 'controllers' in value && Array.isArray(value['topics']);
const isRabbitMq = (value: unknown): value is RabbitMqSettings =>
  isShape(value) && 'profile' in value && 'exchanges' in value && Array.isArray(value['queues']);
const isPlan = (value: unknown): value is Plan =>
  isShape(value) && 'namespace' in value && isShape(value['workloads']) && isShape(value['kubernetes']);
const isOptions = (value: unknown): value is MessagingOptions =>
  isShape(value) && 'name' in value && (isShape(value['kafka']) || isShape(value['rabbitmq']));
const isTree = (value: unknown): value is Tree =>
  isShape(value) && isShape(value['node']) && typeof value['node']['findAll'] === 'function';
/** A topic or a queue that a cluster hands out. */
const isStream = (value: unknown): value is { readonly name: string; readonly cluster: Placed<unknown> } =>
  isShape(value) && typeof value['name'] === 'string' && isShape(value['cluster']);

/** Whether a path is about one topic or queue of a cluster, not about the cluster as a whole. */
export const isOfStream =
  ({ name }: { readonly name: string }) =>
  ({ path }: { readonly path: string }): boolean =>
    path.startsWith(`${name}.topics.`) || path.startsWith(`${name}.queues.`);

const nothing: Clusters = { kafka: undefined, rabbitmq: undefined, placement: unknownPlacement };

function clustersIn(settings: unknown, placement: Placement = unknownPlacement): Clusters | undefined {
  if (isKafka(settings)) return { ...nothing, kafka: settings, placement };
  return isRabbitMq(settings) ? { ...nothing, rabbitmq: settings, placement } : undefined;
}

/** A topic, a queue or the dead letters of one, as if its cluster had nothing else. */
function ofStream(name: string, { settings, placement }: Placed<unknown>): Subject | undefined {
  const own = isKafka(settings)
    ? { ...settings, topics: settings.topics.filter((topic) => topic.name === name) }
    : isRabbitMq(settings)
      ? { ...settings, queues: settings.queues.filter((its) => [its.name, its.deadLetterQueue].includes(name)) }
      : undefined;
  const clusters = clustersIn(own, placement);
  if (own === undefined || clusters === undefined) return undefined;
  return { clusters, problems: () => checkClusters(clusters).filter(isOfStream(own)).map(problemText) };
}

/** What synthesis would refuse, in the construct and below; with what can be lost where it is a cluster. */
function ofTree(tree: Tree & Partial<Placed<unknown>>): Subject {
  return {
    clusters: clustersIn(tree.settings, tree.placement) ?? nothing,
    problems: () => tree.node.findAll().flatMap(({ node }) => node.validate()),
  };
}

const ofPlan = (plan: Plan): Subject => ({
  clusters: clustersOf(plan),
  problems: () => checkPlan(plan).map(problemText),
});

function ofSettings(settings: unknown): Subject | undefined {
  const clusters = clustersIn(settings);
  return clusters && { clusters, problems: () => checkClusters(clusters).map(problemText) };
}

function found(value: unknown): Subject | undefined {
  if (isStream(value)) return ofStream(value.name, value.cluster);
  if (isTree(value)) return ofTree(value);
  if (isPlan(value)) return ofPlan(value);
  return ofSettings(value) ?? (isOptions(value) ? ofPlan(planMessaging(value)) : undefined);
}

/** @throws Error for what no matcher can judge; DurabilityError for options that can't be read. */
export function subjectOf(value: unknown): Subject {
  const subject = found(value);
  if (subject !== undefined) return subject;
  throw new Error(
    'there is nothing to judge: give expect() a cluster, a topic or a queue of brokerkit, their settings, a plan or messaging options',
  );
}

/** Every problem of whatever it is; of options that can't be read, those that say why. */
export function problemsOf(value: unknown): readonly string[] {
  try {
    return subjectOf(value).problems();
  } catch (error) {
    if (error instanceof DurabilityError) return error.problems.map(problemText);
    throw error;
  }
}
