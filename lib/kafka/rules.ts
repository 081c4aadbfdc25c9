import { unknownPlacement, type Placed, type Placement } from '../durability/placement';
import type { Problem } from '../durability/problem';
import { check, type Rule } from '../durability/rule';
import { copiesRules } from './rules-copies';
import { operationRules } from './rules-operation';
import type { KafkaSettings } from './settings';

export const kafkaRules: readonly Rule<Placed<KafkaSettings>>[] = [...copiesRules, ...operationRules];

/** Every problem of a cluster's settings at once. */
export const checkKafka = (settings: KafkaSettings, placement: Placement = unknownPlacement): readonly Problem[] =>
  check(kafkaRules, { settings, placement });
