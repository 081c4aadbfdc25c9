import type { Profile } from '../durability/profile';
import { riskText } from '../durability/risk';
import { acceptedRisks, unkept } from './check-plan';
import type { Plan } from './plan';

const count = (number: number, thing: string): string => `${number} ${thing}${number === 1 ? '' : 's'}`;

function promise(profile: Profile, others: readonly { readonly name: string; readonly profile: Profile }[]): string {
  const different = others
    .filter((other) => other.profile !== profile)
    .map((other) => `${other.name}: ${other.profile.name}`);
  return `${profile.name}: ${profile.promise}${different.length > 0 ? ` (${different.join(', ')})` : ''}`;
}

/** What is made and what it survives, as `synth` prints it. */
export function describePlan(plan: Plan): string {
  const { name, namespace, kafka, rabbitmq, workloads } = plan;
  const lines = [`${name}, in the namespace ${namespace}`];
  if (kafka) {
    const { size, controllers, topics, profile } = kafka.settings;
    const parts = [
      count(size.nodes, 'broker'),
      ...(controllers > 0 ? [count(controllers, 'controller')] : []),
      count(topics.length, 'topic'),
    ];
    lines.push(`  kafka     ${parts.join(', ')}`, `            ${promise(profile, topics)}`);
  }
  if (rabbitmq) {
    const { size, exchanges, queues, profile } = rabbitmq.settings;
    const parts = [
      count(size.nodes, 'node'),
      count(exchanges.length, 'exchange'),
      `${count(queues.length, 'queue')} with dead letters`,
    ];
    lines.push(`  rabbitmq  ${parts.join(', ')}`, `            ${promise(profile, queues)}`);
  }
  const names = Object.keys(workloads);
  if (names.length > 0) lines.push(`  workloads ${names.join(', ')}`);
  lines.push(...acceptedRisks(plan).map((risk) => `  accepted  ${riskText(risk)}`));
  lines.push(...unkept(plan).map(({ problem: { path, why } }) => `  except    ${path}: ${why}`));
  return lines.join('\n');
}
