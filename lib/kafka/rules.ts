import { unknownPlacement, type Placed, type Placement } from '../durability/placement';
import type { Problem } from '../durability/problem';
import { accept, acceptances, type Acceptance } from '../durability/risk';
import { check, type Rule } from '../durability/rule';
import { copiesRules } from './rules-copies';
import { operationRules } from './rules-operation';
import { topicRules } from './rules-topic';
import type { KafkaSettings } from './settings';
import { versionRules } from './rules-version';

export const kafkaRules: readonly Rule<Placed<KafkaSettings>>[] = [
  ...copiesRules,
  ...topicRules,
  ...operationRules,
  ...versionRules,
];

/** The risks that were accepted in a cluster, or in one of its topics. */
export const kafkaAcceptances = (settings: KafkaSettings): readonly Acceptance[] => [
  ...acceptances(settings.name, settings),
  ...settings.topics.flatMap((topic) => acceptances(`${settings.name}.topics.${topic.name}`, topic)),
];

/** Every problem of a cluster's settings at once, but those that were accepted. */
export const checkKafka = (settings: KafkaSettings, placement: Placement = unknownPlacement): readonly Problem[] =>
  accept(check(kafkaRules, { settings, placement }), kafkaAcceptances(settings), {
    judged: kafkaRules,
    elsewhere: (id) => /^(msk|aws)-/.test(id),
  });
