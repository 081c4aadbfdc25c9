import { DurabilityError, type Problem } from '../durability/problem';
import type { Acceptance } from '../durability/risk';
import { check } from '../durability/rule';
import { checkKafka, kafkaAcceptances } from '../kafka/rules';
import { checkRabbitMq, rabbitMqAcceptances } from '../rabbitmq/rules';
import { explainPlan } from './explain';
import type { MessagingOptions } from './options';
import { placementOf } from './placement';
import { planMessaging, type Plan } from './plan';
import { planRules } from './rules';

/** Every problem of a plan at once: of each broker, and between them and the workloads. */
export function checkPlan(plan: Plan): readonly Problem[] {
  const placement = placementOf(plan.kubernetes);
  const found = [
    ...(plan.kafka ? checkKafka(plan.kafka.settings, placement) : []),
    ...(plan.rabbitmq ? checkRabbitMq(plan.rabbitmq.settings, placement) : []),
    ...check(planRules, plan),
  ];
  return found.length > 0
    ? found
    : unkept(plan)
        .filter(({ accepted }) => !accepted)
        .map(({ problem }) => problem);
}

/**
 * Losses that a profile names and a stream does not survive, by the loss model: the last word, whatever the rules overlooked.
 * Where a risk was accepted, it is what was accepted.
 */
export function unkept(plan: Plan): readonly { readonly problem: Problem; readonly accepted: boolean }[] {
  return explainPlan(plan).flatMap(({ broker, name, profile, losses }) => {
    const path = `${broker}.${broker === 'kafka' ? 'topics' : 'queues'}.${name}`;
    const accepted = acceptedRisks(plan).some(({ place }) => place === broker || place === path);
    const fix = `use another durability than ${profile}, or what ${profile} brings by itself`;
    return losses
      .filter((row) => row.promised && row.data.is === 'lost')
      .map(({ title, data }) => ({
        problem: { rule: 'promise-not-kept', path, value: profile, why: `lost with ${title}: ${data.because}`, fix },
        accepted,
      }));
  });
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
