import { DurabilityError, type Problem } from '../durability/problem';
import { check } from '../durability/rule';
import { checkKafka } from '../kafka/rules';
import { checkRabbitMq } from '../rabbitmq/rules';
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
