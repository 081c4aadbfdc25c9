import { unknownPlacement, type Placed, type Placement } from '../durability/placement';
import type { Problem } from '../durability/problem';
import { accept, acceptances, type Acceptance } from '../durability/risk';
import { check, type Rule } from '../durability/rule';
import { copiesRules } from './rules-copies';
import { machineRules } from './rules-machine';
import { operationRules } from './rules-operation';
import type { RabbitMqSettings } from './settings';
import { versionRules } from './rules-version';

export const rabbitMqRules: readonly Rule<Placed<RabbitMqSettings>>[] = [
  ...copiesRules,
  ...machineRules,
  ...operationRules,
  ...versionRules,
];

/** The risks that were accepted in a cluster, or in one of its queues. */
export const rabbitMqAcceptances = (settings: RabbitMqSettings): readonly Acceptance[] => [
  ...acceptances(settings.name, settings),
  ...settings.queues.flatMap((queue) => acceptances(`${settings.name}.queues.${queue.name}`, queue)),
];

/** Every problem of a cluster's settings at once, but those that were accepted. */
export const checkRabbitMq = (
  settings: RabbitMqSettings,
  placement: Placement = unknownPlacement,
): readonly Problem[] =>
  accept(check(rabbitMqRules, { settings, placement }), rabbitMqAcceptances(settings), {
    judged: rabbitMqRules,
    elsewhere: (id) => /^(amazon-mq|aws)-/.test(id),
  });
