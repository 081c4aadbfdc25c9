import { profiles } from '../../durability/profiles';
import type { Finding } from '../../durability/rule';
import { property, unless, type Judged, type ResourceRule } from './judged';
import { references } from './references';
import { functionOf, isNode, isTrue, numberOf, rawAt, resourcesOf, textOf, valueAt, type Node } from './template';

const { copies, copiesBeforeAck } = profiles['survives-zone-loss'];

const topic = 'AWS::MSK::Topic';
const configuration = 'AWS::MSK::Configuration';

/** Copies of a topic that says nothing about them, where brokers are in three zones. See the Amazon MSK developer guide, default configuration. */
const defaultCopies = 3;

type Settings = Readonly<Record<string, string>>;

/** Settings of brokers or a topic, and where they were found. */
interface Lines {
  readonly path: string;
  /** Undefined while they are not resolved yet. */
  readonly lines: Settings | undefined;
}

/** What stands in the text of a configuration: `key=value` on lines of their own. */
const serverProperties = (text: string): Settings =>
  Object.fromEntries(
    text
      .split(/\r?\n/)
      .map((line) => /^\s*([^#!=:\s][^=:\s]*)\s*[=:\s]\s*(.*?)\s*$/.exec(line))
      .flatMap((found) => (found === null ? [] : [[found[1] ?? '', found[2] ?? '']])),
  );

/** The text of topic configs before base64, as far as it is known. */
function configText(value: unknown): string | undefined {
  if (typeof value === 'string') return Buffer.from(value, 'base64').toString('utf8');
  return functionOf(value) === 'Fn::Base64' ? textOf((value as Node)['Fn::Base64']) : undefined;
}

const hasTexts = (node: Node): node is Settings => Object.values(node).every((its) => typeof its === 'string');

/** The configs of a topic; undefined for what is no object of strings. */
function topicConfigs(text: string): Settings | undefined {
  try {
    const configs: unknown = JSON.parse(text);
    return isNode(configs) && hasTexts(configs) ? configs : undefined;
  } catch {
    return undefined;
  }
}

/** `Fn::Base64` itself is a function: what it is given stands in the template. */
const rawConfigs = ({ resource }: Judged): unknown => rawAt(resource, 'Properties.Configs');

/** The settings that stand in a configuration, or at a topic. */
function linesOf(judged: Judged): Lines {
  if (judged.resource.Type === topic) {
    const text = configText(rawConfigs(judged));
    return { path: 'Configs', lines: text === undefined ? undefined : topicConfigs(text) };
  }
  const text = textOf(property(judged, 'ServerProperties'));
  return { path: 'ServerProperties', lines: text === undefined ? undefined : serverProperties(text) };
}

/** A finding about one setting, told as the line that it is. */
function line(judged: Judged, key: string, right: (value: unknown) => boolean, fix: string): readonly Finding[] {
  const { path, lines } = linesOf(judged);
  const value = lines?.[key];
  const told = value === undefined ? undefined : `${key}=${value}`;
  return unless(lines === undefined || right(value), judged, path, { value: told, fix: `${fix} for ${key}` });
}

const copiesKeys = [
  'default.replication.factor',
  'offsets.topic.replication.factor',
  'transaction.state.log.replication.factor',
];

/** Copies of what is judged: of the topic, or of every topic that a configuration is for. Undefined when not resolved yet. */
function copiesOf(judged: Judged): number | undefined {
  if (judged.resource.Type === topic) return numberOf(property(judged, 'ReplicationFactor'));
  return numberOf(linesOf(judged).lines?.['default.replication.factor'] ?? defaultCopies);
}

/** Whether a configuration is for express brokers alone, which never elect so. */
function isOfExpress({ logicalId, template }: Judged): boolean {
  const users = resourcesOf(template)
    .map(([, resource]) => resource)
    .filter((its) => references(valueAt(its, 'Properties')).has(logicalId));
  const sizes = users.map((its) => textOf(valueAt(its, 'Properties.BrokerNodeGroupInfo.InstanceType')));
  return users.length > 0 && sizes.every((size) => size?.startsWith('express.'));
}

/** Nothing said, or nothing that can be read, is a pass. */
const atLeast = (least: number) => (value: unknown) => (numberOf(value) ?? least) >= least;

/** What topics and configurations of MSK must say so that the loss of a zone takes nothing. */
export const kafkaPack: readonly ResourceRule[] = [
  {
    id: 'kafka-copies-too-few',
    why: 'the loss of a zone may take the last copy of acknowledged records',
    types: [topic, configuration],
    check: (judged) => {
      const fix = `use at least ${copies}`;
      if (judged.resource.Type === configuration)
        return copiesKeys.flatMap((key) => line(judged, key, atLeast(copies), fix));
      const value = property(judged, 'ReplicationFactor');
      return unless(atLeast(copies)(value), judged, 'ReplicationFactor', { value, fix });
    },
  },
  {
    id: 'kafka-min-insync-too-low',
    why: 'a record counts as stored when one broker has it',
    types: [topic, configuration],
    check: (judged) => line(judged, 'min.insync.replicas', atLeast(copiesBeforeAck), `use ${copiesBeforeAck}`),
  },
  {
    id: 'kafka-min-insync-blocks-restart',
    why: 'the restart of one broker stops all acknowledged writes',
    types: [topic, configuration],
    check: (judged) => {
      const most = (copiesOf(judged) ?? Infinity) - 1;
      // Too few copies are told already.
      const right = (value: unknown): boolean => most < copiesBeforeAck || (numberOf(value) ?? 0) <= most;
      return line(judged, 'min.insync.replicas', right, `use ${copiesBeforeAck}`);
    },
  },
  {
    id: 'kafka-unclean-election',
    why: 'a replica that misses acknowledged records may lead, and they are gone; where a configuration is silent, MSK allows it',
    types: [topic, configuration],
    check: (judged) => {
      const told = judged.resource.Type === topic || isOfExpress(judged);
      const right = (value: unknown): boolean => (value === undefined ? told : !isTrue(value));
      return line(judged, 'unclean.leader.election.enable', right, 'use false');
    },
  },
  {
    id: 'msk-topic-configs',
    why: 'MSK takes configs as base64 of a JSON object whose values are strings, and refuses the topic otherwise',
    types: [topic],
    check: (judged) => {
      const raw = rawConfigs(judged);
      const text = property(judged, 'Configs') === undefined ? undefined : configText(raw);
      return unless(text === undefined || topicConfigs(text) !== undefined, judged, 'Configs', {
        value: raw,
        fix: "use Fn.base64(JSON.stringify({ 'retention.ms': '604800000' }))",
      });
    },
  },
];
