import { singleLosses } from '../durability/losses';
import type { Outcome } from '../durability/loss-model';
import { problemText, type Problem } from '../durability/problem';
import type { Profile } from '../durability/profile';
import { profiles } from '../durability/profiles';
import { checkKafka } from '../kafka/rules';
import { explainClusters, type StreamExplained } from '../plan/explain';
import { checkRabbitMq } from '../rabbitmq/rules';
import { isOfStream, problemsOf, subjectOf } from './subject';

/** What jest asks of a matcher. */
export interface Verdict {
  readonly pass: boolean;
  readonly message: () => string;
}

const { process, disk, nodeOff, node, zoneOff, zone, power } = singleLosses;
const losses = {
  'process-loss': process,
  'disk-loss': disk,
  'node-outage': nodeOff,
  'node-loss': node,
  'zone-outage': zoneOff,
  'zone-loss': zone,
  'power-loss': power,
} as const;

/**
 * What can be lost. A loss takes the disk along; after an outage the machines are back with what was on their disks. A loss of
 * power stops all machines at once.
 */
export type LossName = keyof typeof losses;

const list = (lines: readonly string[]): string => lines.map((line) => `\n  ${line}`).join('');

/** A verdict over lines of text that say what is wrong. */
const none = (wrong: readonly string[], said: string, fine: string): Verdict => ({
  pass: wrong.length === 0,
  message: () => (wrong.length === 0 ? fine : `${said}:${list(wrong)}`),
});

const nameOf = ({ broker, name, profile }: StreamExplained): string =>
  `${broker === 'kafka' ? 'the topic' : 'the queue'} ${name} (${profile})`;

/** Every topic and queue by what becomes of it, and why. */
function afterwards<Key extends keyof Outcome>(received: unknown, loss: LossName, key: Key) {
  if (!Object.hasOwn(losses, loss))
    throw new Error(`${String(loss)} is no loss: use one of ${Object.keys(losses).join(', ')}`);
  const streams = explainClusters(subjectOf(received).clusters);
  if (streams.length === 0) throw new Error('no topic and no queue is declared, so there is nothing to lose');
  return streams.map((stream) => {
    const row = stream.losses.find((its) => its.loss === losses[loss].name);
    if (row === undefined) throw new Error(`nothing is known of ${loss}`);
    return { is: row[key].is, text: `${nameOf(stream)}: ${row[key].because}` };
  });
}

/** No topic and no queue may fare as badly as that; `is` and `isNot` say what a loss does. */
function never<Key extends 'data' | 'writes'>(
  received: unknown,
  loss: LossName,
  { key, bad, is, isNot }: { key: Key; bad: Outcome[Key]['is']; is: string; isNot: string },
): Verdict {
  const all = afterwards(received, loss, key);
  const worst = all.filter((its) => its.is === bad).map(({ text }) => text);
  const { title } = losses[loss];
  return none(
    worst,
    `${isNot} the loss of ${title}`,
    `${is} the loss of ${title}:${list(all.map(({ text }) => text))}`,
  );
}

/** Whether acknowledged messages of all topics and queues are there after a loss, at its worst. */
export const toSurvive = (received: unknown, loss: LossName): Verdict =>
  never(received, loss, {
    key: 'data',
    bad: 'lost',
    is: 'acknowledged messages survive',
    isNot: 'acknowledged messages do not survive',
  });

/** Whether all topics and queues take messages during a loss, once others have taken over from what is gone. */
export const toTakeWritesDuring = (received: unknown, loss: LossName): Verdict =>
  never(received, loss, {
    key: 'writes',
    bad: 'refused',
    is: 'messages are taken during',
    isNot: 'messages are refused during',
  });

/** The least that makes a topic or queue no weak one. */
const least = profiles['survives-node-loss'];
const atLeast = <Its extends { readonly profile: Profile }>(its: Its): Its =>
  its.profile.copies < least.copies ? { ...its, profile: least } : its;

/** Findings about single topics or queues; what is said about accepted risks is the promise's business. */
const ofStreams = (problems: readonly Problem[], cluster: { readonly name: string }): readonly string[] =>
  problems.filter((its) => isOfStream(cluster)(its) && !its.rule.startsWith('risk-')).map(problemText);

/** Whether every queue is one that a promise to survive the loss of a node, or its own if that is more, would not refuse. */
export function toHaveNoWeakQueue(received: unknown): Verdict {
  const { rabbitmq, placement } = subjectOf(received).clusters;
  if (rabbitmq === undefined) throw new Error('there is no RabbitMQ in it, so no queue to judge');
  const asked = { ...atLeast(rabbitmq), queues: rabbitmq.queues.map(atLeast) };
  const weak = ofStreams(checkRabbitMq(asked, placement), rabbitmq);
  return none(weak, `some queues are weaker than ${least.name}`, `no queue is weaker than ${least.name}`);
}

/** Whether every topic is one that a promise to survive the loss of a node, or its own if that is more, would not refuse. */
export function toHaveNoWeakTopic(received: unknown): Verdict {
  const { kafka, placement } = subjectOf(received).clusters;
  if (kafka === undefined) throw new Error('there is no Kafka in it, so no topic to judge');
  const asked = { ...atLeast(kafka), topics: kafka.topics.map(atLeast) };
  const weak = ofStreams(checkKafka(asked, placement), kafka);
  return none(weak, `some topics are weaker than ${least.name}`, `no topic is weaker than ${least.name}`);
}

/** Whether no rule finds anything: what synthesis would not refuse. */
export const toKeepItsPromise = (received: unknown): Verdict =>
  none(problemsOf(received), 'the promise is not kept', 'the promise is kept: no rule finds anything');
