import { DurabilityError, type Problem } from '../durability/problem';
import type { Acceptance } from '../durability/risk';
import { check } from '../durability/rule';
import { checkKafka, kafkaAcceptances } from '../kafka/rules';
import { checkRabbitMq, rabbitMqAcceptances } from '../rabbitmq/rules';
import { clustersOf, explainPlan, type Clusters } from './explain';
import type { MessagingOptions } from './options';
import { planMessaging, type Plan } from './plan';
import { planRules } from './rules';

/** Every problem of the brokers themselves. */
export const checkClusters = ({ kafka, rabbitmq, placement }: Clusters): readonly Problem[] => [
  ...(kafka ? checkKafka(kafka, placement) : []),
  ...(rabbitmq ? checkRabbitMq(rabbitmq, placement) : []),
];

/** Every problem of a plan at once: of each broker, and between them and the workloads. */
export function checkPlan(plan: Plan): readonly Problem[] {
  const found = [...checkClusters(clustersOf(plan)), ...check(planRules, plan)];
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
  const risks = acceptedRisks(plan);
  return explainPlan(plan).flatMap(({ broker, name, profile, losses }) => {
    const path = `${broker}.${broker === 'kafka' ? 'topics' : 'queues'}.${name}`;
    const accepted = risks.some(({ place }) => place === broker || place === path);
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
