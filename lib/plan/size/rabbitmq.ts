import { recommended } from '../advice';
import { highRate } from '../published-rates';
import { amazonMqSizes, diskStep, type AmazonMqSize } from './amazon-mq-sizes';
import { toGibibytes, type Load } from './load';
import { mostCores, needFigures, needsOf, nodes, type RabbitMqNeeds } from './rabbitmq-needs';
import { inWords, up, type Figure, type Limit, type Sized } from './sized';

type Verdict = Pick<Sized, 'verdict' | 'why'>;

/** Something that a node lacks, in words; nothing where it has enough. */
const lack = (what: string, needed: number, most: number): readonly string[] =>
  needed > most ? [`${inWords(needed)} ${what} each, of ${inWords(most)} at most`] : [];

function judge(load: Load, lacks: readonly string[]): Verdict {
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
const aboutSize = 'the rate is that of messages of 1 kB; larger ones are judged by network and disks alone';

/** Always three nodes: more of them do not carry more of a queue that has a member on each of three. */
const threeNodes: Limit = {
  name: 'zones',
  nodes,
  formula: 'one node in each of three zones, each with a member of every queue',
  source: 'rabbitMqRate',
};

const gigabytesPerGiB = 1.024 ** 3;

/** GB of the volume of each node. */
const diskOf = ({ disk }: AmazonMqSize, needs: RabbitMqNeeds): number =>
  Math.max(disk, diskStep * up((needs.disk * gigabytesPerGiB) / diskStep));

const has = (size: AmazonMqSize, needs: RabbitMqNeeds): boolean =>
  size.cores >= needs.cores &&
  size.memory >= needs.memory &&
  size.network >= needs.network &&
  size.largestDisk >= diskOf(size, needs);

/** RabbitMQ by Amazon MQ: a cluster of three nodes. */
export function sizeAmazonMq(load: Load): Sized {
  const needs = needsOf(load);
  const largest = amazonMqSizes.at(-1);
  const chosen = amazonMqSizes.find((size) => has(size, needs)) ?? largest;
  if (largest === undefined || chosen === undefined) throw new Error('there is no size of node');
  const verdict = judge(load, [
    ...lack('cores', needs.cores, mostCores),
    ...lack('GiB of memory', needs.memory, largest.memory),
    ...lack('Gbit/s', needs.network, largest.network),
    ...lack('GB of disk', needs.disk * gigabytesPerGiB, largest.largestDisk),
  ]);
  const disk: Figure = {
    name: 'volume',
    amount: diskOf(chosen, needs),
    unit: 'GB each',
    formula: `${chosen.disk} as it comes, ${chosen.largestDisk} at most, in steps of ${diskStep}`,
    source: 'amazonMqSizes',
  };
  return {
    on: 'amazon-mq',
    broker: 'rabbitmq',
    title: 'RabbitMQ by Amazon MQ',
    ...verdict,
    nodes,
    instanceType: chosen.instanceType,
    limits: [threeNodes],
    figures: [...needFigures(load, needs), disk],
    instead: [],
    notes: [
      'AWS states no rates of messages, and none of its disks: the rate is one that the makers of RabbitMQ published, on other machines',
      aboutSize,
    ],
  };
}

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
      ...needFigures(load, needs),
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
