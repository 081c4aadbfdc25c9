import { DurabilityError, type Problem } from '../durability/problem';
import type { Acceptance } from '../durability/risk';
import { check } from '../durability/rule';
import { checkKafka, kafkaAcceptances } from '../kafka/rules';
import { checkRabbitMq, rabbitMqAcceptances } from '../rabbitmq/rules';
import type { MessagingOptions } from './options';
import { placementOf } from './placement';
import { planMessaging, type Plan } from './plan';
import { planRules } from './rules';

/** Every problem of a plan at once: of each broker, and between them and the workloads. */
export function checkPlan(plan: Plan): readonly Problem[] {
  const placement = placementOf(plan.kubernetes);
  return [
    ...(plan.kafka ? checkKafka(plan.kafka.settings, placement) : []),
    ...(plan.rabbitmq ? checkRabbitMq(plan.rabbitmq.settings, placement) : []),
    ...check(planRules, plan),
  ];
}

/** Every risk that was accepted anywhere in a plan. */
export const acceptedRisks = ({ kafka, rabbitmq }: Plan): readonly Acceptance[] => [
  ...(kafka ? kafkaAcceptances(kafka.settings) : []),
  ...(rabbitmq ? rabbitMqAcceptances(rabbitmq.settings) : []),
];

/**
 * Options → a plan that keeps its promise.
 *
 * @throws DurabilityError with every problem.
 */
export function soundPlan(options: MessagingOptions): Plan {
  const plan = planMessaging(options);
  const problems = checkPlan(plan);
  if (problems.length > 0) throw new DurabilityError(problems);
  return plan;
}
