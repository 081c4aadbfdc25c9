import { unknownPlacement, type Placed, type Placement } from '../durability/placement';
import type { Problem } from '../durability/problem';
import { check, type Rule } from '../durability/rule';
import { copiesRules } from './rules-copies';
import { operationRules } from './rules-operation';
import type { RabbitMqSettings } from './settings';

export const rabbitMqRules: readonly Rule<Placed<RabbitMqSettings>>[] = [...copiesRules, ...operationRules];

/** Every problem of a cluster's settings at once. */
export const checkRabbitMq = (
  settings: RabbitMqSettings,
  placement: Placement = unknownPlacement,
): readonly Problem[] => check(rabbitMqRules, { settings, placement });
