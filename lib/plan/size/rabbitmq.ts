import { recommended } from '../advice';
import { highRate } from '../published-rates';
import { toGibibytes, type Load } from './load';
import { diskFigure, mostCores, needFigures, needsOf, nodes } from './rabbitmq-needs';
import { inWords, up, type Limit, type Sized } from './sized';

type Verdict = Pick<Sized, 'verdict' | 'why'>;

/** Something that a node lacks, in words; nothing where it has enough. */
export const lack = (what: string, needed: number, most: number): readonly string[] =>
  needed > most ? [`${inWords(needed)} ${what} each, of ${inWords(most)} at most`] : [];

/** Whether RabbitMQ carries the load, and what three nodes lack where it does not. */
export function judge(load: Load, lacks: readonly string[]): Verdict {
  if (load.messages > highRate)
    return {
      verdict: 'wrong-broker',
      why: `${inWords(load.messages)} messages/s: above ${inWords(highRate)} only Kafka is sure; keep RabbitMQ for what needs routing, retries or replies`,
    };
  if (lacks.length === 0) return { verdict: 'fits' };
  return {
    verdict: 'too-much',
    why: `three nodes have not: ${lacks.join('; ')}. Use Kafka, fewer queues for each message, or several clusters`,
  };
}

/** What no published run says. */
export const aboutSize = 'the rate is that of messages of 1 kB; larger ones are judged by network and disks alone';

/** Always three nodes: more of them do not carry more of a queue that has a member on each of three. */
export const threeNodes: Limit = {
  name: 'zones',
  nodes,
  formula: 'one node in each of three zones, each with a member of every queue',
  source: 'rabbitMqRate',
};

const coreSteps = [2, 4, 8, mostCores] as const;

/** RabbitMQ of the kit on Kubernetes, EKS included. */
export function sizeRabbitMqOnKubernetes(load: Load): Sized {
  const needs = needsOf(load);
  const cores = coreSteps.find((step) => step >= needs.cores) ?? mostCores;
  const memory = Math.max(toGibibytes(recommended.rabbitMqNode.memory), up(needs.memory));
  const verdict = judge(load, [
    ...lack('cores', needs.cores, mostCores),
    ...lack('Gbit/s', needs.network, load.nodeNetwork),
    ...lack('GiB of disk', needs.disk, toGibibytes(load.nodeStorage)),
    ...lack('MiB/s written', needs.writes, load.nodeDisk),
  ]);
  return {
    on: 'rabbitmq-kubernetes',
    broker: 'rabbitmq',
    title: 'RabbitMQ on Kubernetes or EKS',
    ...verdict,
    nodes,
    limits: [threeNodes],
    figures: [
      ...needFigures(load, needs, diskFigure(load, needs)),
      {
        name: 'node',
        amount: cores,
        unit: `cores, ${memory} GiB of memory, each`,
        formula: `the next of ${coreSteps.join(', ')} cores; ${recommended.rabbitMqNode.memory} of memory at least`,
      },
    ],
    instead: [],
    notes: [aboutSize],
  };
}
